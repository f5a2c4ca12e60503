import { hash } from 'node:crypto'
import type { Entry } from '../audit/entry.ts'
import { encodeTimeStampRequest, nonceOf, readTimeStampAnswer } from '../trust/timeStampRequest.ts'
import { type AuditHead, append, readHead } from '../store/audit.ts'
import { readEntries } from '../store/placed.ts'
import { inTransaction } from '../store/failures.ts'
import { insertTimeStamp, newestTimeStamp } from '../store/timeStamps.ts'
import type { TimeStampRow } from '../store/trailTables.ts'
import { loggedSince } from '../store/witness.ts'
import { exchangeLimits } from './limits.ts'
import { isNewest } from './newestHead.ts'
import type { Node, TimeAuthority } from './node.ts'
import { noteInLog } from './noteInLog.ts'
import type { Courier } from './post.ts'
import { standingOf } from './standing.ts'
import { openTrail } from './trail.ts'

/** What a node asks of the time-stamping authority of its log (RFC 3161). */
export interface TimeStamping {
  /** Has the newest head stamped where that is due, and sees whether it was too long ago. */
  round(): Promise<boolean>
}

type Asking = Pick<Courier, 'askTimeStamp'>

/** @param nowMs - a clock that never goes back */
export function timeStamping(node: Node, courier: Asking, nowMs: () => number): TimeStamping {
  const { pauseMs: pauses, unstampedMaxMs } = exchangeLimits.timeStamp
  let pauseMs: number = pauses.first
  let askAgainMs = -Infinity
  let waitingSinceMs: number | null = null
  let isAlarmed = false

  const ask = async (authority: TimeAuthority, head: AuditHead): Promise<boolean> => {
    try {
      await stampHead(node, courier, authority, head)
      pauseMs = pauses.first
      return true
    } catch (reason) {
      askAgainMs = nowMs() + pauseMs
      pauseMs = Math.min(pauseMs * 2, pauses.longest)
      node.log.warn({ url: authority.url, reason: String(reason) }, 'the log could not be time-stamped')
      return false
    }
  }
  const alarm = async (last: TimeStampRow | null): Promise<void> => {
    // By the clock of the process, as with witnesses: the calendar of a demonstration may leap by months.
    waitingSinceMs ??= nowMs()
    if (isAlarmed || nowMs() - waitingSinceMs <= unstampedMaxMs) return
    isAlarmed = true
    const count = last?.size ?? 0
    await noteInLog(node, { event: 'log.unstamped', count })
    node.log.error({ size: count }, 'the log has not been time-stamped for hours')
  }

  return {
    async round() {
      const { timeAuthority } = node
      // Before the head is read: what is placed between the two is in that head, and not missing from an older one.
      const mayVouch = await isNewest(node)
      const head = await readHead(node.db)
      if (timeAuthority === null || head.size === 0 || (await standingOf(node, node.db)).isBehind)
        return false
      const last = await newestTimeStamp(node.db, head.log)
      const isWanted = await hasGrown(node, head, last)
      const mayAsk = isDue(node.now(), last) && nowMs() >= askAgainMs && mayVouch
      if (!isWanted || (mayAsk && (await ask(timeAuthority, head)))) {
        waitingSinceMs = null
        isAlarmed = false
      } else await alarm(last)
      return false
    },
  }
}

/** What this job notes itself makes the log grow, and would have it stamped for ever. */
const ownEvents: readonly string[] = ['log.stamped', 'log.unstamped']

/** Whether the log has entries since that token which are not about stamps. */
export async function hasGrown(
  node: Pick<Node, 'db'>,
  head: Pick<AuditHead, 'size'>,
  last: TimeStampRow | null,
): Promise<boolean> {
  return (await grownFrom(node, head, last)) !== null
}

/** The size of the log before the first entry since that token which is not about stamps; null where there is none. */
async function grownFrom(
  { db }: Pick<Node, 'db'>,
  { size }: Pick<AuditHead, 'size'>,
  last: TimeStampRow | null,
): Promise<number | null> {
  const { entriesLookedAtMax } = exchangeLimits.timeStamp
  if (last === null) return 0
  if (size - last.size > entriesLookedAtMax) return last.size
  // The database holds what this node itself built; it is only read here.
  const since = (await readEntries(db, last.size, size)).map(({ entry }) => JSON.parse(entry) as Entry)
  const place = since.findIndex(({ evt }) => !ownEvents.includes(evt))
  return place < 0 ? null : last.size + place
}

/** Since when the log has entries that no stamped head has; null where it has none, or nobody stamps it. */
export async function unstampedSince(
  node: Pick<Node, 'db' | 'timeAuthority'>,
  head: Pick<AuditHead, 'log' | 'size'>,
): Promise<Date | null> {
  if (node.timeAuthority === null || head.size === 0) return null
  const last = await newestTimeStamp(node.db, head.log)
  const from = await grownFrom(node, head, last)
  return from === null ? null : await loggedSince(node.db, from)
}

/** An hour after the last token, or on another day than that: so each day ends with one. */
function isDue(now: Date, last: TimeStampRow | null): boolean {
  if (last === null) return true
  const isLongAgo = now.getTime() - last.stamped_at.getTime() >= exchangeLimits.timeStamp.everyMs
  return isLongAgo || dayOf(now) !== dayOf(last.stamped_at)
}

const dayOf = (moment: Date) => moment.toISOString().slice(0, 10)

/**
 * Has a head stamped, and keeps and notes the token in one transaction, after all of it was verified. A process that dies
 * before that has asked in vain, and asks again. Throws where there is no token to be kept.
 */
async function stampHead(
  node: Node,
  courier: Asking,
  { url, certificates }: TimeAuthority,
  { log, size, checkpoint }: AuditHead,
): Promise<void> {
  const content = Buffer.from(checkpoint)
  const nonce = nonceOf(node.random(16))
  const answer = await courier.askTimeStamp(
    url,
    encodeTimeStampRequest(hash('sha256', content, 'buffer'), nonce),
  )
  const question = { content, nonce, authorities: certificates, now: node.now() }
  const read = readTimeStampAnswer(answer, question)
  if (!read.ok) throw new Error(`${read.code}: ${read.detail ?? ''}`)
  const { token, timeStamp } = read
  const row: TimeStampRow = { log, size, note: checkpoint, token, stamped_at: timeStamp.at }
  await inTransaction(node.db, async (trx) => {
    // Another process of this node may have asked at the same time: one token a head is enough.
    if (!(await insertTimeStamp(trx, row))) return
    const trail = await openTrail(node, trx, [], node.now())
    trail.add({ event: 'log.stamped', digest: hash('sha256', token), count: size })
    await append(trx, trail.audit())
  })
}
