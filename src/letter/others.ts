import type { Message, Text } from '../message/generated/types.ts'
import type { Format } from './format.ts'
import type { LetterLanguage } from './language.ts'
import { type Line, code, words } from './letter.ts'
import { nameLine } from './nameLine.ts'
import { sentence } from './words.ts'

/** A message that another one of its record names. */
export interface Other {
  readonly message: Message
  /** Its place in the record; null while it has none. */
  readonly sequence: number | null
}

/** Messages of a record by their id. */
export type Others = ReadonlyMap<string, Other>

/** A message that is named: what it is called, its place in the record, and when it was signed. */
export function otherLine({ message, sequence }: Other, title: string, format: Format): Line {
  const named = { type: words(title), moment: words(format.moment(message.sentAt)) }
  return sequence === null
    ? sentence(format.language, 'otherUnplaced', named)
    : sentence(format.language, 'other', { ...named, number: words(format.number(sequence)) })
}

/** What an item of a message asked, as it was written there; null: it is not known. */
export function questionLine(asked: Other | undefined, item: string, language: LetterLanguage): Line | null {
  if (asked?.message.type !== 'information-request') return null
  const { items } = asked.message.body as { readonly items: readonly { id: string; question: Text }[] }
  const question = items.find(({ id }) => id === item)?.question
  return question === undefined
    ? null
    : sentence(language, 'addition', { text: nameLine(question, language, true), more: code(item) })
}
