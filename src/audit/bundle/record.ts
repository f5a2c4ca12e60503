import type { Message, Receipt } from '../../message/generated/types.ts'
import { stateOf } from '../../message/stateOf.ts'
import { competenceRefusal } from '../../workflow/competence.ts'
import { decide } from '../../workflow/decide.ts'
import { type Place, emptyRecord, placeOfKeeper, placeOfOther } from '../../workflow/record.ts'
import type { RequestState } from '../../workflow/state.ts'
import { checkErasedRecord } from './erasures.ts'
import { receiptPath } from './layout.ts'
import type { RecordMessage } from './messages.ts'
import type { Find } from './report.ts'

/** A record in the middle of its replay. */
interface Replayed {
  readonly state: RequestState | null
  readonly place: Place
  /** The heads of the record until here, one more with each message; one list for all steps of a replay. */
  readonly heads: string[]
  /** State whose node keeps the order. */
  readonly keeper: string
  /** Digest of the last placed message of the other side, or null. */
  readonly lastOfOther: string | null
}

/** Replays all records, and returns the folders of those that could not be followed to their end. */
export function checkRecords(messages: readonly RecordMessage[], find: Find): readonly string[] {
  const records = new Map<string, RecordMessage[]>()
  for (const message of messages) {
    const record = records.get(message.request)
    if (record === undefined) records.set(message.request, [message])
    else record.push(message)
  }
  return [...records].flatMap(([request, record]) =>
    checkRecord(request, record, find) ? [] : [`record/${request}/`],
  )
}

/**
 * Replays a record: its messages must stand without hole, each must fit where it stands by its own words, the
 * workflow must allow it, and the receipt must tell of the same place and states. One that was erased is judged by what
 * is left of it. False where it could not be followed to its end: how what comes later fits was not looked at.
 */
export function checkRecord(request: string, messages: readonly RecordMessage[], find: Find): boolean {
  const placed = messages
    .filter(({ planned }) => planned.fate === 'placed')
    .sort((a, b) => a.planned.sequence - b.planned.sequence)
  const refused = new Set(
    messages.filter(({ planned }) => planned.fate === 'refused').map(({ planned }) => planned.digest),
  )
  if (placed.some(({ planned }) => planned.erased === true)) {
    return checkErasedRecord(request, placed, find)
  }
  let replayed: Replayed | null = null
  for (const [at, one] of placed.entries()) {
    const { path, planned, message, receipt } = one
    if (planned.sequence !== at + 1) {
      find('mismatch', path, `the log has it at place ${planned.sequence}, but place ${at + 1} was to follow`)
      return false
    }
    // What is wrong with it has been said.
    if (message === null) return false
    const next = step(replayed ?? unopened(request, message), { ...one, message }, refused)
    if (typeof next === 'string') {
      find('mismatch', path, `the record does not allow it there (${next})`)
      return false
    }
    replayed = next
    const wrong = receipt === null ? null : disagreement(receipt, next.state)
    if (wrong !== null) find('mismatch', receiptPath(path), wrong)
  }
  checkRefused(messages, find)
  return true
}

function unopened(request: string, opening: Message): Replayed {
  const place = emptyRecord(request)
  return { state: null, place, heads: [place.head], keeper: stateOf(opening.to), lastOfOther: null }
}

/** The record with one more message, or the code of the refusal. */
function step(
  record: Replayed,
  { message, planned: { digest }, authors }: RecordMessage & { readonly message: Message },
  refused: ReadonlySet<string>,
): (Replayed & { readonly state: RequestState }) | string {
  const byKeeper = stateOf(message.from) === record.keeper
  const { previous } = message
  // A message that was refused counts as the one before as well; which of them is the last, only the keeper knew.
  const lastOfOther = previous !== undefined && refused.has(previous) ? previous : record.lastOfOther
  const view = {
    place: record.place,
    lastOfOther,
    headAt: (sequence: number) => record.heads[sequence] ?? null,
  }
  const place = byKeeper ? placeOfKeeper(view, message) : placeOfOther(view, message)
  if (!place.ok) return place.code
  const incompetent = authors.map((author) => competenceRefusal(author, message, record.state))
  if (incompetent.length > 0 && !incompetent.includes(null)) return 'AUTHORITY_NOT_COMPETENT'
  const decision = decide(record.state, { message, digest })
  if (!decision.ok) return decision.code
  const { request: state } = decision
  record.heads.push(state.head)
  return {
    ...record,
    state,
    place: { sequence: state.sequence, head: state.head },
    lastOfOther: byKeeper ? record.lastOfOther : digest,
  }
}

/** Where a receipt tells of another record than the replay, or null. */
function disagreement(receipt: Receipt, replayed: RequestState): string | null {
  if (receipt.event === 'relayRejection') {
    // The other side has no record any more in which it could stand.
    if (receipt.code === 'RECORD_ERASED') return null
    return `the other side refused what stands in this record (${receipt.code})`
  }
  const { sequence, head, state, measures } = replayed
  if (receipt.sequence !== sequence) return `it gives place ${receipt.sequence}, not ${sequence}`
  if (receipt.head !== head) return 'it gives another head: the two nodes do not have the same record'
  if (receipt.state !== state) return `it gives the state ${receipt.state}, not ${state}`
  const said = statesIn(receipt.measures)
  const meant = statesIn(measures)
  return said === meant ? null : `it gives the measures ${said}; they are ${meant}`
}

function statesIn(measures: readonly { readonly id: string; readonly state: string }[]): string {
  return measures.map(({ id, state }) => `${id} ${state}`).join(', ')
}

function checkRefused(messages: readonly RecordMessage[], find: Find): void {
  for (const { path, planned, receipt } of messages) {
    if (planned.fate === 'refused' && receipt?.event === 'relayAcceptance') {
      find('mismatch', receiptPath(path), 'it accepts a message that the log says was refused')
    }
  }
}
