import type { JsonValue } from '../../message/json.ts'
import { dayAfter, dayBegins, isDay, momentIn } from '../../message/moment.ts'
import type { Listed } from './control.ts'
import { withPlainDigits } from './digits.ts'
import { zoneTyped } from './zones.ts'

/**
 * Marks of direction (LRM, RLM, ALM), which keyboards of some languages write: no schema takes them, and without them the same words
 * stand in the same order. What turns the direction of other words (overrides, embeddings, isolates) stays, to be told.
 */
const directionMarks = /[\u061c\u200e\u200f]/g

/** One line as it was typed, in the form in which the exchange takes it; undefined where nothing was. Codes have plain digits. */
export function lineIn(typed: string, isCode: boolean): string | undefined {
  const line = typed.replace(directionMarks, '').normalize('NFC').trim()
  if (line === '') return undefined
  return isCode ? withPlainDigits(line) : line
}

/** The id of an authority: small letters, however they were typed. */
export function authorityIn(typed: string): string | undefined {
  return lineIn(typed, true)?.toLowerCase()
}

/** A time zone as the IANA database writes it. */
export function zoneIn(typed: string): string | undefined {
  const line = lineIn(typed, true)
  return line === undefined ? undefined : zoneTyped(line)
}

/** Lines as they were typed. Browsers end them as MIME does, the exchange does not. */
export function linesIn(typed: string): string | undefined {
  return lineIn(typed.replace(/\r\n?/g, '\n'), false)
}

/** A number; what is none stays a string, as it was typed. */
export function numberIn(typed: string): JsonValue | undefined {
  const line = lineIn(typed, true)
  if (line === undefined || !/^-?[0-9]{1,16}(\.[0-9]{1,10})?$/.test(line)) return line
  const number = Number(line)
  return Number.isInteger(number) && !Number.isSafeInteger(number) ? line : number
}

/** What of a list was chosen, as its own value. */
export function listedIn(listed: readonly Listed[], typed: string): JsonValue | undefined {
  return listed.find(({ value }) => String(value) === typed)?.value ?? lineIn(typed, true)
}

/**
 * A date out of its pieces, as precise as they are: `2027`, `2027-03` or `2027-03-09`. Pieces that make no date stay visible
 * in what is given back.
 */
export function dateIn(piece: (name: string) => string): string | undefined {
  const [year, month, day] = ['year', 'month', 'day'].map((name) => lineIn(piece(name), true) ?? '')
  if (year === '' && month === '' && day === '') return undefined
  const parts = day === '' ? (month === '' ? [year] : [year, month]) : [year, month, day]
  return parts.map((part = '', place) => (/^[0-9]$/.test(part) && place > 0 ? `0${part}` : part)).join('-')
}

/** The pieces of a date, also of one that is none. */
export function piecesOfDate(value: string): { year: string; month: string; day: string } {
  const [year = '', month = '', ...day] = value.split('-')
  return { year, month, day: day.join('-') }
}

const timesOfDayAlone = { beginning: '00:00:00', end: '23:59:59' } as const
const secondMs = 1000

/** Whether a moment is a day of the calendar, and lacks nothing but its time. */
export function isDayAlone(value: JsonValue | undefined): boolean {
  const [, day] = typeof value === 'string' ? (/^([0-9-]{10})T(Z|[+-][0-9:]*)?$/.exec(value) ?? []) : []
  const at = new Date(`${day ?? ''}T00:00:00Z`)
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(day ?? '')
}

/** What a day without a time means where a time is asked for: its first second, or its last. */
export type DayAlone = 'beginning' | 'end'

/** The same by the name of the member: of what begins and what ends by its name; null: a time must be said. */
export function dayAloneOf(member: string): DayAlone | null {
  if (member === 'from') return 'beginning'
  return /^(to|until|.+(By|Until))$/.test(member) ? 'end' : null
}

/** A moment out of its pieces; without an offset it is meant in the zone. */
export function momentTyped(
  piece: (name: string) => string,
  timeZone: string,
  dayAlone: DayAlone | null = null,
): string | undefined {
  const date = dateIn(piece)
  const typed = lineIn(piece('time'), true) ?? ''
  const isAlone = typed === '' && /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(date ?? '')
  const time = isAlone && dayAlone !== null ? timesOfDayAlone[dayAlone] : typed
  // An offset alone says nothing.
  if (date === undefined && time === '') return undefined
  const offset = (lineIn(piece('offset'), true) ?? '').replace('−', '-').toUpperCase()
  if (typed === '' && dayAlone !== null && offset === '' && date !== undefined && isDay(date))
    return boundaryOf(date, dayAlone, timeZone)
  const whole = /^[0-9]:/.test(time) ? `0${time}` : time
  const local = `${date ?? ''}T${/^[0-9]{2}:[0-9]{2}$/.test(whole) ? `${whole}:00` : whole}`
  return local + (offset === '' ? offsetIn(timeZone, local) : offset)
}

/** The pieces of a moment, also of one that is none. */
export function piecesOfMoment(value: string): {
  year: string
  month: string
  day: string
  time: string
  offset: string
} {
  const [date = '', rest = ''] = value.split(/T(.*)/s)
  const [, time = rest, offset = ''] = /^(.*?)(Z|[+-][0-9:]*)$/.exec(rest) ?? []
  return { ...piecesOfDate(date), time, offset }
}

/** The first second of a day, or its last, as clocks of the zone show it: they may pass over midnight, or show it twice. */
function boundaryOf(day: string, which: DayAlone, timeZone: string): string {
  const at =
    which === 'beginning'
      ? dayBegins(timeZone, day)
      : new Date(dayBegins(timeZone, dayAfter(day)).getTime() - secondMs)
  return momentIn(timeZone, at).replace('.000', '')
}

/** The offset that clocks of a zone have at a time that they show; none where that is no time. */
function offsetIn(timeZone: string, local: string): string {
  const asUtc = Date.parse(`${local}Z`)
  if (Number.isNaN(asUtc)) return ''
  const first = offsetAt(timeZone, new Date(asUtc))
  // At the guess of the first offset the clocks may show another one, near a change to or from summer time.
  return offsetAt(timeZone, new Date(Date.parse(`${local}${first}`)))
}

function offsetAt(timeZone: string, at: Date): string {
  return /(Z|[+-][0-9]{2}:[0-9]{2})$/.exec(momentIn(timeZone, at))?.[0] ?? 'Z'
}
