import type { Message } from '../message/generated/types.ts'
import { unanswered } from '../message/unanswered.ts'
import type { LetterLanguage } from './language.ts'
import { type Block, code, words } from './letter.ts'
import { type Others, questionLine } from './others.ts'
import { phrase } from './words.ts'

/**
 * The questions of the message that an answer names to which it gives none. This node sends no such answer; an older one does, and
 * whoever reads that must not take the questions for answered.
 */
export function unansweredBlocks(
  message: Message,
  others: Others | undefined,
  language: LetterLanguage,
): readonly Block[] {
  if (message.type !== 'information-response') return []
  const other = others?.get(message.inReplyTo ?? '')
  if (other?.message.type !== 'information-request') return []
  const items = unanswered(other.message, message, null).map(
    ({ id }) => questionLine(other, id, language) ?? [code(id)],
  )
  return items.length === 0
    ? []
    : [{ kind: 'list', label: words(phrase(language, 'unansweredItems')), items }]
}
