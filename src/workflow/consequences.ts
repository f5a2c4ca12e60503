import { canonicalText } from '../message/canonical.ts'
import type { Condition } from '../message/generated/types.ts'
import type { JsonValue } from '../message/json.ts'
import { factOf } from './claims.ts'
import { rest, sum } from './decimal.ts'
import { replacingIn, standingBeside } from './handedOver.ts'
import { readInstant, writeInstant } from './instant.ts'
import { valueAt, valuesAt } from './said.ts'
import type { Delivery, MeasureState, Obligation } from './state.ts'
import type { Consequences, Noting } from './table.ts'
import type { Turn } from './turn.ts'

type Consequence = (measure: MeasureState, turn: Turn, consequences: Consequences) => MeasureState

/** What a row or an opening leaves noted on a measure, in this order; state and clocks are the business of the move. */
const each: readonly Consequence[] = [delivered, decided, held, bound, returning, released, noted, suspended]

/** The measure with everything noted that the table says of this move. */
export function applied(measure: MeasureState, turn: Turn, consequences: Consequences): MeasureState {
  return each.reduce((after, consequence) => consequence(after, turn, consequences), measure)
}

/**
 * Conditions become obligations; the same one twice is one. They outlive every state (UN Convention 40(28)).
 *
 * @param from - id of the message that sets them
 * @param delivery - id of the message that handed over what they are set for, where they are for what was handed over
 */
export function bind(
  measure: MeasureState,
  conditions: readonly Condition[],
  from: string,
  delivery?: string,
): MeasureState {
  // Each once: a record of years has thousands of them, and whoever sends many would have the thread compare all with all.
  const known = new Set(measure.obligations.map(apart))
  const added = conditions
    .filter(({ measures }) => measures?.includes(measure.id) !== false)
    .map((condition) => obligation(condition, { from, ...(delivery !== undefined && { delivery }) }))
    .filter((one) => !known.has(apart(one)))
  return added.length === 0 ? measure : { ...measure, obligations: [...measure.obligations, ...added] }
}

/**
 * A new delivery takes the place of what was disputed: all of it where it names none, unless its kind hands over more and
 * corrects nothing. Files that no measure names belong to all.
 */
function delivered(measure: MeasureState, { message, said }: Turn, { delivers }: Consequences): MeasureState {
  if (delivers === undefined) return measure
  const named = said.fields.exhibits
  const exhibits = message.exhibits
    .filter(({ id }) => !Array.isArray(named) || named.includes(id))
    .map(({ id, sha256 }) => ({ id, sha256 }))
  const conditions = conditionsAt({ message, said }, '/conditions')
  const delivery: Delivery = { message: message.id, doubted: false, exhibits, conditions }
  const replacing = replacingIn(message, said) ?? (delivers === 'more' ? [] : null)
  const standing = standingBeside(measure.deliveries, replacing)
  const moreToCome = valueAt(message, said, '/final') === false
  return { ...measure, deliveries: [...standing, delivery], moreToCome }
}

/** A decision uses up the consultation and the offer that led to it. */
function decided(measure: MeasureState, _: Turn, { decides }: Consequences): MeasureState {
  if (decides === undefined) return measure
  if (decides === null) return { ...measure, decision: null }
  return { ...measure, decision: decides, consultation: null, offer: null, suspended: false }
}

/** A second remedy does not lift what the first suspended, nor the end of the first what the second does. */
function suspended(measure: MeasureState, { message, said }: Turn, { suspends }: Consequences): MeasureState {
  if (suspends === undefined) return measure
  if (typeof suspends === 'boolean') return { ...measure, suspended: suspends }
  if (typeof suspends === 'object') {
    const { open, suspending } = suspends
    return { ...measure, suspended: [open, suspending].every((fact) => isAboveNought(measure, fact)) }
  }
  return { ...measure, suspended: measure.suspended || valueAt(message, said, suspends) === true }
}

function isAboveNought(measure: MeasureState, fact: string): boolean {
  const count = factOf(measure, fact)
  return typeof count === 'number' && count > 0
}

function held(measure: MeasureState, turn: Turn, { holdsUntil }: Consequences): MeasureState {
  if (holdsUntil === undefined) return measure
  const until = valueAt(turn.message, turn.said, holdsUntil)
  if (typeof until !== 'string') return measure
  return { ...measure, until: writeInstant(readInstant(until, turn.profile.zone)) }
}

function bound(measure: MeasureState, turn: Turn, { binds }: Consequences): MeasureState {
  if (binds === undefined) return measure
  const conditions =
    typeof binds === 'string' ? conditionsAt(turn, binds) : conditionsNoted(measure, binds.fact)
  return bind(measure, conditions, turn.message.id)
}

/** What is to come back by a day is an obligation with that end. MA59 6, MA2P 12. */
function returning(measure: MeasureState, { message, said }: Turn, { returns }: Consequences): MeasureState {
  if (returns === undefined) return measure
  const days = valuesAt(message, said, returns).filter((day) => typeof day === 'string')
  const conditions = days.map((until): Condition => ({ code: 'RETURN_ITEM', until }))
  return bind(measure, conditions, message.id)
}

/**
 * Conditions end by code; where files are named, only those that were set for no other file. They are over as well for what was
 * handed over on them and waits to be accepted: no receipt binds by them again. Ids of files repeat from delivery to delivery: where
 * such a condition is set for another one of that id, that one was meant, and what waits keeps its own.
 */
function released(measure: MeasureState, turn: Turn, { releases }: Consequences): MeasureState {
  const { message, said, others } = turn
  const ends = releases === undefined ? undefined : valueAt(message, said, releases)
  if (!Array.isArray(ends)) return measure
  const codes = new Set(ends.map(canonicalText))
  const files = valueAt(message, said, '/exhibits')
  const isOver = ({ code, exhibits = [] }: Ending): boolean =>
    codes.has(canonicalText(code)) &&
    (!Array.isArray(files) || (exhibits.length > 0 && exhibits.every((id) => files.includes(id))))
  const obligations = measure.obligations.filter((one) => !isOver(one))
  const deliveries = measure.deliveries.map((one) => ({
    ...one,
    conditions: one.conditions.filter(
      (condition) =>
        !isOver(condition) || (Array.isArray(files) && isSetElsewhere(one, [measure, ...others], condition)),
    ),
  }))
  return { ...measure, obligations, deliveries }
}

/** What may end before its time: a condition, or the obligation that it has become. */
interface Ending {
  readonly code: Obligation['code']
  readonly exhibits?: readonly string[]
}

/** Whether such a condition is set in the record for a file of the same id that another delivery than this one handed over. */
function isSetElsewhere(
  { message: own }: Delivery,
  measures: readonly MeasureState[],
  { code, exhibits = [] }: Ending,
): boolean {
  const isSuch = (one: Ending): boolean =>
    canonicalText(one.code) === canonicalText(code) && exhibits.some((id) => one.exhibits?.includes(id))
  return measures.some(
    ({ obligations, deliveries }) =>
      obligations.some((one) => one.delivery !== undefined && one.delivery !== own && isSuch(one)) ||
      deliveries.some(({ message, conditions }) => message !== own && conditions.some(isSuch)),
  )
}

function noted(measure: MeasureState, turn: Turn, { sets }: Consequences): MeasureState {
  if (sets === undefined) return measure
  const facts = Object.entries(sets).reduce<MeasureState['facts']>((before, [name, noting]) => {
    const others = Object.fromEntries(Object.entries(before).filter(([other]) => other !== name))
    const value = valueOf(noting, name, measure.facts, turn)
    return value === undefined ? others : { ...others, [name]: value }
  }, measure.facts)
  return { ...measure, facts }
}

/** What a fact becomes; undefined where there is none any more. */
function valueOf(
  noting: Noting,
  name: string,
  facts: MeasureState['facts'],
  turn: Turn,
): JsonValue | undefined {
  const before = facts[name]
  if ('forget' in noting) return undefined
  if ('is' in noting) return noting.is
  if ('fact' in noting) return facts[noting.fact]
  if ('from' in noting) {
    return valueAt(turn.message, turn.said, noting.from) ?? (noting.orForget === true ? undefined : before)
  }
  if ('less' in noting) {
    const paid = valueAt(turn.message, turn.said, noting.less)
    return typeof before === 'string' && typeof paid === 'string' ? (rest(before, paid) ?? before) : before
  }
  if (typeof noting.add === 'number') {
    const isCounted = noting.if === undefined || valueAt(turn.message, turn.said, noting.if) === true
    const from = typeof before === 'number' && noting.anew !== true ? before : 0
    return isCounted ? from + noting.add : from
  }
  const more = valueAt(turn.message, turn.said, noting.add)
  if (typeof more !== 'string') return before
  return typeof before === 'string' ? (sum(before, more) ?? before) : more
}

function conditionsAt(
  { message, said }: Pick<Turn, 'message' | 'said'>,
  pointer: string,
): readonly Condition[] {
  return (valueAt(message, said, pointer) ?? []) as unknown as readonly Condition[]
}

/** Conditions that an earlier message said, and that its row noted as they were. */
function conditionsNoted(measure: MeasureState, fact: string): readonly Condition[] {
  return (factOf(measure, fact) ?? []) as unknown as readonly Condition[]
}

function obligation(
  { code, until, untilEvent, exhibits, text }: Condition,
  by: Pick<Obligation, 'from' | 'delivery'>,
): Obligation {
  return {
    code,
    until: until ?? null,
    untilEvent: untilEvent ?? null,
    exhibits: exhibits ?? [],
    text: text ?? null,
    ...by,
  }
}

/**
 * What two obligations have in common that are one, whichever messages led to them. Canonical, because a state that was stored comes back
 * with its members in another order.
 */
function apart(one: Obligation): string {
  return canonicalText({ ...one, from: '', delivery: '' })
}
