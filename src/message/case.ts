import type { JsonObject, JsonValue } from './json.ts'

/** What the placeholders of a case file stand for when one of its messages is sent. */
export interface Placeholders {
  /** Id of the request of a record, by the letter of the record. */
  readonly request: (record: string) => string
  /** Id of a message that was sent before, by its label: A4. */
  readonly message: (label: string) => string
  /** When the message is signed: RFC 3339 with offset. */
  readonly sentAt: string
}

const duration = /^(-?)P(?:([0-9]{1,5})D)?(?:T(?:([0-9]{1,3})H)?(?:([0-9]{1,4})M)?)?$/
const minuteMs = 60_000

/**
 * Fills the placeholders of a body (schemas/case.json): `{"$request": "B"}`, `{"$message": "A4"}`,
 * `{"$moment": "P90D"}` for the moment so long after sentAt, `{"$date": "P30D"}` for its date in UTC. Throws
 * RangeError for a duration it cannot read: a case file is ours, and a wrong one is our mistake.
 */
export function fillPlaceholders(value: JsonValue, known: Placeholders): JsonValue {
  if (Array.isArray(value)) return value.map((item) => fillPlaceholders(item, known))
  if (value === null || typeof value !== 'object') return value
  const { $request: record, $message: label, $moment: moment, $date: date } = value
  if (typeof record === 'string') return known.request(record)
  if (typeof label === 'string') return known.message(label)
  if (typeof moment === 'string') return momentAfter(known.sentAt, moment)
  if (typeof date === 'string') return momentAfter(known.sentAt, date).slice(0, 10)
  const filled: JsonObject = {}
  for (const [name, member] of Object.entries(value)) filled[name] = fillPlaceholders(member, known)
  return filled
}

function momentAfter(start: string, length: string): string {
  const [, sign, days = '0', hours = '0', minutes = '0'] = duration.exec(length) ?? []
  if (sign === undefined) throw new RangeError(`not a duration: ${length}`)
  const lengthMs = (Number(days) * 1440 + Number(hours) * 60 + Number(minutes)) * minuteMs
  return new Date(new Date(start).getTime() + (sign === '-' ? -lengthMs : lengthMs)).toISOString()
}
