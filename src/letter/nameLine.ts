import type { Text } from '../message/generated/types.ts'
import { type LetterLanguage, reads } from './language.ts'
import { type Line, type Span, foreign, words } from './letter.ts'
import { sentence } from './words.ts'

/** Languages in which whoever does not read the owner's is most likely to read a name. */
const widelyRead: readonly LetterLanguage[] = ['en', 'fr']

/**
 * A name in the reader's language where its owner has it in that, else in English or French, else as its owner writes it; `isWhole`:
 * with what its owner writes beside it where it is read in a language that is neither the reader's nor the owner's.
 */
export function nameLine(
  { language, text, translations = [] }: Text,
  reader: LetterLanguage,
  isWhole: boolean,
): Line {
  const names = [{ language, text }, ...translations]
  const fitting = names.find((name) => reads(reader, name.language))
  if (fitting !== undefined) return words(fitting.text)
  const own = foreign(text, language)
  const other = widelyRead.flatMap((one) => names.find((name) => reads(one, name.language)) ?? [])[0]
  if (other === undefined || other.text === text) return [own]
  const read = foreign(other.text, other.language)
  return isWhole ? besideName(reader, [read], own) : [read]
}

const hasBrackets = /[()[\]（）【】]/

/**
 * A name, and what stands beside it in brackets; where one of both has brackets of its own, behind a dot: two pairs side by side, or one in
 * another, read badly, and worse where the writing goes in two directions.
 */
export function besideName(language: LetterLanguage, name: Line, more: Span): Line {
  return [...name, more].some(({ text }) => hasBrackets.test(text))
    ? [...name, { text: ' · ' }, more]
    : sentence(language, 'addition', { text: name, more })
}
