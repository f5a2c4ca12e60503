import { wrongUse } from './outcome.ts'

/**
 * The State that a person means by `--peer`. One that the log does not know is answered with nothing and with the peers that
 * there are; an empty word, as of a variable that was not set, would ask for what is with no State.
 *
 * @throws CommandFailure WRONG_USE
 */
export function peerIn(text: string): string {
  if (text.trim() === '') throw wrongUse('--peer must be the code of a State, as QA: it is empty')
  return text
}
