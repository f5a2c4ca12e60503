import type { Actor } from '../../audit/events.ts'
import { documentAt } from '../../message/documents.ts'
import type { Message, MessageType } from '../../message/generated/types.ts'
import { type Result, refuse } from '../../message/refusal.ts'
import type { Trx } from '../../store/database.ts'
import type { Whose } from '../../store/attention/assignments.ts'
import { filesOfMessage } from '../../store/exhibits/filesOfMessage.ts'
import { inTransaction } from '../../store/failures.ts'
import { listRecord, listUnplaced } from '../../store/messages.ts'
import { findRequest } from '../../store/requests.ts'
import type { RequestRow } from '../../store/tables.ts'
import { type Option, options } from '../../workflow/allowed.ts'
import type { Side } from '../../workflow/state.ts'
import { bindingOf } from '../approval.ts'
import { type CaseView, caseView } from '../desk/caseView.ts'
import { namedPeople } from '../drafts/people.ts'
import { type EntryView, type TimelineEntry, entryView, timelineEntry } from '../desk/entryView.ts'
import { enclosedIn } from '../enclosures.ts'
import { exchangeLimits } from '../limits.ts'
import { listCases } from '../listCases.ts'
import type { Node } from '../node.ts'
import { noteReading, readMessage } from '../readCase.ts'
import { openRecord } from '../records.ts'
import { type TimedPlace, isRequestId, sayPlace } from '../review/terms.ts'
import { isErased, messageIn } from '../stored.ts'
import { withoutOriginals } from './files.ts'
import { caseTag } from './tags.ts'

/** A page of a list, and what says where the next begins; null: it is the last. */
export interface Page<Item> {
  readonly items: readonly Item[]
  readonly next: string | null
}

/** A case as a list has it. */
export type ListedView = CaseView & {
  readonly pending: number
  readonly refused: number
  /** Sign-in name of the person who has it; null: nobody. */
  readonly assignee: string | null
}

/** What a case is, with its tag. */
export interface CaseShown {
  readonly shown: CaseView & {
    readonly references: { readonly requesting: string; readonly requested: string | null }
    /** Own messages that wait for a receipt, or were refused. */
    readonly unplaced: readonly EntryView[]
  }
  readonly tag: string
}

/** A move that the workflow allows this side now. */
export interface AllowedMove {
  readonly type: MessageType
  readonly title: string
  /** Whether it binds the State, so that a second person must approve it: always, never, or in some outcomes. */
  readonly binds: 'always' | 'never' | 'inSomeOutcomes'
  readonly bindingOutcomes: readonly string[]
  readonly measures: Option['measures']
  /** Members that its body must have at least. */
  readonly required: readonly string[]
}

/** Which moves are allowed, for which state of the case. */
export interface MovesShown {
  readonly shown: {
    readonly request: string
    readonly side: Side
    readonly state: string
    readonly sequence: number
    readonly moves: readonly AllowedMove[]
  }
  readonly tag: string
}

/** One message with its words; null: they were erased. Nothing in it opens a file. */
export interface MessageShown extends TimelineEntry {
  readonly message: object | null
  /** Which file of this node each exhibit is. */
  readonly files: readonly { readonly exhibit: string; readonly deposit: string }[]
  /** The compact JWS that was signed; null also where what it says opens files, or may: that of a message which it encloses holds keys. */
  readonly signed: string | null
}

/** Which cases are wanted, from where. */
export interface CasesWanted {
  readonly state?: string
  readonly ended: boolean
  readonly whose?: Whose
  readonly after?: TimedPlace
}

/** A page of the cases of the authority of a token, the last changed first; the reading is in the log before it is returned. */
export async function readCases(node: Node, wanted: CasesWanted, reader: Actor): Promise<Page<ListedView>> {
  const { pageMax: limit } = exchangeLimits.systems
  const listing = { ...wanted, authorities: [reader.authority], limit }
  const now = node.now()
  const { cases, next } = await listCases(node, listing, reader)
  const people = await namedPeople(
    node.db,
    cases.map(({ row }) => row.assigned_to),
  )
  return {
    items: cases.map(({ row, state, pending, refused }) => ({
      ...caseView(row, state, now),
      ...{ pending, refused },
      assignee: people.get(row.assigned_to ?? '')?.signInName ?? null,
    })),
    next: next === null ? null : sayPlace(next),
  }
}

/** What a case is, or null; the reading is in the log before it is returned. */
export async function readOneCase(node: Node, request: string, reader: Actor): Promise<CaseShown | null> {
  return await reading(node, request, reader, 'the case', async (row, trx) => {
    const { state } = openRecord(row)
    const unplaced = (await listUnplaced(trx, request)).map(entryView)
    const references = state?.references ?? { requesting: row.reference, requested: null }
    return { shown: { ...caseView(row, state, node.now()), references, unplaced }, tag: caseTag(row) }
  })
}

/** What may be said in a case now, or null; the reading is in the log before it is returned. */
export async function readMoves(node: Node, request: string, reader: Actor): Promise<MovesShown | null> {
  return await reading(node, request, reader, 'the moves', (row) => {
    const { state } = openRecord(row)
    const offered = state === null || row.closed !== null ? [] : options(state, row.side)
    const { side, sequence } = row
    const shown = { request, side, state: row.state, sequence, moves: offered.map(moveOf) }
    return Promise.resolve({ shown, tag: caseTag(row) })
  })
}

/** What is to be known of a move before it is written. */
function moveOf({ type, measures }: Option): AllowedMove {
  const { title, required } = documentAt(`message/${type}.json`) ?? {}
  const binding = bindingOf(type)
  return {
    type,
    title: typeof title === 'string' ? title : type,
    binds: typeof binding === 'string' ? binding : 'inSomeOutcomes',
    bindingOutcomes: typeof binding === 'string' ? [] : binding,
    measures,
    required: Array.isArray(required) ? required.filter((one) => typeof one === 'string') : [],
  }
}

/** A page of the messages of a case in their order, without their words, or null; the reading is in the log before it is returned. */
export async function readMessages(
  node: Node,
  request: string,
  after: number,
  reader: Actor,
): Promise<Page<TimelineEntry> | null> {
  const { pageMax } = exchangeLimits.systems
  return await reading(node, request, reader, `record from ${after + 1}`, async (_, trx) => {
    const rows = await listRecord(trx, request, after, pageMax)
    const next = rows.length === pageMax ? String(after + pageMax) : null
    return { items: rows.map(timelineEntry), next }
  })
}

/**
 * A message of a case by its id; the reading is in the log before it is returned. Refuses with REQUEST_UNKNOWN where there is no such case
 * for this reader, with MESSAGE_UNKNOWN where it has no such message.
 */
export async function readOneMessage(
  node: Node,
  request: string,
  id: string,
  reader: Actor,
): Promise<Result<{ readonly shown: MessageShown }>> {
  const read = isRequestId(id) ? await readMessage(node, request, { id }, reader) : null
  if (read === null) {
    const isHere = (await findRequest(node.db, request))?.own_authority === reader.authority
    return refuse(isHere ? 'MESSAGE_UNKNOWN' : 'REQUEST_UNKNOWN')
  }
  const { message: row } = read
  const files = (await filesOfMessage(node.db, request, id)).map(({ exhibit, deposit }) => ({
    exhibit,
    deposit,
  }))
  const shown = { ...timelineEntry(row), files }
  if (isErased(row)) return { ok: true, shown: { ...shown, message: null, signed: null } }
  const message = messageIn(row)
  const signed = opensFiles(message) ? null : row.jws
  return { ok: true, shown: { ...shown, message: withoutKeys(message), signed } }
}

/** Whether the JWS may hold keys: of files that the message hands over, or that a message in it does, however deep. */
function opensFiles(message: Message): boolean {
  return message.exhibits.some(({ sealed }) => sealed !== undefined) || enclosedIn(message).length > 0
}

/** What a message says without what opens its files: no system fetches one, and whoever knows a key needs only the sealed form. */
function withoutKeys(message: Message): object {
  const exhibits = message.exhibits.map((one) => {
    const { sealed, ...others } = one
    return sealed === undefined ? one : others
  })
  return { ...message, body: withoutOriginals(message.body), exhibits }
}

type Reading<Shown> = (row: RequestRow, trx: Trx) => Promise<Shown>

async function reading<Shown>(
  node: Node,
  request: string,
  reader: Actor,
  part: string,
  read: Reading<Shown>,
): Promise<Shown | null> {
  return await inTransaction(node.db, async (trx) => {
    const row = await noteReading(node, trx, request, reader, part)
    return row === null ? null : await read(row, trx)
  })
}
