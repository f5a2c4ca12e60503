import type { DeskList, DeskPlace } from '../../store/desk.ts'
import type { ArrivalPlace } from '../../store/attention/arrivals.ts'
import { isRequestId } from '../review/terms.ts'

/** A place in one of the lists of the desk, behind which a page of it begins. */
export type DayPlace =
  | { readonly list: DeskList; readonly place: DeskPlace }
  | { readonly list: 'arrived'; readonly place: ArrivalPlace }
  | { readonly list: 'undelivered'; readonly ordinal: number }

const nothingEnds = 'never'
/** Of what the other side has not opened, in which nothing ends either. */
const notOpened = 'refused'

/** A place as an address has it: `waits_never_2026-03-02T12:00:00.000Z_<id>`, `arrived_2026-03-02T12:00:00.000Z_<id>_3`, `undelivered_17`. */
export function sayDayPlace(place: DayPlace): string {
  if (place.list === 'undelivered') return `${place.list}_${place.ordinal}`
  if (place.list === 'arrived') {
    const { at, request, sequence } = place.place
    return [place.list, at.toISOString(), request, sequence].join('_')
  }
  const { ends, at, id, isRefused } = place.place
  const endsText = isRefused ? notOpened : (ends?.toISOString() ?? nothingEnds)
  return [place.list, endsText, at.toISOString(), id].join('_')
}

/** The place that is meant; null for anything else. */
export function dayPlaceOf(text: string): DayPlace | null {
  const [list = '', ...more] = text.split('_')
  if (list === 'undelivered') return ordinalOf(more)
  if (list === 'arrived') return arrivalOf(more)
  if (!isListOfRequests(list) || more.length !== 3) return null
  const [endsText = '', atText = '', id = ''] = more
  const isRefused = endsText === notOpened
  const ends = isRefused || endsText === nothingEnds ? null : instantIn(endsText)
  const at = instantIn(atText)
  if (ends === undefined || at === undefined || !isRequestId(id)) return null
  return { list, place: { ends, at, id, isRefused } }
}

function ordinalOf(more: readonly string[]): DayPlace | null {
  const [ordinal = ''] = more
  if (more.length !== 1 || !/^[0-9]{1,15}$/.test(ordinal)) return null
  return { list: 'undelivered', ordinal: Number(ordinal) }
}

function arrivalOf(more: readonly string[]): DayPlace | null {
  const [atText = '', request = '', sequence = ''] = more
  const at = instantIn(atText)
  if (more.length !== 3 || at === undefined || !isRequestId(request) || !/^[0-9]{1,9}$/.test(sequence))
    return null
  return { list: 'arrived', place: { at, request, sequence: Number(sequence) } }
}

function isListOfRequests(list: string): list is DeskList {
  return list === 'needs' || list === 'waits'
}

/** An instant as `toISOString` writes it: years behind 9999, and the end of that one in the west is such, have six digits and a sign. */
function instantIn(text: string): Date | undefined {
  const at = new Date(text)
  const isOurs = /^(\d{4}|[+-]\d{6})-\d\d-\d\dT[\d:.]{12}Z$/.test(text) && !Number.isNaN(at.getTime())
  return isOurs && at.toISOString() === text ? at : undefined
}
