import { type EventName, eventShapes, isEventName } from '../../audit/events.ts'
import { isDay } from '../../message/moment.ts'
import { type Dimension, dimensions } from './tally.ts'
import { smallRange } from './readStatistics.ts'

/**
 * The instant that is meant by a day (its beginning in UTC) or an instant (RFC 3339); null for anything else, also on a day that is not in
 * the calendar: a `Date` takes 30 February for 2 March.
 */
export function instantOf(text: string): Date | null {
  const isMoment = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2}))?$/.test(text)
  const at = new Date(text)
  return isMoment && isDay(text.slice(0, 10)) && !Number.isNaN(at.getTime()) ? at : null
}

/** The events that are called so, or whose names begin so: `case` stands for all of `case.`; none where nothing is. */
export function eventsNamed(name: string): readonly EventName[] {
  return Object.keys(eventShapes)
    .filter(isEventName)
    .filter((one) => one === name || one.startsWith(`${name.replace(/\.$/, '')}.`))
}

/** Whether it is the id of a request (UUID). */
export function isRequestId(text: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text)
}

/** The place of a request in a list that goes by time, as it was told by `sayPlace`; null for anything else. */
export function timedPlaceOf(text: string): TimedPlace | null {
  const [moment = '', id = '', ...more] = text.split('_')
  const at = new Date(moment)
  const isOurs = more.length === 0 && isRequestId(id) && /^\d{4}-\d\d-\d\dT[\d:.]{8,12}Z$/.test(moment)
  return isOurs && !Number.isNaN(at.getTime()) && at.toISOString() === moment ? { at, id } : null
}

/** A place in a list, for whoever asks for what stands behind it. */
export function sayPlace({ at, id }: TimedPlace): string {
  return `${at.toISOString()}_${id}`
}

/** A request in a list that goes by time. */
export interface TimedPlace {
  readonly at: Date
  readonly id: string
}

/** The place in the log that is meant, counted from 0; null for anything else. */
export function placeOf(text: string): number | null {
  return /^[0-9]{1,15}$/.test(text) ? Number(text) : null
}

/** By what statistics are broken down, from words with commas between them; null where one is none. */
export function dimensionsOf(text: string): readonly Dimension[] | null {
  const words = [...new Set(text.split(','))]
  const found = dimensions.filter((dimension) => words.includes(dimension))
  return found.length === words.length ? words.flatMap((word) => found.filter((one) => one === word)) : null
}

/** The least number that is told; null where it may not be asked for. */
export function smallOf(text: string): number | null {
  const { least, most } = smallRange
  const small = Number(text)
  return /^[0-9]{1,4}$/.test(text) && small >= least && small <= most ? small : null
}
