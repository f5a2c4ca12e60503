import { stateOf } from '../message/stateOf.ts'
import type { Authority, Message } from '../message/generated/types.ts'
import { particular } from '../message/particular.ts'
import { type Result, refuse } from '../message/refusal.ts'
import { competenceRefusal } from '../workflow/competence.ts'
import { decide } from '../workflow/decide.ts'
import type { Effect } from '../workflow/effects.ts'
import { type Place, emptyRecord, placeOfKeeper, placeOfOther } from '../workflow/record.ts'
import type { RequestState } from '../workflow/state.ts'

/** A record as it stands while a batch of messages is being judged: what the database holds, and what was added. */
export interface OpenRecord {
  readonly request: string
  /** Null until the opening message is accepted. */
  readonly state: RequestState | null
  readonly place: Place
  /** True when this node keeps the order. */
  readonly keeper: boolean
  /** Digest of the last message of the side that does not keep the order, as the keeper judged it, or null. */
  readonly lastOfOther: string | null
  /** Heads by sequence, as far as they are needed. */
  readonly heads: ReadonlyMap<number, string>
}

/** A record that holds nothing yet; whoever receives the opening message keeps its order. */
export function unopenedRecord(request: string, keeper: boolean): OpenRecord {
  const place = emptyRecord(request)
  return { request, state: null, place, keeper, lastOfOther: null, heads: new Map([[0, place.head]]) }
}

/** A message with its identity. */
export interface Entry {
  readonly message: Message
  readonly digest: string
}

export type Judgement = Result<{ readonly record: OpenRecord; readonly effects: readonly Effect[] }>

/**
 * Judges a message that came from the other node: first its place in the record, then whether its author may speak of
 * this, then what the workflow says. Pure: the record that comes back is the old one with this message in it.
 *
 * @param author - as its State lists it now; null for what was judged before and is put back
 */
export function judgeReceived(record: OpenRecord, entry: Entry, author: Authority | null): Judgement {
  // Before anything that would tell a third State how far this record has come.
  if (!isOfParties(record, entry)) return refuse('NOT_A_PARTY', { pointer: '/from' })
  // Our opening is on its way: whoever keeps the order cannot put anything before it.
  if (record.state === null && !record.keeper) return refuse('RECORD_GAP', { expected: ['1'] })
  const view = { ...record, headAt: (sequence: number) => record.heads.get(sequence) ?? null }
  const place = record.keeper ? placeOfOther(view, entry.message) : placeOfKeeper(view, entry.message)
  if (!place.ok) return place
  const incompetent = author === null ? null : competenceRefusal(author, entry.message, record.state)
  return incompetent ?? append(record, entry, record.keeper)
}

function isOfParties({ state }: OpenRecord, { message }: Entry): boolean {
  if (state === null) return true
  const { requesting, requested } = state.parties
  return [...requesting, ...requested].some((party) => stateOf(party) === stateOf(message.from))
}

/** Judges an own message that the keeper has given the next place (this node does not keep the order). */
export function judgePlaced(record: OpenRecord, entry: Entry): Judgement {
  // It counted as the last one when it was sent; later ones may have been sent since.
  return append(record, entry, false)
}

/** Judges an own message before it is sent: on the keeper it takes the next place at once. */
export function judgeSent(record: OpenRecord, entry: Entry): Judgement {
  return append(record, entry, !record.keeper)
}

function append(record: OpenRecord, entry: Entry, byOther: boolean): Judgement {
  const decision = decide(record.state, entry)
  if (!decision.ok) return decision
  const { sequence, head } = decision.request
  if (sequence !== record.place.sequence + 1)
    return refuse('RECORD_GAP', { says: [particular('countsOtherwise', {})] })
  return {
    ok: true,
    effects: decision.effects,
    record: {
      ...record,
      state: decision.request,
      place: { sequence, head },
      lastOfOther: byOther ? entry.digest : record.lastOfOther,
      heads: new Map([...record.heads, [sequence, head]]),
    },
  }
}

/** The record after a final refusal of a message of the side that does not keep the order: it was judged. */
export function withRefused(record: OpenRecord, digest: string): OpenRecord {
  return record.keeper ? { ...record, lastOfOther: digest } : record
}
