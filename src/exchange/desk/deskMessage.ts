import type { LetterLanguage } from '../../letter/language.ts'
import type { Letter } from '../../letter/letter.ts'
import { isDead } from '../../store/deadLetters.ts'
import type { Receipt } from '../../message/generated/types.ts'
import { type LetterFormat, letterContent } from '../letterFiles.ts'
import { letterOfCase, letterOfMessage } from '../letterReading.ts'
import type { Node } from '../node.ts'
import { openRecord } from '../records.ts'
import { type ReadMessage, readCase, readMessage } from '../readCase.ts'
import { type SignatureFacts, receiptSignature, signatureFacts } from '../signatureFacts.ts'
import { isErased, receiptIn } from '../stored.ts'
import { type CaseView, caseView } from './caseView.ts'
import { changingIn, earlierOf } from './changes.ts'
import type { DeskReader } from './deskReader.ts'
import { type Behind, behind } from './hands.ts'
import { type TimelineEntry, timelineEntry } from './entryView.ts'
import { type LogPlace, logPlace } from './logPlace.ts'
import { type DeskNames, deskNames } from './names.ts'
import { noteOpened } from './opening.ts'

/** How a message is named within its record. */
export type MessageName = { readonly sequence: number } | { readonly id: string }

/** One message of a record with all that is known of it. */
export interface DeskMessage {
  readonly view: CaseView
  readonly names: DeskNames
  readonly entry: TimelineEntry
  /** Null: its text was erased. */
  readonly letter: Letter | null
  readonly signature: SignatureFacts | null
  readonly behind: Behind
  readonly receipt: Receipt | null
  readonly receiptSignature: SignatureFacts | null
  /** Nothing tries to deliver it any more until an administrator has it sent again. */
  readonly isGivenUp: boolean
  readonly place: LogPlace | null
  /** Whether it changes an earlier one, beside which it can be read. */
  readonly isChange: boolean
}

/** A message of a case of this reader's authority, or null; the reading is in the log before it is returned. */
export async function readDeskMessage(
  node: Node,
  request: string,
  name: MessageName,
  reader: DeskReader,
  language: LetterLanguage,
): Promise<DeskMessage | null> {
  const read = await openMessage(node, request, name, reader)
  if (read === null) return null
  const { row, message } = read
  const view = caseView(row, openRecord(row).state, node.now())
  return {
    view,
    names: deskNames(node, reader.authority, [view]),
    entry: timelineEntry(message),
    letter: isErased(message) ? null : await letterIn(node, read, language),
    signature: isErased(message) ? null : await signatureFacts(node, message),
    behind: await behind(node, message),
    receipt: message.receipt === null ? null : receiptIn(message).receipt,
    receiptSignature: await receiptSignature(node, message),
    isGivenUp: await isDead(node.db, message.digest),
    place: await logPlace(node, message),
    isChange: !isErased(message) && (await earlierOf(node.db, changingIn(message))) !== null,
  }
}

/** The same as a file to keep, or null where there is none; the reading is in the log before it is returned. */
export async function readLetterFile(
  node: Node,
  request: string,
  name: MessageName,
  reader: DeskReader,
  wanted: { readonly language: LetterLanguage; readonly format: LetterFormat },
): Promise<Uint8Array | null> {
  const read = await openMessage(node, request, name, reader)
  if (read === null || isErased(read.message)) return null
  return await letterContent(await letterIn(node, read, wanted.language), wanted.format)
}

/** What was signed, as it was signed, or null where there is none; the reading is in the log before it is returned. */
export async function readSigned(
  node: Node,
  request: string,
  name: MessageName,
  reader: DeskReader,
): Promise<string | null> {
  const read = await openMessage(node, request, name, reader)
  return read === null || isErased(read.message) ? null : read.message.jws
}

/** All of a record as one letter, or null where there is none; the reading is in the log before it is returned. */
export async function readRecordLetter(
  node: Node,
  request: string,
  reader: DeskReader,
  { language, format }: { readonly language: LetterLanguage; readonly format: LetterFormat },
): Promise<Uint8Array | null> {
  const read = await readCase(node, request, reader)
  if (read?.row.erased_at !== null) return null
  await noteOpened(node, reader, request, read.record)
  return await letterContent(letterOfCase(node, read, { language, timeZone: null }), format)
}

/** The message, which is opened by that for whoever reads it. */
async function openMessage(
  node: Node,
  request: string,
  name: MessageName,
  reader: DeskReader,
): Promise<ReadMessage | null> {
  const read = await readMessage(node, request, name, reader)
  if (read !== null) await noteOpened(node, reader, request, [read.message])
  return read
}

async function letterIn(node: Node, read: ReadMessage, language: LetterLanguage): Promise<Letter> {
  return await letterOfMessage(node, read, { language, timeZone: null })
}
