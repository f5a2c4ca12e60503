import type { RefusalCode } from '../../message/refusal.ts'
import { findAsking } from '../../store/askings.ts'
import { readHead } from '../../store/audit.ts'
import type { Trx } from '../../store/database.ts'
import { inTransaction } from '../../store/failures.ts'
import { noteNotOpened } from '../../store/desk.ts'
import { write } from '../../store/write.ts'
import { continueLog } from '../continueLog.ts'
import type { OpenRecord } from '../judge.ts'
import type { Node } from '../node.ts'
import { placeWaiting } from '../placing.ts'
import { lockRecords, measureRows, rowOf } from '../records.ts'
import { rolledBack, standingOf } from '../standing.ts'
import { openTrail } from '../trail.ts'
import { lockOwnFiles, lookForFiles, noFiles, writeFiles } from './filesBack.ts'
import { putBack } from './putBack.ts'
import { type Restoring, knownAs, knownHere, lostOf, newestOf } from './restoring.ts'
import type { Settled } from './settled.ts'

export interface Restored {
  readonly restored: number
  /** What cannot be put back, as the code of why; null: everything could. */
  readonly conflict: RefusalCode | null
}

/** The record of which a page was handed over, and what the peer had asked last before that. */
export interface AskedRecord {
  readonly peer: string
  readonly request: string
  readonly asking: string | null
}

/** What became of a page, and what its messages say of files. */
type RestoredPage = Restored & Pick<Restoring, 'files'>

/**
 * Puts back what a peer has handed over of one record, in one transaction: each message in its place, each refusal, with
 * an entry of the log for each. What is there already stays as it is. Where something that this State had signed was not
 * known any more, its log was cut off as well, and another one begins. Files of the peer that messages announce are fetched anew; own ones
 * that they hand over stand as handed over again, with their keys.
 *
 * Stops at the first thing that does not fit, and keeps what came before it. Null, and nothing is put back, where the peer has asked
 * meanwhile what this node has (`store/askings.ts`), and a message of which it hands back the receipt may be on its way to it again.
 */
export async function restorePage(
  node: Node,
  { peer, request, asking }: AskedRecord,
  page: readonly Settled[],
  following: Map<string, string>,
): Promise<Restored | null> {
  const put = await inTransaction(node.db, async (trx): Promise<RestoredPage | null> => {
    // Begun anew with the transaction, where that is.
    const files = noFiles()
    if ((await standingOf(node, trx)).isBehind) return { restored: 0, conflict: rolledBack.code, files }
    const about = { peer, request, following: new Map(following), files }
    const restoring = await openPage(node, trx, about, page)
    if (restoring === null) return { restored: 0, conflict: 'NOT_A_PARTY', files }
    if (hasWaiting(restoring, page) && (await findAsking(trx, peer)) !== asking) return null
    await followLostLog(restoring, trx, page)
    let conflict: RefusalCode | null = null
    for (const settled of page) {
      conflict = putBack(restoring, settled)
      if (conflict !== null) break
    }
    // No record was opened for it.
    for (const event of restoring.early) restoring.trail.add(event)
    followChain(restoring)
    await writePage(restoring, trx)
    for (const [digest, next] of restoring.following) following.set(digest, next)
    return { restored: restoring.restored, conflict, files }
  })
  if (put === null) return null
  const { files, ...done } = put
  // If the process dies here: one that lacks is found to when the peer asks for it, or when it is read in its turn.
  await lookForFiles(node, files)
  return done
}

async function openPage(
  node: Node,
  trx: Trx,
  about: Pick<Restoring, 'peer' | 'request' | 'following' | 'files'>,
  page: readonly Settled[],
): Promise<Restoring | null> {
  const { peer, request, following, files } = about
  const now = node.now()
  const somewhere = { message: { request, basis: { sequence: 0, head: '' } } }
  const messages = page.flatMap(({ message, own }) => (message === null ? [] : [{ message, own }]))
  // Who keeps the order numbers its messages; the other side, which opened the record, does not.
  const first = page.find(({ message }) => message !== null)
  const isKeeper = first?.own === (first?.message?.sequence !== undefined)
  const locked = (await lockRecords(trx, [somewhere, ...messages], isKeeper, peer)).get(request)
  if (locked === undefined || (locked.row !== null && locked.row.counterpart_state !== peer)) return null
  await lockOwnFiles(node, trx, messages)
  return {
    ...{ now, request, following, files, locked },
    ...(await knownHere(node, trx, { peer, request }, page)),
    record: locked.record,
    trail: await openTrail(node, trx, [request], now),
    opening: null,
    restored: 0,
    ...{ early: [], messages: [], entrusted: [], judged: [], delivered: [], refusals: [] },
  }
}

/** Whether the page has the receipt of a message that waits here for one. */
function hasWaiting(here: Restoring, page: readonly Settled[]): boolean {
  return page.some((settled) => settled.own && knownAs(here, settled)?.receipt === null)
}

/** Whether something of this page was signed by this State and is not known any more; then its log lacks it too. */
async function followLostLog(restoring: Restoring, trx: Trx, page: readonly Settled[]): Promise<void> {
  const { node, now, trail } = restoring
  const lost = lostOf(restoring, page)
  if (lost.length === 0) return
  const newest = newestOf(lost)
  const { log_since: since } = await readHead(trx)
  // A log that began later than that has followed the one in which it was.
  if (since !== null && since.getTime() > newest) return
  await continueLog(node, trx, trail, {
    reason: `${restoring.peer} holds what this node had signed and does not know any more`,
    since: new Date(Math.max(now.getTime(), newest + 1)),
  })
}

/**
 * What the side that does not keep the order said last follows from what each of its messages names as the one before,
 * refused ones among them.
 */
function followChain(restoring: Restoring): void {
  const { following } = restoring
  const before = restoring.record.lastOfOther ?? ''
  let last = before
  for (let next = following.get(last); next !== undefined; next = following.get(last)) last = next
  if (last !== before) restoring.record = { ...restoring.record, lastOfOther: last }
}

async function writePage(restoring: Restoring, trx: Trx): Promise<void> {
  const { node, now, trail, locked, request, messages, entrusted, judged } = restoring
  const { delivered, refusals, opening } = restoring
  const stored = locked.row === null ? new Map<string, OpenRecord>() : new Map([[request, restoring.record]])
  const placed = await placeWaiting(node, trx, trail, stored)
  const record = placed.records.get(request) ?? restoring.record
  // Also where all that came back of it was refused, so that it stands where it began.
  const hasMoved = locked.row === null ? opening !== null : record !== locked.record
  const row = hasMoved ? [rowOf(node, locked, record, opening, now)] : []
  await write(trx, {
    now,
    opened: locked.row === null ? row : [],
    moved: locked.row === null ? [] : row,
    measures: hasMoved ? measureRows(record) : [],
    messages,
    entrusted,
    judged: [...judged, ...placed.judged],
    delivered,
    refusals,
    audit: trail.audit(),
  })
  await writeFiles(trx, restoring.files)
  if (record.state === null) await noteNotOpened(trx, [request], now)
}
