import type { Message } from '../../message/generated/types.ts'
import type { Check, Checking, Finding } from './finding.ts'
import { bases, conditions, conduct, content, holds, nationals, penalties, treaties } from './law.ts'
import { competence, forms, kinds, languages, sizes } from './reach.ts'

/**
 * What would be refused or sent back of a draft, by the published rules of the State that it goes to and by its legal
 * bases, and what is good to know. Pure; nothing of it stops anybody from sending. Other messages than requests are
 * judged by the workflow alone: for them there is nothing to say here.
 */
export function checkDraft(message: Message, checking: Checking): readonly Finding[] {
  if (message.type !== 'request') return []
  return checks.flatMap((check) => check(message, checking))
}

const checks: readonly Check[] = [
  competence,
  kinds,
  bases,
  treaties,
  content,
  languages,
  conduct,
  nationals,
  penalties,
  holds,
  sizes,
  forms,
  conditions,
]
