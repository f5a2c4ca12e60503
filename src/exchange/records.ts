import { type Refusal, refuse } from '../message/refusal.ts'
import { stateOf } from '../message/stateOf.ts'
import type { RequestState, Side } from '../workflow/state.ts'
import { firstEnd, nextInstant } from '../workflow/marks.ts'
import { opener } from '../workflow/open.ts'
import { whoseTurn } from '../workflow/whoseTurn.ts'
import { canonicalText } from '../message/canonical.ts'
import type { Trx } from '../store/database.ts'
import { findPlaces } from '../store/messages.ts'
import { lockRequestsAndSubjects } from '../store/lockedWithLog.ts'
import type { MeasureRow, RequestRow } from '../store/tables.ts'
import type { AuditSubjectRow } from '../store/trailTables.ts'
import { subjectOf } from '../audit/entry.ts'
import { type Entry, type OpenRecord, unopenedRecord } from './judge.ts'
import type { Node } from './node.ts'

/** A record under the lock of its request, and the row that it came from (null: it is being opened). */
export interface LockedRecord {
  readonly record: OpenRecord
  readonly row: RequestRow | null
  /** The last entry of the log about it, locked; null: there is none. */
  readonly lastLogged: AuditSubjectRow | null
}

/**
 * Locks the requests and opens their records, with the heads at the places that the entries name as their basis. A
 * request that is not there yet opens as a new record, kept in order by whoever receives the opening message.
 *
 * @param settledFrom - the peer by whose answers is settled then (`store/askings.ts`)
 */
export async function lockRecords(
  trx: Trx,
  entries: readonly { readonly message: Pick<Entry['message'], 'request' | 'basis'> }[],
  keeperIfNew: boolean,
  settledFrom: string | null = null,
): Promise<Map<string, LockedRecord>> {
  const ids = [...new Set(entries.map(({ message }) => message.request))]
  const rows = await lockRequestsAndSubjects(
    trx,
    ids.map((id) => ({ id, subject: subjectOf(id) })),
    settledFrom,
  )
  const bases = entries
    .map(({ message }) => ({ request: message.request, sequence: message.basis.sequence }))
    .filter(({ request, sequence }) => sequence > 0 && sequence < (rows.get(request)?.row?.sequence ?? 0))
  const places = await findPlaces(trx, bases)
  const locked = new Map<string, LockedRecord>()
  for (const id of ids) {
    const { row, last } = rows.get(id) ?? { row: null, last: null }
    const record = row === null ? unopenedRecord(id, keeperIfNew) : openRecord(row)
    const heads = new Map(record.heads)
    for (const { request, sequence, head } of places) if (request === id) heads.set(sequence, head)
    locked.set(id, { row, lastLogged: last, record: { ...record, heads } })
  }
  return locked
}

/** The record of a stored request; one that was erased has a place, and no state. */
export function openRecord(row: RequestRow): OpenRecord {
  const isEmpty = row.sequence === 0 || row.erased_at !== null
  const empty = unopenedRecord(row.id, row.keeper)
  return {
    ...empty,
    state: isEmpty ? null : (JSON.parse(row.snapshot) as RequestState),
    place: { sequence: row.sequence, head: row.head },
    lastOfOther: row.last_other,
    heads: new Map([...empty.heads, [row.sequence, row.head]]),
  }
}

/** The refusal of whatever needs the contents of a record that has none any more. */
export function erasedRefusal({ erased_at }: Pick<RequestRow, 'erased_at'>): Refusal {
  const when = erased_at === null ? 'by the other side' : `on ${erased_at.toISOString()}`
  return refuse('RECORD_ERASED', { detail: `its contents were erased ${when}` })
}

/** The row of a record after it has moved. `opening` is the first message, where the record is new. */
export function rowOf(
  node: Node,
  locked: LockedRecord,
  record: OpenRecord,
  opening: Entry | null,
  now: Date,
): RequestRow {
  const { row } = locked
  const { state } = record
  const moved = {
    sequence: record.place.sequence,
    head: record.place.head,
    last_other: record.lastOfOther,
    updated_at: now,
  }
  const parties = state === null ? {} : partiesOf(node, state)
  const known = (side: Side): Partial<RequestRow> =>
    state === null
      ? { turn: 'theirs' }
      : {
          snapshot: canonicalText(state),
          state: state.state,
          next_clock_at: nextLook(row, state, now),
          due_at: firstEnd(state, now),
          matter: state.matter ?? null,
          turn: whoseTurn(state, side),
        }
  if (row !== null) return { ...row, ...moved, ...parties, ...known(row.side) }
  if (opening === null) throw new Error('a record without a row needs its opening message')
  const { message } = opening
  const own = stateOf(message.from) === node.state ? message.from : message.to
  const counterpart = own === message.from ? message.to : message.from
  const side = (opener(message.type) === 'requesting') === (own === message.from) ? 'requesting' : 'requested'
  return {
    id: record.request,
    reference: message.reference,
    keeper: record.keeper,
    side,
    own_state: node.state,
    own_authority: own,
    counterpart_state: stateOf(counterpart),
    counterpart_authority: counterpart,
    state: 'pending',
    snapshot: '',
    opened_at: now,
    next_clock_at: null,
    due_at: null,
    matter: message.matter ?? null,
    closed: null,
    erased_at: null,
    turn: 'theirs',
    unanswered: own !== message.from,
    // Since when a side is awaited is told by the database, which sees the turn pass.
    ours_since: null,
    theirs_since: null,
    came_sequence: 0,
    assigned_to: null,
    assigned_at: null,
    ...moved,
    ...parties,
    ...known(side),
  }
}

/** When the clocks are to be looked at: an instant that has passed and was not looked at yet is not forgotten. */
function nextLook(row: RequestRow | null, state: RequestState, now: Date): Date | null {
  const due = row?.next_clock_at ?? null
  return due !== null && due <= now ? due : nextInstant(state, now)
}

/** The authorities that are competent now: they change when a request is forwarded. */
function partiesOf(
  node: Node,
  state: RequestState,
): Pick<RequestRow, 'own_authority' | 'counterpart_authority'> {
  const requesting = state.parties.requesting.at(-1) ?? ''
  const requested = state.parties.requested.at(-1) ?? ''
  return stateOf(requesting) === node.state
    ? { own_authority: requesting, counterpart_authority: requested }
    : { own_authority: requested, counterpart_authority: requesting }
}

/** The rows of a record's measures, for lists. */
export function measureRows(record: OpenRecord): MeasureRow[] {
  return (record.state?.measures ?? []).map(({ id, kind, state, until }) => ({
    request: record.request,
    id,
    kind,
    state,
    until: until === null ? null : new Date(until),
  }))
}
