import type { TrustList } from '../../message/generated/types.ts'
import type { ToldRecord } from '../../message/recall.ts'
import { type RefusalCode, type Result, refuse } from '../../message/refusal.ts'
import { findAsking } from '../../store/askings.ts'
import { append } from '../../store/audit.ts'
import { inTransaction } from '../../store/failures.ts'
import { findPlaces } from '../../store/messages.ts'
import { setClosed } from '../../store/recall.ts'
import { findRequest, lockRequests } from '../../store/requests.ts'
import type { RequestRow } from '../../store/tables.ts'
import { emptyRecord } from '../../workflow/record.ts'
import { exchangeLimits } from '../limits.ts'
import type { Node } from '../node.ts'
import type { Courier } from '../post.ts'
import { openTrail } from '../trail.ts'
import { ask } from './ask.ts'
import { restorePage } from './restore.ts'
import { type Parties, type Settled, openSettled } from './settled.ts'

/** With whom records are compared, and how. */
export interface Healing {
  readonly node: Node
  readonly courier: Pick<Courier, 'ask'>
  readonly peer: TrustList
  readonly parties: Parties
  /** Own lists that are not here and that the peer has; asked for once. */
  readonly olderLists: () => Promise<Result<{ readonly lists: readonly TrustList[] }>>
}

/** What became of a record: how many messages were put back, and why it cannot be made one with the peer's, if so. */
export interface Healed {
  readonly restored: number
  readonly conflict: RefusalCode | null
}

/**
 * Makes a record what both nodes had, where the peer tells that it stands elsewhere: asks for what is lacking, verifies
 * it and puts it back. Where the two cannot be made one, the record is closed for new messages. Refuses where the peer
 * does not answer, or asks meanwhile what this node has and tells something else then; what was put back before that stays.
 */
export async function healRecord(healing: Healing, told: ToldRecord): Promise<Result<Healed>> {
  const { node, parties } = healing
  const before = await findRequest(node.db, told.request)
  if (lacksNothing(before, parties.peer.state, told)) return whole(0)
  if (told.erased === true && !(await isForked(node, before, told)))
    return await withoutPeer(node, parties.peer.state, told, before)
  const fetched = (await isForked(node, before, told))
    ? { ok: true as const, restored: 0, conflict: 'RECORD_FORK' as const, hasAsked: false }
    : await fetchAll(healing, told.request, before)
  if (!fetched.ok) return fetched
  const after = await findRequest(node.db, told.request)
  const conflict = fetched.conflict ?? (await leftOver(node, after, told))
  // Where the peer went back meanwhile, what it told of its record does not hold any more, nor what follows from that.
  if (conflict !== null && fetched.hasAsked) return askedMeanwhile
  if (conflict !== null) await close(node, parties.peer.state, told.request, conflict)
  return { ok: true, restored: fetched.restored, conflict }
}

/**
 * The peer has erased its record, so what lacks here cannot come back. That is no conflict; but a record that is not whole
 * takes no new messages.
 */
async function withoutPeer(
  node: Node,
  peer: string,
  { request, sequence }: ToldRecord,
  before: RequestRow | null,
): Promise<Result<Healed>> {
  if (before !== null && before.sequence < sequence) await close(node, peer, request, 'RECORD_ERASED')
  else node.log.info({ peer, request }, 'the peer has erased its record')
  return whole(0)
}

function whole(restored: number): { readonly ok: true } & Healed {
  return { ok: true, restored, conflict: null }
}

/** Whether there is nothing to be had back of this record from that peer. */
export function lacksNothing(row: RequestRow | null, peer: string, told: ToldRecord): boolean {
  if (row === null) return false
  // What was erased here does not come back, whatever the peer still has.
  return row.counterpart_state !== peer || isSame(row, told) || row.erased_at !== null
}

function isSame({ sequence, head, last_other: last }: RequestRow, told: ToldRecord): boolean {
  return sequence === told.sequence && head === told.head && last === (told.last ?? null)
}

/** Whether this node has another head where the peer's record ends. */
export async function isForked(node: Node, row: RequestRow | null, told: ToldRecord): Promise<boolean> {
  if (row === null || row.sequence < told.sequence) return false
  const head = row.sequence === told.sequence ? row.head : await headAt(node, told)
  return head !== told.head
}

async function headAt({ db }: Node, { request, sequence }: ToldRecord): Promise<string | undefined> {
  if (sequence === 0) return emptyRecord(request).head
  return (await findPlaces(db, [{ request, sequence }]))[0]?.head
}

/**
 * What cannot be explained once everything was put back: the record of a peer that does not keep the order holds
 * nothing that this node has not settled, so it cannot be the longer one; and where both are as long, they are one.
 */
async function leftOver(node: Node, row: RequestRow | null, told: ToldRecord): Promise<RefusalCode | null> {
  if (row === null) return told.sequence > 0 ? 'RECORD_GAP' : null
  if (row.keeper && row.sequence < told.sequence) return 'RECORD_FORK'
  return (await isForked(node, row, told)) ? 'RECORD_FORK' : null
}

/** What came of all pages of a record, and whether the peer has asked meanwhile what this node has. */
type Fetched = Healed & { readonly hasAsked: boolean }

/** So often a page is asked for anew at most while a record is fetched. */
const askedMeanwhileMax = 3

/** The peer is heard later, and tells then where its record stands. */
const askedMeanwhile = refuse('NODE_BUSY', { detail: 'the peer has asked meanwhile what this node has' })

/** So many pages of refusals at most are kept in mind until the opening of their record comes. */
const earlyPagesMax = 20

async function fetchAll(
  healing: Healing,
  request: string,
  before: RequestRow | null,
): Promise<Result<Fetched>> {
  const { node, parties } = healing
  const peer = parties.peer.state
  const following = new Map<string, string>()
  let early: readonly Settled[] = []
  let restored = 0
  let asked = 0
  let cursor: string | undefined
  for (let pages = 0; pages < exchangeLimits.recordMessagesMax; pages += 1) {
    const asking = await findAsking(node.db, peer)
    const page = await fetchPage(healing, request, before?.sequence ?? 0, cursor)
    if (!page.ok) return page
    const settled = [...early, ...page.settled]
    const isLast = page.conflict !== null || page.cursor === undefined
    // What was refused is told first, and goes back together with what opens the record: before that there is none.
    if (before === null && !isLast && pages < earlyPagesMax && !settled.some(isAccepted)) {
      early = settled
      cursor = page.cursor
      continue
    }
    const done = await restorePage(node, { peer, request, asking }, settled, following)
    if (done === null) {
      // It may have gone back since it handed that over: what it has now is asked for. No other question is, for two nodes that
      // hear each other over a slow line would have each other begin anew for ever.
      asked += 1
      if (asked > askedMeanwhileMax) return askedMeanwhile
      continue
    }
    early = []
    restored += done.restored
    if (done.conflict === 'NODE_ROLLED_BACK') return refuse('NODE_ROLLED_BACK')
    const conflict = done.conflict ?? page.conflict
    if (conflict !== null || isLast) return { ok: true, restored, conflict, hasAsked: asked > 0 }
    cursor = page.cursor
  }
  return refuse('MESSAGE_INVALID', { detail: 'the peer tells of more than a record can hold' })
}

function isAccepted({ receipt }: Settled): boolean {
  return receipt.event === 'relayAcceptance'
}

interface Page {
  /** What was verified, in order, up to the first thing that does not hold. */
  readonly settled: readonly Settled[]
  readonly conflict: RefusalCode | null
  readonly cursor?: string
}

export async function fetchPage(
  healing: Healing,
  request: string,
  sequence: number,
  cursor: string | undefined,
): Promise<Result<Page>> {
  const { node, courier, peer } = healing
  const told = await ask(node, courier, peer, {
    what: 'record',
    request,
    sequence,
    ...(cursor === undefined ? {} : { cursor }),
  })
  if (!told.ok) return told
  const { found, handed } = told
  const now = node.now()
  const read = await openedByAll(healing, async (parties) =>
    Promise.all(
      found.messages.map(async (named, at) => {
        const given = { message: handed[2 * at] ?? '', receipt: handed[2 * at + 1] ?? '' }
        const one = await openSettled(parties, request, given, now)
        if (!one.ok || one.settled.digest === named.message) return one
        return refuse('MESSAGE_INVALID', { detail: 'the peer hands over another message than it names' })
      }),
    ),
  )
  if (!read.ok) return read
  const { opened } = read
  const settled: Settled[] = []
  let conflict: RefusalCode | null = null
  for (const one of opened) {
    if (!one.ok) {
      // The clock of who signed it was ahead. That passes by itself, and is no reason to close a record.
      if (one.code === 'TIME_OUT_OF_RANGE' && one.pointer === undefined) return one
      node.log.error(
        { peer: peer.state, request, code: one.code, detail: one.detail },
        'what a peer hands back of a record does not hold',
      )
      conflict = one.code
      break
    }
    // The second of two messages under one id comes before none and after none: nothing follows from it.
    const { receipt } = one.settled
    if (receipt.event === 'relayAcceptance' || receipt.code !== 'MESSAGE_ID_REUSED') settled.push(one.settled)
  }
  return { ok: true, settled, conflict, ...(found.cursor === undefined ? {} : { cursor: found.cursor }) }
}

/** What is not understood is tried once more with the own lists that the peer has and this node lacks. */
async function openedByAll(
  { parties, olderLists }: Healing,
  open: (parties: Parties) => Promise<Result<{ settled: Settled }>[]>,
): Promise<Result<{ opened: readonly Result<{ settled: Settled }>[] }>> {
  const opened = await open(parties)
  if (!opened.some((one) => !one.ok && one.code === 'SIGNER_UNKNOWN')) return { ok: true, opened }
  const older = await olderLists()
  // Whether its keys are known cannot be told then; the peer is heard again.
  if (!older.ok) return older
  if (older.lists.length === 0) return { ok: true, opened }
  const own = { ...parties.own, lists: [...parties.own.lists, ...older.lists] }
  return { ok: true, opened: await open({ ...parties, own }) }
}

/** An alarm, and no new messages in this record until people have settled what it is. */
async function close(node: Node, peer: string, request: string, code: RefusalCode): Promise<void> {
  if (code === 'RECORD_ERASED')
    node.log.warn({ peer, request }, 'the peer has erased what lacks here of this record; it is closed')
  else
    node.log.error(
      { peer, request, code },
      'this record and that of the peer cannot be made one; it is closed',
    )
  await inTransaction(node.db, async (trx) => {
    const row = (await lockRequests(trx, [request])).get(request)
    // Where there is no record here, none can take new messages; and of one with another State this one tells nothing.
    if (row?.counterpart_state !== peer || row.closed === code) return
    await setClosed(trx, request, code)
    const trail = await openTrail(node, trx, [request], node.now())
    trail.about(request, { event: 'record.closed', peer, code })
    await append(trx, trail.audit())
  })
}

/** The two nodes hold one record again. */
export async function reopen(node: Node, peer: string, request: string): Promise<void> {
  await inTransaction(node.db, async (trx) => {
    const row = (await lockRequests(trx, [request])).get(request)
    if (row === undefined || row.closed === null) return
    await setClosed(trx, request, null)
    const trail = await openTrail(node, trx, [request], node.now())
    trail.about(request, { event: 'record.reopened', peer })
    await append(trx, trail.audit())
  })
}
