import type { Message } from './generated/types.ts'
import type { JsonObject, JsonValue } from './json.ts'
import { particular } from './particular.ts'
import { type Refusal, refuse } from './refusal.ts'

/** Names of members of one object of which the second may not lie before the first. */
const pairs: readonly (readonly [begin: string, end: string])[] = [
  ['from', 'to'],
  ['from', 'until'],
  ['since', 'until'],
  ['validFrom', 'validUntil'],
  ['entersAt', 'leavesAt'],
  ['arrivesAt', 'leavesAt'],
  ['arrivedAt', 'leftAt'],
  ['handedOverAt', 'returnedAt'],
  ['commencedOn', 'endsOn'],
  ['issuedOn', 'expires'],
  ['at', 'returnBy'],
  ['landedAt', 'heldUntil'],
  ['possibleAt', 'dueAt'],
]

/** A year, a month, a day or a moment. */
const dated = /^[0-9]{4}(-[0-9]{2}(-[0-9]{2}(T.+)?)?)?$/

/** What ends before it begins. */
export interface Reversed {
  /** Of the end (RFC 6901, within what was looked through). */
  readonly pointer: string
  readonly begin: string
  readonly end: string
}

/** Everything in a value that ends before it begins, in its order. What is no date says nothing of it. */
export function reversedIn(value: JsonValue, pointer = ''): readonly Reversed[] {
  const found: Reversed[] = []
  if (isStructured(value)) collect(value, () => pointer, found)
  return found
}

/**
 * Refuses with PERIOD_REVERSED a message in which something ends before it begins. The State that writes it is told; what was sent so
 * by another, or before this was asked, is read all the same.
 */
export function spanRefusal({ body }: Pick<Message, 'body'>): Refusal | null {
  const [first] = reversedIn(body as unknown as JsonValue, '/body')
  if (first === undefined) return null
  const says = [particular('endsBefore', { member: first.end, members: [first.begin] })]
  return refuse('PERIOD_REVERSED', { pointer: first.pointer, says })
}

/** Hardly ever is anything found, so where it is said is put together only then. */
function collect(value: JsonObject | JsonValue[], pointerOf: () => string, found: Reversed[]): void {
  if (!Array.isArray(value))
    for (const [begin, end] of pairs) {
      const [first, last] = [value[begin], value[end]]
      if (typeof first === 'string' && typeof last === 'string' && isBefore(last, first))
        found.push({ pointer: `${pointerOf()}/${end}`, begin, end })
    }
  for (const [name, member] of Object.entries(value))
    if (isStructured(member)) collect(member, () => `${pointerOf()}/${name}`, found)
}

function isStructured(value: JsonValue | undefined): value is JsonObject | JsonValue[] {
  return typeof value === 'object' && value !== null
}

/** Whether an end lies before a beginning whatever is meant: of days and moments together only the days are compared, with what zones may differ by. */
function isBefore(end: string, begin: string): boolean {
  if (!dated.test(end) || !dated.test(begin)) return false
  if (end.includes('T') && begin.includes('T')) return Date.parse(end) < Date.parse(begin)
  const length = Math.min(end.length, begin.length, 10)
  const [last, first] = [end.slice(0, length), begin.slice(0, length)]
  if (!end.includes('T') && !begin.includes('T')) return last < first
  return length < 10 ? last < first : Date.parse(last) + dayMs < Date.parse(first)
}

const dayMs = 86_400_000
