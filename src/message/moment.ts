const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs
const formatters = new Map<string, Intl.DateTimeFormat | null>()

/**
 * An instant as RFC 3339 with milliseconds and the offset that `timeZone` (IANA name) has then, summer time included:
 * `2027-03-08T11:15:00.000+13:00`. `Z` where the offset is zero, where the zone is not known, and where its offset
 * is no whole number of minutes, which RFC 3339 cannot write (local mean times of long ago).
 */
export function momentIn(timeZone: string, at: Date): string {
  const minutes = offsetMinutes(timeZone, at)
  if (minutes === 0) return at.toISOString()
  const local = new Date(at.getTime() + minutes * minuteMs).toISOString().slice(0, -1)
  const [hours, rest] = [Math.trunc(Math.abs(minutes) / 60), Math.abs(minutes) % 60]
  return `${local}${minutes < 0 ? '-' : '+'}${twoDigits(hours)}:${twoDigits(rest)}`
}

/** Whether it is a day of the calendar, such as `2027-03-08`. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const at = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text)
}

/**
 * The first instant of a day (as `2027-03-08`) where the clocks are those of the zone: later than midnight where they pass over it, the earlier
 * where they show it twice.
 */
export function dayBegins(timeZone: string, day: string): Date {
  const midnight = Date.parse(`${day}T00:00:00Z`)
  // No zone is further from UTC than a day: between these two lies whatever clocks do at its midnight.
  const offsets = [-dayMs, dayMs].map((from) => offsetMinutes(timeZone, new Date(midnight + from)))
  const [one = midnight, other = midnight] = offsets.map((minutes) => midnight - minutes * minuteMs)
  const first = [Math.min(one, other), Math.max(one, other)].find(
    (at) => momentIn(timeZone, new Date(at)).slice(0, 10) === day,
  )
  return new Date(first ?? one)
}

/** The day after a day. */
export function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + dayMs).toISOString().slice(0, 10)
}

function offsetMinutes(timeZone: string, at: Date): number {
  const words = formatter(timeZone)?.format(at) ?? ''
  const [, sign, hours, minutes] = /GMT([+-])(\d{2}):(\d{2})$/.exec(words) ?? []
  const length = Number(hours ?? 0) * 60 + Number(minutes ?? 0)
  return sign === '-' ? -length : length
}

/** Made once for each zone: making one costs more than a hundred uses. */
function formatter(timeZone: string): Intl.DateTimeFormat | null {
  const known = formatters.get(timeZone)
  if (known !== undefined) return known
  const made = makeFormatter(timeZone)
  formatters.set(timeZone, made)
  return made
}

function makeFormatter(timeZone: string): Intl.DateTimeFormat | null {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' })
  } catch {
    return null
  }
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0')
}

/** An instant in UTC, cut to the second: `2027-03-08T11:15:00Z`, as `part/second.json` wants it. */
export function secondOf(at: Date): string {
  return `${at.toISOString().slice(0, 19)}Z`
}
