import { type TimedPlace, timedPlaceOf } from '../exchange/review/terms.ts'
import { wrongUse } from './outcome.ts'

/** The place in a list that goes by time behind which `--after` asks for the next page; undefined: the first page. */
export function placeAfter({ after }: { readonly after?: string }): TimedPlace | undefined {
  if (after === undefined) return undefined
  const place = timedPlaceOf(after)
  if (place === null) throw wrongUse('--after must be a place in the list, as the page before tells it')
  return place
}
