import { dayAfter, dayBegins, isDay, momentIn } from '../../message/moment.ts'
import { type Result, refuse } from '../../message/refusal.ts'
import { instantOf } from '../../exchange/review/terms.ts'
import { dateIn, piecesOfDate } from '../form/typed.ts'

/** The ends of a time that is asked about. */
export const timeEnds = ['from', 'until'] as const

export type TimeEnd = (typeof timeEnds)[number]

/** The fields in which a day is typed, behind the name of the end. */
export const dayPieces = ['day', 'month', 'year'] as const

/** What is typed in a form for both ends. */
export const dayMembers: readonly string[] = timeEnds.flatMap((end) =>
  dayPieces.map((piece) => `${end}/${piece}`),
)

/**
 * The same question with instants in the place of days: `from` the first of a day where the clocks are those of the zone, `until` the first
 * after one. An address may name instants itself, as one that was saved does; a day that is typed goes before them. Refuses with
 * PARAMETER_INVALID and the end.
 */
export function withInstants(
  typed: URLSearchParams,
  timeZone: string,
): Result<{ readonly typed: URLSearchParams }> {
  const asked = new URLSearchParams([...typed].filter(([name]) => !dayMembers.includes(name)))
  for (const end of timeEnds) {
    const day = dateIn((piece) => typed.get(`${end}/${piece}`) ?? '')
    if (day !== undefined && !isDay(day))
      return refuse('PARAMETER_INVALID', { detail: end, expected: ['a day'] })
    if (day !== undefined)
      asked.set(end, momentIn(timeZone, dayBegins(timeZone, end === 'from' ? day : dayAfter(day))))
  }
  return { ok: true, typed: asked }
}

/** What stands in the fields of one end. */
export interface ShownDay {
  readonly pieces: Readonly<Record<(typeof dayPieces)[number], string>>
  /** RFC 3339: what the address means is no whole day; null: it is, or nothing. */
  readonly moment: string | null
}

/** The day of an end, as it was typed, or as the address means it: the last that is counted is that before `until`. */
export function shownDay(typed: URLSearchParams, end: TimeEnd, timeZone: string): ShownDay {
  const pieceOf = (piece: (typeof dayPieces)[number]): string => typed.get(`${end}/${piece}`) ?? ''
  const [day, month, year] = [pieceOf('day'), pieceOf('month'), pieceOf('year')]
  if (day !== '' || month !== '' || year !== '') return { pieces: { day, month, year }, moment: null }
  const value = typed.get(end) ?? ''
  const at = instantOf(value)
  if (at === null) return { pieces: piecesOfDate(value), moment: null }
  const counted = end === 'from' ? at : new Date(at.getTime() - 1)
  const shown = momentIn(timeZone, counted).slice(0, 10)
  const whole = dayBegins(timeZone, end === 'from' ? shown : dayAfter(shown))
  return { pieces: piecesOfDate(shown), moment: whole.getTime() === at.getTime() ? null : at.toISOString() }
}
