import { isUuid } from '../identifiers.ts'
import { type Comparison, comparisonOf } from '../../letter/comparison.ts'
import type { LetterLanguage } from '../../letter/language.ts'
import type { Worded } from '../../letter/worded.ts'
import { amended, listOf, measuresWith } from '../../message/amended.ts'
import type { JsonObject } from '../../message/json.ts'
import { type Db } from '../../store/database.ts'
import { listOfTypes, listRecord } from '../../store/messages.ts'
import type { MessageRow } from '../../store/tables.ts'
import type { RequestState } from '../../workflow/state.ts'
import { type Parties, blocksOfWords } from '../letterReading.ts'
import type { Node } from '../node.ts'
import { type ReadMessage, readMessage } from '../readCase.ts'
import { openRecord } from '../records.ts'
import { isErased, messageIn } from '../stored.ts'
import { type CaseView, caseView } from './caseView.ts'
import type { MessageName } from './deskMessage.ts'
import type { DeskReader } from './deskReader.ts'
import { type TimelineEntry, timelineEntry } from './entryView.ts'
import { type DeskNames, deskNames } from './names.ts'

/** How a message changes an earlier one: it corrects it, asks for more beside it, or says the same kind of thing again. */
export type ChangeKind = 'corrects' | 'adds' | 'follows'

/** A message beside the earlier one that it changes. */
export interface DeskChanges {
  readonly view: CaseView
  readonly names: DeskNames
  readonly entry: TimelineEntry
  readonly earlier: TimelineEntry
  readonly kind: ChangeKind
  readonly comparison: Comparison
}

/** What of a message decides which earlier one it changes. */
export interface Changing {
  readonly request: string
  readonly type: string
  readonly direction: MessageRow['direction']
  /** Null: it has no place in the record yet. */
  readonly sequence: number | null
  readonly body: JsonObject
}

/** What a message changes, and what was said before and is said since. */
export interface Earlier {
  readonly row: MessageRow
  readonly kind: ChangeKind
  readonly before: Worded
  readonly after: Worded
}

/**
 * The earlier message of the record that one changes, by what it is: an `amend` what it supersedes, as it was read by then; a
 * `supplement` that asks for measures what the record asked for at first; any other the last of its type of the same side. Null where there is none, or it was erased.
 */
export async function earlierOf(db: Db, changing: Changing): Promise<Earlier | null> {
  if (changing.type === 'amend') return await correctedBy(db, changing)
  if (changing.type === 'supplement' && listOf(changing.body.measures).length > 0)
    return await addedTo(db, changing)
  const row = (await placedBefore(db, changing, [changing.type])).at(-1)
  if (row === undefined) return null
  const before = wordedIn(row)
  return { row, kind: 'follows', before, after: { ...before, body: changing.body, exhibits: [] } }
}

async function correctedBy(db: Db, changing: Changing): Promise<Earlier | null> {
  const { body, request } = changing
  const row = await db
    .selectFrom('message')
    .selectAll()
    .where('request', '=', request)
    .where('id', '=', supersededBy(body))
    .executeTakeFirst()
  if (row === undefined || isErased(row)) return null
  // What other corrections have made of it before this one.
  const others = (await placedBefore(db, changing, ['amend'])).map(bodyIn)
  const before = others
    .filter(({ supersedes }) => supersedes === body.supersedes)
    .reduce(amended, asJson(messageIn(row)))
  return { row, kind: 'corrects', before: worded(before), after: worded(amended(before, body)) }
}

/** Id of the message that one supersedes: its schema has it, a draft may lack it, and no message has the id of none. */
function supersededBy({ supersedes }: JsonObject): string {
  const none = '00000000-0000-0000-0000-000000000000'
  return typeof supersedes === 'string' && isUuid(supersedes) ? supersedes : none
}

async function addedTo(db: Db, { request, body }: Changing): Promise<Earlier | null> {
  const [row] = await listRecord(db, request, 0, 1)
  if (row === undefined || isErased(row)) return null
  const before = wordedIn(row)
  const more = listOf(body.measures) as readonly JsonObject[]
  const measures = measuresWith(listOf(before.body.measures), more)
  return { row, kind: 'adds', before, after: { ...before, body: { ...before.body, measures } } }
}

/** Messages of these types of the same side that stand before it in the record and were not erased, the last last. */
async function placedBefore(db: Db, { request, direction, sequence }: Changing, types: readonly string[]) {
  const rows = await listOfTypes(db, [request], types)
  return rows
    .filter((row) => row.direction === direction && (row.sequence ?? 0) < (sequence ?? Infinity))
    .sort((one, other) => (one.sequence ?? 0) - (other.sequence ?? 0))
}

function asJson(value: object): JsonObject {
  return value as unknown as JsonObject
}

function bodyIn(row: MessageRow): JsonObject {
  return asJson(messageIn(row).body)
}

function wordedIn(row: MessageRow): Worded {
  return worded(asJson(messageIn(row)))
}

/** What of a message is compared. */
function worded(message: JsonObject): Worded {
  const { type, reference, language, body, exhibits } = message as unknown as Worded
  return { type, reference, language, body, exhibits }
}

/**
 * What differs, in the words of a letter.
 *
 * @param request - whose messages both name
 */
export async function compared(
  node: Node,
  { before, after }: Pick<Earlier, 'before' | 'after'>,
  request: string,
  state: RequestState | null,
  parties: Parties,
  language: LetterLanguage,
): Promise<Comparison> {
  const reader = { language, timeZone: null }
  const blocksIn = (words: Worded) => blocksOfWords(node, words, request, state, parties, reader)
  return comparisonOf(await blocksIn(before), await blocksIn(after))
}

/** What a stored message is by which the earlier one is found. */
export function changingIn(row: MessageRow): Changing {
  const { request, type, direction, sequence } = row
  return { request, type, direction, sequence, body: bodyIn(row) }
}

/**
 * A message of a case of this reader's authority beside the one that it changes; 'none' where it changes none that can still be read, or null
 * where there is no such message. That both were read is in the log before it is returned.
 */
export async function readChanges(
  node: Node,
  request: string,
  name: MessageName,
  reader: DeskReader,
  language: LetterLanguage,
): Promise<DeskChanges | 'none' | null> {
  const read = await readMessage(node, request, name, reader)
  if (read === null) return null
  if (isErased(read.message)) return 'none'
  const { row, message } = read
  const earlier = await earlierOf(node.db, changingIn(message))
  if (earlier === null || (await readMessage(node, request, { id: earlier.row.id }, reader)) === null)
    return 'none'
  const { state } = openRecord(row)
  const view = caseView(row, state, node.now())
  return {
    view,
    names: deskNames(node, reader.authority, [view]),
    entry: timelineEntry(message),
    earlier: timelineEntry(earlier.row),
    kind: earlier.kind,
    comparison: await compared(node, wholeOf(earlier, read), request, state, row, language),
  }
}

/** Of a message that says its kind of thing again, its own head and files; one that corrects says how the other is read. */
function wholeOf(earlier: Earlier, { message }: ReadMessage): Earlier {
  return earlier.kind === 'follows' ? { ...earlier, after: wordedIn(message) } : earlier
}
