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

/**
 * The same of what has happened already, as the loss of a key; undefined where the option is not given.
 *
 * @throws CommandFailure WRONG_USE, also where it is to come
 */
export function overMomentIn(name: string, text: string | undefined, now: Date): Date | undefined {
  if (text === undefined) return undefined
  const at = momentIn(name, text)
  if (at > now) throw wrongUse(`--${name} must be a day or an instant that is over, and ${text} is to come`)
  return at
}
