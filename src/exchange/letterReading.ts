import type { ReadCase, ReadMessage } from './readCase.ts'
import type { Node } from './node.ts'
import { openRecord } from './records.ts'
import { messageIn, receiptIn } from './stored.ts'
import type { LetterLanguage } from '../letter/language.ts'
import type { Block, Letter } from '../letter/letter.ts'
import { type Reading, type Recorded, letterOf } from '../letter/letterOf.ts'
import { type MeasureNow, recordLetter } from '../letter/recordLetter.ts'
import { type Worded, wordedBlocks } from '../letter/worded.ts'
import type { Text, TrustList } from '../message/generated/types.ts'
import { documents } from '../message/documents.ts'
import { stateOf } from '../message/stateOf.ts'
import type { MessageRow, RequestRow } from '../store/tables.ts'
import { clocksRunning, marksAt } from '../workflow/marks.ts'
import type { RequestState } from '../workflow/state.ts'

/** For whom a letter is made. `timeZone` null: that of the authority whose case it is. */
export interface Reader {
  readonly language: LetterLanguage
  readonly timeZone: string | null
}

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
export function letterOfMessage(node: Node, { row, message }: ReadMessage, reader: Reader): Letter {
  return letterOf(recorded(message), readingOf(node, row, openRecord(row).state, reader))
}

/** A message that nobody has signed yet as a letter; `state` null: it opens its record. */
export function letterOfUnsent(
  node: Node,
  { message, digest }: Pick<Recorded, 'message' | 'digest'>,
  state: RequestState | null,
  parties: Parties,
  reader: Reader,
): Letter {
  const unsent = { message, digest, sequence: null, receipt: null, isUnsent: true as const }
  return letterOf(unsent, readingOf(node, parties, state, reader))
}

/** What people have written of a message, whole or not, as it stands in a letter: to be compared with what was written before. */
export function blocksOfWords(
  node: Node,
  worded: Worded,
  state: RequestState | null,
  parties: Parties,
  reader: Reader,
): readonly Block[] {
  return wordedBlocks(worded, readingOf(node, parties, state, reader))
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
