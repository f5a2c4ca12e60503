import { dayAfter, dayBegins } from '../message/moment.ts'

const dayMs = 86_400_000
const dateOnly = /^\d{4}-\d{2}-\d{2}$/
const formatters = new Map<string, Intl.DateTimeFormat>()

/**
 * Milliseconds since 1970 of an RFC 3339 time. A date without a time stands for its end: the first instant of the
 * next day in `zone`.
 */
export function readInstant(text: string, zone: string): number {
  return dateOnly.test(text) ? dayBegins(zone, dayAfter(text)).getTime() : Date.parse(text)
}

/** An instant as RFC 3339 in UTC, with milliseconds only where there are any. */
export function writeInstant(at: number): string {
  return new Date(at).toISOString().replace('.000Z', 'Z')
}

/** The instant `days` calendar days later (or earlier) at the same time of day in `zone`. */
export function addDays(at: number, days: number, zone: string): number {
  return atWallClock(at + offsetAt(at, zone) + days * dayMs, zone)
}

/** The same day of the month and time of day `months` later in `zone`; the last day of the month where it has no such day. */
export function addMonths(at: number, months: number, zone: string): number {
  const local = new Date(at + offsetAt(at, zone))
  const day = local.getUTCDate()
  local.setUTCDate(1)
  local.setUTCMonth(local.getUTCMonth() + months)
  const last = new Date(Date.UTC(local.getUTCFullYear(), local.getUTCMonth() + 1, 0)).getUTCDate()
  local.setUTCDate(Math.min(day, last))
  return atWallClock(local.getTime(), zone)
}

/** Whether two instants are ends on the same calendar day in `zone`; the first instant of a day ends the day before. */
export function isSameDay(one: number, other: number, zone: string): boolean {
  const dayOf = (at: number) => Math.floor((at - 1 + offsetAt(at - 1, zone)) / dayMs)
  return dayOf(one) === dayOf(other)
}

/** The second look settles the days on which the clock changes between the guess and the answer. */
function atWallClock(local: number, zone: string): number {
  const guess = local - offsetAt(local, zone)
  return local - offsetAt(guess, zone)
}

function offsetAt(at: number, zone: string): number {
  if (zone === 'UTC') return 0
  const parts = Object.fromEntries(
    formatter(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  )
  const { year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0 } = parts
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at / 1000) * 1000
}

function formatter(zone: string): Intl.DateTimeFormat {
  const known = formatters.get(zone)
  if (known !== undefined) return known
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  formatters.set(zone, made)
  return made
}
