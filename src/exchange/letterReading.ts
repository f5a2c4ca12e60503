import type { ReadCase, ReadMessage } from './readCase.ts'
import type { Node } from './node.ts'
import { openRecord } from './records.ts'
import { isErased, messageIn, receiptIn } from './stored.ts'
import type { LetterLanguage } from '../letter/language.ts'
import type { Block, Letter } from '../letter/letter.ts'
import { type Reading, type Recorded, letterOf } from '../letter/letterOf.ts'
import type { Others } from '../letter/others.ts'
import { type MeasureNow, recordLetter } from '../letter/recordLetter.ts'
import { type Worded, wordedBlocks } from '../letter/worded.ts'
import type { Text, TrustList } from '../message/generated/types.ts'
import { documents } from '../message/documents.ts'
import { stateOf } from '../message/stateOf.ts'
import { listCalled } from '../store/messages.ts'
import type { MessageRow, RequestRow } from '../store/tables.ts'
import { clocksRunning, marksAt } from '../workflow/marks.ts'
import type { RequestState } from '../workflow/state.ts'

/** For whom a letter is made. `timeZone` null: that of the authority whose case it is. */
export interface Reader {
  readonly language: LetterLanguage
  readonly timeZone: string | null
}

const uuid = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g

/** Messages that one letter calls by their names at most. */
const othersMax = 50

/** A case that was read as one letter. */
export function letterOfCase(node: Node, read: ReadCase, reader: Reader): Letter {
  const { row, state } = read
  const messages = [...read.record, ...read.unplaced].map(recorded)
  const measures = (state?.measures ?? []).map((measure): MeasureNow => ({
    id: measure.id,
    kind: measure.kind,
    machine: measure.machine,
    state: measure.state,
    clocks: clocksRunning(measure),
    marks: marksAt(measure, node.now()).map(({ mark, at }) => ({ mark, at })),
  }))
  const goesOn = read.record.length < row.sequence
  const record = { request: row.id, reference: row.reference, messages, measures, goesOn }
  return recordLetter(record, readingOf(node, row, state, reader))
}

/** A message that was read as a letter. */
export async function letterOfMessage(
  node: Node,
  { row, message }: ReadMessage,
  reader: Reader,
): Promise<Letter> {
  const read = recorded(message)
  const reading = readingOf(node, row, openRecord(row).state, reader)
  return letterOf(read, { ...reading, others: await othersOf(node, read.message) })
}

/** A message that nobody has signed yet as a letter; `state` null: it opens its record. */
export async function letterOfUnsent(
  node: Node,
  { message, digest }: Pick<Recorded, 'message' | 'digest'>,
  state: RequestState | null,
  parties: Parties,
  reader: Reader,
): Promise<Letter> {
  const unsent = { message, digest, sequence: null, receipt: null, isUnsent: true as const }
  const others = await othersOf(node, message)
  return letterOf(unsent, { ...readingOf(node, parties, state, reader), others })
}

/** What of a message may name others of its record. */
interface Naming {
  readonly request: string
  readonly inReplyTo?: string
  readonly body: object
}

/** The messages of its record that a message names, as far as they are here and were not erased. */
async function othersOf({ db }: Node, message: Naming): Promise<Others> {
  const rows = await listCalled(db, message.request, messagesNamedIn(message))
  const readable = rows.filter((row) => !isErased(row)).map(recorded)
  return new Map(readable.map((other) => [other.message.id, other]))
}

/** What in a message may be the id of another one: the one that it answers, and whatever in its body has that form. */
function messagesNamedIn({ inReplyTo, body }: Naming): readonly string[] {
  const inBody = JSON.stringify(body).match(uuid) ?? []
  return [...new Set([...(inReplyTo === undefined ? [] : [inReplyTo]), ...inBody])].slice(0, othersMax)
}

/**
 * What people have written of a message, whole or not, as it stands in a letter: to be compared with what was written before.
 *
 * @param request - whose messages it names
 */
export async function blocksOfWords(
  node: Node,
  worded: Worded,
  request: string,
  state: RequestState | null,
  parties: Parties,
  reader: Reader,
): Promise<readonly Block[]> {
  const others = await othersOf(node, { request, body: worded.body })
  return wordedBlocks(worded, { ...readingOf(node, parties, state, reader), others })
}

/** Who asks whom, and which of them is of this node. */
export type Parties = Pick<RequestRow, 'own_authority' | 'counterpart_authority' | 'side'>

function recorded(row: MessageRow): Recorded {
  return {
    message: messageIn(row),
    digest: row.digest,
    sequence: row.sequence,
    receipt: row.receipt === null ? null : receiptIn(row).receipt,
  }
}

function readingOf(node: Node, row: Parties, state: RequestState | null, reader: Reader): Reading {
  const lists = listsOf(node, [row.own_authority, row.counterpart_authority].map(stateOf))
  const kinds = (state?.measures ?? []).map(({ id, kind }) => [id, kind] as const)
  const asks = row.side === 'requesting' ? row.own_authority : row.counterpart_authority
  return {
    language: reader.language,
    timeZone: reader.timeZone ?? timeZoneOf(node, row.own_authority),
    authorities: authoritiesIn(lists),
    kinds: new Map(kinds),
    demonstration: lists.some(({ demonstration }) => demonstration === true),
    ...(kinds.every(([, kind]) => isAskedFor(kind)) ? { requesting: [asks] } : {}),
  }
}

/** The newest trust lists of these States, as far as this node knows them. */
function listsOf(node: Node, states: readonly string[]): readonly TrustList[] {
  return [...new Set(states)].flatMap((state) => {
    const opened = state === node.state ? node.trust.own() : node.trust.peer(state)
    return opened === null ? [] : [opened.list]
  })
}

function authoritiesIn(lists: readonly TrustList[]): ReadonlyMap<string, Text> {
  return new Map(lists.flatMap(({ authorities }) => authorities.map(({ id, name }) => [id, name])))
}

/** Names of the authorities of these States by their id, as their trust lists have them. */
export function authorityNames(node: Node, states: readonly string[]): ReadonlyMap<string, Text> {
  return authoritiesIn(listsOf(node, states))
}

/** IANA name of the zone in which an authority of this node works; UTC where it has none. */
export function timeZoneOf(node: Node, authority: string): string {
  return node.trust.own().list.authorities.find(({ id }) => id === authority)?.timeZone ?? 'UTC'
}

/** Whether measures of this kind are asked for; what has an opening message of its own is offered, proposed, raised. */
export function isAskedFor(kind: string): boolean {
  return !Object.entries(documents()).some(
    ([path, { opens }]) => path.startsWith('message/') && opens === kind,
  )
}
