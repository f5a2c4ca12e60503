const minuteMs = 60_000
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
