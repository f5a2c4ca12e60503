import { unseenIn } from '../../message/humanText.ts'
import type { Sentence, Words } from '../desk/words.ts'
import type { FormError } from '../parts/ErrorSummary.tsx'

/** What an unseen character does, in words; the first that fits. */
const kinds: readonly (readonly [character: RegExp, what: Sentence])[] = [
  [/[\u202a-\u202e\u2066-\u2069]/, 'unseenTurn'],
  [/[\u061c\u200e\u200f]/, 'unseenMark'],
  [/\u000c/, 'unseenPage'],
  [/[\n\r\u000b\u0085\u2028\u2029]/, 'unseenBreak'],
  [/\t/, 'unseenTab'],
  [/\p{Surrogate}/u, 'unseenHalf'],
]

const charactersBefore = 40

/**
 * What is said of a field whose text holds a character that nobody sees: which one, and the words before it, by which it is found;
 * null: it has none.
 */
export function unseenSaid(
  words: Words,
  label: string,
  kind: 'line' | 'lines',
  text: string,
): Pick<FormError, 'text' | 'example'> | null {
  const unseen = unseenIn(kind, text)
  if (unseen === null) return null
  const { character, at } = unseen
  const said = kinds.find(([fitting]) => fitting.test(text.charAt(at)))?.[1] ?? 'unseenControl'
  const values = { label, what: words.say(said), character }
  const before = Array.from(text.slice(0, at)).slice(-charactersBefore).join('').replace(/\s+/gu, ' ').trim()
  if (before === '') return { text: words.say('fieldUnseenFirst', values) }
  return { text: words.say('fieldUnseen', values), example: before }
}
