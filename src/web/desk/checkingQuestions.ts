import type { Result } from '../../message/refusal.ts'
import { withPlainDigits } from '../form/digits.ts'
import { type QuestionForm, questionIn } from '../systems/questions.ts'
import { withInstants } from './askedDays.ts'

/** What a form of the checking pages asks by its address. */
export interface Asked<Question> {
  /** Something was asked, if only for everything; else the form alone is shown. */
  readonly isAsked: boolean
  /** What stands in the fields; nothing is empty. */
  readonly typed: URLSearchParams
  readonly outcome: Result<{ readonly question: Question }>
}

/** The member by which an empty form is told from one that was not sent. */
export const askedMember = 'asked'

/** Members whose digits may be those of any script. */
const numeric: ReadonlySet<string> = new Set(['from', 'until', 'first', 'small'])

interface Timed {
  readonly from?: Date
  readonly until?: Date
}

/**
 * The question in the address of a page: what a browser sends of a field that nobody has filled in counts for nothing, and boxes
 * of one name are one list. Days that are typed are those of the zone, whole, and stand in `typed` as instants. Refuses as `questionIn`
 * and `withInstants`.
 */
export function askedIn<Question extends Timed>(
  form: QuestionForm<Question>,
  target: string,
  timeZone: string,
): Asked<Question> {
  const at = target.indexOf('?')
  const given = new URLSearchParams(at < 0 ? '' : target.slice(at + 1))
  const typed = new URLSearchParams()
  for (const [name, value] of given) {
    const text = (numeric.has(name) ? withPlainDigits(value) : value).trim()
    if (text !== '' && name !== askedMember) add(typed, name, text)
  }
  const isAsked = given.size > 0
  const asked = withInstants(typed, timeZone)
  if (!asked.ok) return { isAsked, typed, outcome: asked }
  return { isAsked, typed: asked.typed, outcome: questionIn(form, `?${asked.typed.toString()}`) }
}

function add(typed: URLSearchParams, name: string, text: string): void {
  const before = name === 'by' ? typed.get(name) : null
  if (before === null) typed.append(name, text)
  else typed.set(name, `${before},${text}`)
}

/** An address with the same question, and these members in the place of those that it has; null: without one. */
export function askedLink(
  path: string,
  typed: URLSearchParams,
  changes: Readonly<Record<string, string | null>> = {},
): string {
  const query = new URLSearchParams(typed)
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) query.delete(name)
    else query.set(name, value)
  }
  if (query.size === 0) query.set(askedMember, 'yes')
  return `${path}?${query.toString()}`
}
