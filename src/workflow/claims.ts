import type { JsonValue } from '../message/json.ts'
import { isAtMost, isSameNumber } from './decimal.ts'
import type { Asked, ClockClaim, EndedClaim, FactClaim, Other, Plain, SaysClaim } from './guardForms.ts'
import { readInstant } from './instant.ts'
import { isConverted, isSumOf } from './money.ts'
import { clockRule, endOf } from './profile.ts'
import { valueAt, valuesAt } from './said.ts'
import type { Clock, MeasureState } from './state.ts'
import type { Turn } from './turn.ts'

/** Whether a claim about the measure alone holds. */
export function standingClaimHolds(claim: FactClaim | ClockClaim, measure: MeasureState): boolean {
  if ('fact' in claim) return isAsAsked(claim, factOf(measure, claim.fact))
  const clock = clockOf(measure, claim.clock)
  return (clock !== null && clock.stopped === null) === claim.runs
}

/** Whether a claim about the message holds. */
export function spokenClaimHolds(claim: SaysClaim | EndedClaim, turn: Turn): boolean {
  if ('ended' in claim) return hasEnded(clockOf(turn.measure, claim.ended), turn.at) === (claim.is ?? true)
  const value = valueAt(turn.message, turn.said, claim.says)
  return (
    isAsAsked(claim, value) &&
    claim.holdsOneOf?.some((one) => isListWith(value, one)) !== false &&
    claim.holdsNoneOf?.some((one) => isListWith(value, one)) !== true &&
    compared(turn, value, claim.after, (one, other) => one > other) &&
    compared(turn, value, claim.notAfter, (one, other) => one <= other) &&
    compared(turn, value, claim.before, (one, other) => one < other) &&
    compared(turn, value, claim.notBefore, (one, other) => one >= other) &&
    isWithin(turn, value, claim.atMost) &&
    isEqual(turn, value, claim.equals) &&
    (claim.sumOf === undefined || value === undefined || isSumOf(value, partsOf(turn, claim.sumOf))) &&
    (claim.converted === undefined || value === undefined || isConverted(value)) &&
    (claim.enclosed === undefined || value === undefined || isEnclosed(turn, value))
  )
}

/** A fact noted on the measure, or undefined. */
export function factOf({ facts }: MeasureState, name: string): JsonValue | undefined {
  return Object.hasOwn(facts, name) ? facts[name] : undefined
}

function isAsAsked(asked: Asked, value: JsonValue | undefined): boolean {
  if (asked.is !== undefined && value !== asked.is) return false
  if (asked.isNot !== undefined && value === asked.isNot) return false
  if (asked.in?.some((one) => one === value) === false) return false
  return asked.known === undefined || (value !== undefined) === asked.known
}

function isListWith(value: JsonValue | undefined, one: Plain): boolean {
  return Array.isArray(value) && value.includes(one)
}

function clockOf({ clocks }: MeasureState, name: string): Clock | null {
  return clocks.find((clock) => clock.name === name) ?? null
}

/** A clock that was stopped before its end, or that is paused, has not run out. */
function hasEnded(clock: Clock | null, at: number): boolean {
  if (clock?.paused !== null) return false
  const last = clock.stopped === null ? at : Date.parse(clock.stopped)
  return last >= Date.parse(clock.ends)
}

function compared(
  turn: Turn,
  value: JsonValue | undefined,
  other: Other | undefined,
  holds: (one: number, other: number) => boolean,
): boolean {
  if (other === undefined) return true
  const [one, two] = [instantOf(turn, value), instantAt(turn, other)]
  return one === null || two === null || holds(one, two)
}

function instantAt(turn: Turn, other: Other): number | null {
  if (other === 'sentAt') return turn.at
  if (typeof other === 'string') return instantOf(turn, valueAt(turn.message, turn.said, other))
  if ('fact' in other) return instantOf(turn, factOf(turn.measure, other.fact))
  if ('clock' in other) return instantOf(turn, clockOf(turn.measure, other.clock)?.ends)
  const begins = other.begins === undefined ? turn.at : instantAt(turn, other.begins)
  const rule = clockRule(turn.profile, other.length)
  return rule === null || begins === null ? null : endOf(turn.profile, rule, begins)
}

function instantOf({ profile }: Turn, value: JsonValue | undefined): number | null {
  return typeof value === 'string' ? readInstant(value, profile.zone) : null
}

function isWithin(turn: Turn, value: JsonValue | undefined, most: Other | undefined): boolean {
  if (most === undefined || typeof value !== 'string') return true
  const limit = textAt(turn, most)
  return limit === null || isAtMost(value, limit)
}

function isEqual(turn: Turn, value: JsonValue | undefined, other: Other | undefined): boolean {
  if (other === undefined || typeof value !== 'string') return true
  const text = textAt(turn, other)
  return text === null || text === value || isSameNumber(text, value)
}

function textAt(turn: Turn, other: Other): string | null {
  const value =
    typeof other === 'string'
      ? valueAt(turn.message, turn.said, other)
      : 'fact' in other
        ? factOf(turn.measure, other.fact)
        : undefined
  return typeof value === 'string' ? value : null
}

function isEnclosed({ message }: Turn, value: JsonValue): boolean {
  return message.exhibits.some(({ id }) => id === value)
}

function partsOf({ message, said }: Turn, pointers: readonly string[]): readonly JsonValue[] {
  return pointers.flatMap((pointer) => valuesAt(message, said, pointer))
}
