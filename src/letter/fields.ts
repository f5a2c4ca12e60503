import type { Format } from './format.ts'
import type { LetterLanguage } from './language.ts'
import { type Block, type Line, code, words } from './letter.ts'
import { phrase, sentence } from './words.ts'

/** A sentence of the letter that stands by itself. */
export function paragraph(text: string): Block {
  return { kind: 'paragraph', line: words(text) }
}

/** A labelled line. */
export function field(language: LetterLanguage, name: Parameters<typeof phrase>[1], value: Line): Block {
  return { kind: 'field', label: words(phrase(language, name)), value }
}

/** Labelled lines; one alone stands beside its label. */
export function linesOf(
  language: LetterLanguage,
  name: Parameters<typeof phrase>[1],
  items: readonly Line[],
): Block {
  const [first] = items
  return first !== undefined && items.length === 1
    ? field(language, name, first)
    : { kind: 'list', label: words(phrase(language, name)), items }
}

/** When a message was signed: for the reader, in UTC, and as its sender wrote it. */
export function sentBlock(sentAt: string, format: Format): Block {
  const { language } = format
  const here = sentence(language, 'times', {
    here: words(format.moment(sentAt)),
    utc: words(format.utc(sentAt)),
  })
  const written = sentence(language, 'asWrittenBySender', {
    moment: words(format.written(sentAt)),
    written: code(sentAt),
  })
  return { kind: 'list', label: words(phrase(language, 'sent')), items: [here, written] }
}
