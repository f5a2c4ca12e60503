import type { Message } from '../../message/generated/types.ts'
import type { Unfinished } from '../../message/unfinished.ts'
import { type Check, draftIn } from './draft.ts'
import type { Checking, Finding } from './finding.ts'
import { bases, codes, conduct, content, treaties } from './law.ts'
import { conditions, deathPenalty, nationals, penalties } from './persons.ts'
import { competence, designation, kinds, sizes } from './reach.ts'
import { holds, remarks, reservedHolds, service } from './time.ts'
import { channels, languages, originals } from './ways.ts'

/**
 * What would be refused or sent back of a draft that opens a record, by the published rules of the State that it goes
 * to and by its legal bases, and what is good to know; as far as it is written. Pure; nothing of it stops anybody from
 * sending. Other messages are judged by the workflow alone: for them there is nothing to say here.
 */
export function checkDraft(message: Unfinished<Message>, checking: Checking): readonly Finding[] {
  const draft = draftIn(message)
  return draft === null ? [] : checks.flatMap((check) => check(draft, checking))
}

const checks: readonly Check[] = [
  competence,
  designation,
  kinds,
  bases,
  treaties,
  content,
  codes,
  languages,
  conduct,
  nationals,
  penalties,
  deathPenalty,
  holds,
  reservedHolds,
  sizes,
  channels,
  originals,
  conditions,
  service,
  remarks,
]
