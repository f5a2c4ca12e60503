import { type Result, refuse } from '../message/refusal.ts'

/** What a node lets one peer send it, and when, and how fast files go between the two. Null: no limit. */
export interface TransferRule {
  /** Of all files of the peer together, in each direction. */
  readonly bytesPerSecond: number | null
  /** Outside of it nothing is fetched. */
  readonly hours: Hours | null
  /** Bytes that the files of the peer may have here together, in sealed form. */
  readonly quotaBytes: number | null
  /** A file up to this size is accepted as it is announced; a larger one, when a person has accepted it. */
  readonly acceptBytes: number | null
}

/** A part of each day; it may go over midnight. Minutes are counted from midnight in the zone. */
export interface Hours {
  readonly fromMinute: number
  /** The first minute that is outside. */
  readonly untilMinute: number
  /** IANA name. */
  readonly timeZone: string
}

/** No rate is less: what is asked for at once must be through before somebody loses patience. */
export const bytesPerSecondMin = 256 * 1024

/** Nothing is limited. */
export const openRule: TransferRule = {
  bytesPerSecond: null,
  hours: null,
  quotaBytes: null,
  acceptBytes: null,
}

const dayMinutes = 24 * 60

/**
 * Reads hours as `19:00-06:30`, in a zone by its IANA name. Null where they are no hours, none or the whole of the day, or
 * the zone is not known.
 */
export function parseHours(text: string, timeZone: string): Hours | null {
  const found = /^([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)$/.exec(text)
  if (found === null || !isTimeZone(timeZone)) return null
  const [fromHour = 0, from = 0, untilHour = 0, until = 0] = found.slice(1).map(Number)
  const hours = { fromMinute: fromHour * 60 + from, untilMinute: untilHour * 60 + until, timeZone }
  return hours.fromMinute === hours.untilMinute ? null : hours
}

/** As `19:00-06:30`. */
export function hoursInText({ fromMinute, untilMinute }: Hours): string {
  const clock = (minute: number): string =>
    `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
  return `${clock(fromMinute)}-${clock(untilMinute)}`
}

/** Whether an instant is within the hours. */
export function isWithin({ fromMinute, untilMinute, timeZone }: Hours, instant: Date): boolean {
  const minute = minuteOfDay(instant, timeZone)
  const length = (untilMinute - fromMinute + dayMinutes) % dayMinutes
  return (minute - fromMinute + dayMinutes) % dayMinutes < length
}

/**
 * Whether a file may be fetched now. Refuses with EXHIBIT_NOT_ACCEPTED, EXHIBIT_QUOTA_REACHED or EXHIBIT_OUT_OF_HOURS;
 * each may pass, and nothing that has come is thrown away meanwhile.
 */
export function mayFetch(
  rule: TransferRule,
  file: {
    readonly bytes: number
    readonly sealedBytes: number
    readonly isAccepted: boolean
    /** Of the other files of the peer that are here. */
    readonly keptBytes: number
  },
  now: Date,
): Result<object> {
  const { hours, quotaBytes, acceptBytes } = rule
  if (acceptBytes !== null && file.bytes > acceptBytes && !file.isAccepted)
    return refuse('EXHIBIT_NOT_ACCEPTED')
  if (quotaBytes !== null && file.keptBytes + file.sealedBytes > quotaBytes)
    return refuse('EXHIBIT_QUOTA_REACHED')
  if (hours !== null && !isWithin(hours, now)) return refuse('EXHIBIT_OUT_OF_HOURS')
  return { ok: true }
}

const clocks = new Map<string, Intl.DateTimeFormat>()

function minuteOfDay(instant: Date, timeZone: string): number {
  const clock = clocks.get(timeZone) ?? clockIn(timeZone)
  clocks.set(timeZone, clock)
  const parts = new Map(clock.formatToParts(instant).map(({ type, value }) => [type, Number(value)]))
  return (parts.get('hour') ?? 0) * 60 + (parts.get('minute') ?? 0)
}

function clockIn(timeZone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en', { timeZone, hour: 'numeric', minute: 'numeric', hourCycle: 'h23' })
}

function isTimeZone(name: string): boolean {
  try {
    clockIn(name)
    return name.length <= 64
  } catch {
    return false
  }
}
