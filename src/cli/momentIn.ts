import { instantOf } from '../exchange/review/terms.ts'
import { wrongUse } from './outcome.ts'

/**
 * The instant that a person means by a day (its beginning in UTC) or an instant.
 *
 * @param name - of the option, for the words about it
 * @throws CommandFailure WRONG_USE
 */
export function momentIn(name: string, text: string): Date {
  const at = instantOf(text)
  if (at === null)
    throw wrongUse(`--${name} must be a day (2026-11-14) or an instant (2026-11-14T20:00:00Z), not ${text}`)
  return at
}
