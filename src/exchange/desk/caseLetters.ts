import { deflateRawSync } from 'node:zlib'
import type { LetterLanguage } from '../../letter/language.ts'
import type { Letter } from '../../letter/letter.ts'
import { readOpening } from '../../store/attention/readingMarks.ts'
import { type UnopenedMessage, listUnopened } from '../../store/attention/unopened.ts'
import { findMessagesByDigest, findNamedMessage, listRecord } from '../../store/messages.ts'
import type { MessageRow } from '../../store/tables.ts'
import { letterOfMessage } from '../letterReading.ts'
import type { Node } from '../node.ts'
import type { ReadCase } from '../readCase.ts'
import { isErased } from '../stored.ts'
import type { DeskReader } from './deskReader.ts'

/** A message of a case by its place and what it is. */
export interface LetterName {
  readonly sequence: number | null
  readonly id: string
  readonly type: string
  /** The person who reads, or nobody of the authority, has opened it before. */
  readonly isNew: boolean
}

/** The same as a letter, to be read beside what may be sent. */
export interface CaseLetter extends LetterName {
  readonly letter: Letter
}

/** What is read on the page of a case. */
export interface CaseLetters {
  readonly letters: readonly CaseLetter[]
  /** What would be read there too and does not fit: each is read on its own page, and is not opened before. */
  readonly elsewhere: readonly LetterName[]
  /** The messages of which nothing more is to be seen than what the page shows. */
  readonly opened: readonly MessageRow[]
}

/** Letters of a page together, compressed: with all else a page has, it stays below 60 kB. */
const lettersBytesMax = 18_000

/** Messages that were not opened and are named on a page, and those of them that may be letters there. */
const unopenedMax = 30
const unopenedLettersMax = 6

/**
 * The letters of a case: what came in and was not opened, the newest first, and the newest of the other side in any case; then what
 * waits to be answered; then what opened the record. As many as fit, in this order. Of what was erased there is none.
 */
export async function caseLetters(
  node: Node,
  read: ReadCase,
  reader: DeskReader,
  language: LetterLanguage,
): Promise<CaseLetters> {
  const { mark } = await readOpening(node.db, reader.person, read.row.id)
  const unopened = await listUnopened(node.db, read.row.id, mark, unopenedMax)
  const messages = await messagesOf(node, read, unopened)
  const isNew = (id: string): boolean => unopened.some((one) => one.id === id)
  const readable = messages.filter((message) => !isErased(message))
  const whole = await Promise.all(
    readable.map(async (message) => ({
      ...nameOf(message, isNew(message.id)),
      letter: await letterOfMessage(node, { row: read.row, message }, { language, timeZone: null }),
    })),
  )
  const letters = fitting(whole)
  const isShown = (id: string): boolean => letters.some((one) => one.id === id)
  return {
    letters,
    elsewhere: unique([
      ...readable.map((message) => nameOf(message, isNew(message.id))),
      ...unopened.slice(unopenedLettersMax).map((one) => nameOf(one, true)),
    ]).filter(({ id }) => !isShown(id)),
    opened: messages.filter((message) => isErased(message) || isShown(message.id)),
  }
}

function nameOf({ sequence, id, type }: Omit<LetterName, 'isNew'>, isNew: boolean): LetterName {
  return { sequence, id, type, isNew }
}

/** What may be read on the page, in the order in which it is taken. */
async function messagesOf(
  node: Node,
  read: ReadCase,
  unopened: readonly UnopenedMessage[],
): Promise<readonly MessageRow[]> {
  const digests = unopened.slice(0, unopenedLettersMax).map(({ digest }) => digest)
  const whole = await findMessagesByDigest(node.db, digests)
  const opening = read.record[0] ?? read.unplaced[0] ?? null
  return unique(
    [
      await newestOf(node, read),
      ...digests.map((digest) => whole.get(digest) ?? null),
      await lastAsked(node, read),
      opening,
    ].filter((one) => one !== null),
  )
}

/** The newest message of the other side, or null. */
async function newestOf({ db }: Node, { row }: ReadCase): Promise<MessageRow | null> {
  const { id, came_sequence: came } = row
  return came === 0 ? null : ((await listRecord(db, id, came - 1, 1))[0] ?? null)
}

async function lastAsked({ db }: Node, { row, state, record }: ReadCase): Promise<MessageRow | null> {
  const last = (state?.questions ?? []).findLast(({ by }) => by !== row.side)
  if (last === undefined || row.closed !== null) return null
  const name = { from_state: row.counterpart_state, id: last.message }
  return record.find(({ id }) => id === last.message) ?? (await findNamedMessage(db, name))
}

/** Those that a page has room for, in their order. */
function fitting(letters: readonly CaseLetter[]): readonly CaseLetter[] {
  let left = lettersBytesMax
  return letters.filter(({ letter }) => {
    const bytes = deflateRawSync(JSON.stringify(letter)).length
    if (bytes > left) return false
    left -= bytes
    return true
  })
}

function unique<One extends { readonly id: string }>(all: readonly One[]): readonly One[] {
  return [...new Map(all.map((one) => [one.id, one])).values()]
}
