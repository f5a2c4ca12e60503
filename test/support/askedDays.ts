import { dayMembers } from '../../src/web/desk/askedDays.ts'
import { piecesOfDate } from '../../src/web/form/typed.ts'

/** What a form sends in which somebody has typed these days, such as `2027-03-08`; nothing is empty. */
export function daysOf(from: string, until: string): Readonly<Record<string, string>> {
  const days = { from: piecesOfDate(from), until: piecesOfDate(until) }
  return Object.fromEntries(
    dayMembers.map((name) => {
      const [end, piece] = name.split('/') as ['from' | 'until', 'day' | 'month' | 'year']
      return [name, days[end][piece]]
    }),
  )
}
