import type { ToldRecord } from '../../message/recall.ts'
import { type Result, refuse } from '../../message/refusal.ts'
import { readHead } from '../../store/audit.ts'
import { findRequest } from '../../store/requests.ts'
import { exchangeLimits } from '../limits.ts'
import type { Node } from '../node.ts'
import type { Courier } from '../post.ts'
import { compareAll, comparing } from './compare.ts'
import { type Healing, fetchPage, isForked, lacksNothing } from './heal.ts'
import { lostOwnHead } from './ownHead.ts'
import { lostOwnList } from './ownList.ts'
import { knownHere, lostOf, newestOf } from './restoring.ts'

/** What a peer has that this State had signed and its database lacks, in words; null: nothing. */
export interface Looked {
  readonly lost: string | null
}

/**
 * Asks a peer what it has of the records between it and this node, as `hear` does, and changes nothing: it finds out whether the
 * database went back, before anybody has said whether a newer one is to be had. What it lacks since before its log was followed by
 * another is known to be lost, and no such finding. Refuses where the peer does not answer.
 */
export async function look(node: Node, courier: Courier, state: string): Promise<Result<Looked>> {
  const asking = await comparing(node, courier, state, false)
  if (asking === null) return refuse('PEER_UNKNOWN')
  const lost: string[] = []
  const isNews = async (signedAtMs: number): Promise<boolean> => {
    const { log_since: since } = await readHead(node.db)
    return since === null || since.getTime() <= signedAtMs
  }
  const compared = await compareAll(asking, {
    async list(number) {
      const told = await lostOwnList(asking, number)
      if (!told.ok || told.lost === null) return told
      const { opened, signedBy } = told.lost
      if (await isNews(signedBy.getTime() - 1))
        lost.push(`a trust list of this State, number ${opened.list.sequence}`)
      return told
    },
    async record(told) {
      const found = await lostOfRecord(asking, told)
      if (found.ok && found.count > 0 && (await isNews(found.newestMs)))
        lost.push(
          `${found.count === 1 ? 'a message' : `${found.count} messages`} of the request ${told.request}`,
        )
      return found
    },
  })
  if (!compared.ok) return compared
  const ofLog = await lostOwnHead(asking)
  if (!ofLog.ok) return ofLog
  if (ofLog.lost !== null) lost.push(`a head of the log, of ${ofLog.lost.size} entries`)
  const [first = null] = lost
  const others = lost.length > 1 ? ` and more (${lost.length - 1})` : ''
  return { ok: true, lost: first === null ? null : `${state} has ${first}${others}` }
}

type LostOfRecord = Result<{ readonly count: number; readonly newestMs: number }>

/** What a peer hands back of a record that this State had signed and does not know any more. */
async function lostOfRecord(asking: Healing, told: ToldRecord): Promise<LostOfRecord> {
  const { node, parties } = asking
  const { request } = told
  const peer = parties.peer.state
  const before = await findRequest(node.db, request)
  const none = { ok: true, count: 0, newestMs: -Infinity } as const
  // Where both sides have another record people settle which is the right one; nothing is fetched of it.
  if (lacksNothing(before, peer, told) || (await isForked(node, before, told))) return none
  let count = 0
  let newestMs = -Infinity
  let cursor: string | undefined
  for (let pages = 0; pages < exchangeLimits.recordMessagesMax; pages += 1) {
    const page = await fetchPage(asking, request, before?.sequence ?? 0, cursor)
    if (!page.ok) return page
    const lost = lostOf(await knownHere(node, node.db, { peer, request }, page.settled), page.settled)
    count += lost.length
    newestMs = Math.max(newestMs, newestOf(lost))
    if (page.cursor === undefined || page.conflict !== null) break
    cursor = page.cursor
  }
  return { ok: true, count, newestMs }
}
