import type { LetterLanguage } from '../../letter/language.ts'
import type { Letter } from '../../letter/letter.ts'
import { findNamedMessage } from '../../store/messages.ts'
import type { MessageRow } from '../../store/tables.ts'
import { letterOfMessage } from '../letterReading.ts'
import type { Node } from '../node.ts'
import type { ReadCase } from '../readCase.ts'
import { isErased } from '../stored.ts'

/** A message of a case as a letter, to be read beside what may be sent. */
export interface CaseLetter {
  readonly sequence: number | null
  readonly id: string
  readonly type: string
  readonly letter: Letter
}

/**
 * What a case is about, in letters: what the other side has asked or handed over last and waits to be answered, where that is not
 * what opened the record; and what opened it. Of what was erased there is none.
 */
export async function caseLetters(
  node: Node,
  read: ReadCase,
  language: LetterLanguage,
): Promise<readonly CaseLetter[]> {
  const opening = read.record[0] ?? read.unplaced[0] ?? null
  const asked = await lastAsked(node, read, opening)
  return [asked, opening].flatMap((message) =>
    message === null || isErased(message)
      ? []
      : [
          {
            sequence: message.sequence,
            id: message.id,
            type: message.type,
            letter: letterOfMessage(node, { row: read.row, message }, { language, timeZone: null }),
          },
        ],
  )
}

async function lastAsked(
  { db }: Node,
  { row, state, record }: ReadCase,
  opening: MessageRow | null,
): Promise<MessageRow | null> {
  const last = (state?.questions ?? []).findLast(
    ({ by, message }) => by !== row.side && message !== opening?.id,
  )
  if (last === undefined || row.closed !== null) return null
  const name = { from_state: row.counterpart_state, id: last.message }
  return record.find(({ id }) => id === last.message) ?? (await findNamedMessage(db, name))
}
