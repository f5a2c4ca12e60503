import type { Message } from '../../message/generated/types.ts'
import type { Unfinished } from '../../message/unfinished.ts'
import { type Check, type Written, draftIn } from './draft.ts'
import type { Checking, Finding } from './finding.ts'
import { shortReplies, unheardRefusals } from './hearings.ts'
import { articles, bases, codes, conduct, content, treaties } from './law.ts'
import { conditions, deathPenalty, nationals, penalties } from './persons.ts'
import { competence, designation, emptyFiles, kinds, sizes } from './reach.ts'
import { scripts } from './scripts.ts'
import { holds, remarks, renewals, reservedHolds, service } from './time.ts'
import { channels, languages, laterLanguages, originals } from './ways.ts'

/**
 * What would be refused or sent back of a draft, by the published rules of the State that it goes to and by its legal
 * bases, and what is good to know; as far as it is written. Pure; nothing of it stops anybody from sending. What opens
 * no record is judged by the workflow; here it is told what the other State could not read, take or grant of it.
 */
export function checkDraft(message: Unfinished<Message>, checking: Checking): readonly Finding[] {
  const draft = draftIn(message)
  const found =
    draft === null
      ? laterChecks.flatMap((check) => check({ message }, checking))
      : checks.flatMap((check) => check(draft, checking))
  return [...found, ...scripts(message)]
}

const laterChecks: readonly ((written: Written, checking: Checking) => readonly Finding[])[] = [
  laterLanguages,
  sizes,
  emptyFiles,
  renewals,
  shortReplies,
  unheardRefusals,
]

const checks: readonly Check[] = [
  competence,
  designation,
  kinds,
  bases,
  articles,
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
  emptyFiles,
  channels,
  originals,
  conditions,
  service,
  remarks,
]
