import { openTrustList, readTrustList } from '../../envelope/trustList.ts'
import { checkSigningTime } from '../../envelope/verify.ts'
import type { TrustList } from '../../message/generated/types.ts'
import type { Wanted } from '../../message/recall.ts'
import { type Result, refuse } from '../../message/refusal.ts'
import { append, readHead } from '../../store/audit.ts'
import { inTransaction } from '../../store/failures.ts'
import { writeSetting } from '../../store/settings.ts'
import { findTrustList, insertTrustList, lockOwnLists } from '../../store/trustLists.ts'
import { digestOfBase64 } from '../../trust/list.ts'
import type { OpenedTrustList } from '../../trust/succession.ts'
import { continueLog } from '../continueLog.ts'
import { openTrail } from '../trail.ts'
import { logNumberIn, newestOwnNumber, numberSetting } from '../listNumbers.ts'
import { exchangeLimits } from '../limits.ts'
import { ask } from './ask.ts'
import type { Healing } from './heal.ts'

/** A list of this State that a peer has and this node lacks, and by when it was signed. */
interface LostList {
  readonly opened: OpenedTrustList
  readonly jws: string
  readonly signedBy: Date
}

/**
 * Fetches, as proof, the newer list of this State that the peer says to know. Null: this node knows as much.
 *
 * @param number - of the newest list of this State that the peer says to know
 */
export async function lostOwnList(
  healing: Healing,
  number: number,
): Promise<Result<{ lost: LostList | null }>> {
  if (number <= (await newestOwnNumber(healing.node))) return { ok: true, lost: null }
  const told = await fetchOwnList(healing, { what: 'trustList' })
  if (!told.ok) return told
  if (told.found !== null) return { ok: true, lost: told.found }
  return refuse('MESSAGE_INVALID', { detail: 'the peer does not hand over the list that it says to know' })
}

/** A list of this State as a peer has it, and by when it was signed; null: it has none such. */
async function fetchOwnList(
  { node, courier, peer, parties }: Healing,
  want: Extract<Wanted, { what: 'trustList' }>,
): Promise<Result<{ found: LostList | null }>> {
  const told = await ask(node, courier, peer, want)
  if (!told.ok) return told
  const [jws] = told.handed
  if (jws === undefined) return { ok: true, found: null }
  const said = readTrustList(jws)
  const pins = parties.own.lists.flatMap(({ listSigners }) => listSigners.map(digestOfBase64))
  if (!said.ok) return said
  // As of the time it was issued: it may have run out since, and is still a list that this State has signed.
  const opened = await openTrustList(jws, pins, new Date(said.list.issuedAt))
  if (!opened.ok) return opened
  if (opened.list.state !== node.state) return refuse('TRUST_LIST_INVALID', { detail: 'of another State' })
  // A list says its time to the second, and was issued at some time within it.
  const signedBy = new Date(Date.parse(opened.list.issuedAt) + 1_000)
  return { ok: true, found: { opened, jws, signedBy } }
}

/**
 * Where the peer knows a newer trust list of this State than this node does, that list was lost with the database: it is
 * fetched as proof, and the next one gets a higher number, so that no number is ever given twice. It is kept as well: what this State
 * signed with a key that it has lost is known again by it.
 *
 * @param number - of the newest list of this State that the peer says to know
 */
export async function recallOwnList(
  healing: Healing,
  number: number,
): Promise<Result<{ recalled: TrustList | null }>> {
  const told = await lostOwnList(healing, number)
  if (!told.ok) return told
  if (told.lost === null) return { ok: true, recalled: null }
  await keepLost(healing, told.lost)
  return { ok: true, recalled: told.lost.opened.list }
}

/**
 * Fetches, from the newest to the oldest, the lists of this State that the peer has and this node lacks, though it has newer ones: it went
 * back, reached nobody, and issued another before anybody could tell of those. What it signed with their keys is known by them
 * alone. For what is not understood; what the peer does not tell stays so.
 *
 * @param keeps - whether they are stored, as lists that were lost
 */
export async function olderOwnLists(
  healing: Healing,
  keeps: boolean,
): Promise<Result<{ readonly lists: readonly TrustList[] }>> {
  const { node, parties } = healing
  const here = new Set(parties.own.lists.map(({ sequence }) => sequence))
  const older: TrustList[] = []
  let below = (await newestOwnNumber(node)) + 1
  for (let asked = 0; asked < exchangeLimits.trustListsMissedMax; asked += 1) {
    const told = await fetchOwnList(healing, { what: 'trustList', below })
    if (!told.ok) return told
    if (told.found === null || told.found.opened.list.sequence >= below) break
    const { list } = told.found.opened
    below = list.sequence
    if (here.has(list.sequence)) continue
    if (keeps) await keepLost(healing, told.found)
    older.push(list)
  }
  return { ok: true, lists: older }
}

/** That this list was lost is noted once; where the log has not been followed by another since it was signed, it is now. */
async function keepLost({ node, peer }: Healing, lost: LostList): Promise<void> {
  const {
    opened: { list, digest },
    jws,
    signedBy,
  } = lost
  await inTransaction(node.db, async (trx) => {
    await lockOwnLists(trx)
    const now = node.now()
    const isNewest = list.sequence > (await newestOwnNumber({ db: trx, state: node.state }))
    if (!isNewest && (!isOfThePast(list, now) || (await findTrustList(trx, digest)) !== null)) return
    const trail = await openTrail(node, trx, [], now)
    const { log_since: since } = await readHead(trx)
    if (since === null || since < signedBy) {
      await continueLog(node, trx, trail, {
        reason: `${peer.state} has a trust list that this node had signed and does not know any more`,
        since: new Date(Math.max(now.getTime(), signedBy.getTime())),
        knownLog: logNumberIn(list),
      })
    }
    if (isNewest) await writeSetting(trx, numberSetting, String(list.sequence))
    const row = { digest, state: node.state, sequence: list.sequence, jws, accepted_at: now }
    if (isOfThePast(list, now)) await insertTrustList(trx, row)
    trail.add({ event: 'trustList.recalled', peer: peer.state, digest, count: list.sequence })
    await append(trx, trail.audit())
  })
}

/** Also one that has run out: what was signed under it is read by it. The clock may have been ahead when it was signed, as peers bear it. */
function isOfThePast({ issuedAt }: TrustList, now: Date): boolean {
  return checkSigningTime(new Date(issuedAt), now).ok
}
