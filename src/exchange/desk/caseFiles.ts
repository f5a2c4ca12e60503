import type { LetterLanguage } from '../../letter/language.ts'
import type { Handling } from '../../message/handling.ts'
import { type Result, refuse } from '../../message/refusal.ts'
import type { DepositStatus, ExhibitReportRow } from '../../store/exhibits/exhibitTables.ts'
import { filesOfRecord } from '../../store/exhibits/filesOfMessage.ts'
import { filesOfRequest } from '../../store/exhibits/handedOver.ts'
import { lastReportsOfPeers } from '../../store/exhibits/reports.ts'
import { findRequest } from '../../store/requests.ts'
import { readCustody } from '../custody/readCustody.ts'
import { comingOf } from '../exhibits/coming.ts'
import { type OpenedExhibit, openExhibit } from '../exhibits/openExhibit.ts'
import type { Node } from '../node.ts'
import { type CustodyInWords, custodyInWords } from '../shown/custodyInWords.ts'
import { openRecord } from '../records.ts'
import { type CaseView, caseView } from './caseView.ts'
import { type FileTerms, noTerms, termsOfFiles } from './fileTerms.ts'
import type { DeskReader } from './deskReader.ts'
import { type DeskNames, deskNames } from './names.ts'

/** A file that was handed over in a request; plain JSON. */
export interface CaseFile {
  /** Its id in the messages. */
  readonly exhibit: string
  readonly deposit: string
  readonly name: string
  readonly bytes: number
  readonly status: DepositStatus
  /** Code of why it is not here, or null. */
  readonly refusal: string | null
  /** How much of it is here, in hundredths; null: it is not on its way. */
  readonly percent: number | null
  /** Null: it is not known. */
  readonly secondsLeft: number | null
  /** Of a file of this State, what the other one has told of it last; null: nothing yet, or it is not of this State. */
  readonly there: FileThere | null
  /** What travels with it, as the messages of the request say. */
  readonly terms: FileTerms
  /** The messages that hand it over under this id and have a place in the record, in its order: each side counts its files anew. */
  readonly messages: readonly FileMessage[]
}

/** A message that hands a file over; plain JSON. */
export interface FileMessage {
  readonly id: string
  readonly sequence: number
  /** Id of the authority whose it is. */
  readonly from: string
}

/** What the other State has told of a file that was handed over to it; plain JSON. */
export interface FileThere {
  readonly outcome: ExhibitReportRow['outcome']
  /** Why it is damaged there, or waits; null: neither. */
  readonly code: string | null
  /** RFC 3339. */
  readonly at: string
}

/** The same with all that is known of it. */
export interface DeskFile {
  readonly view: CaseView
  readonly names: DeskNames
  readonly file: CaseFile
  readonly mediaType: string
  /** In hex. */
  readonly sha256: string
  readonly sha512: string | null
  readonly handling: Handling
  readonly custody: CustodyInWords
}

/** The files that were handed over in a request, in the order of the record; behind them those whose message has no place in it yet. */
export async function listCaseFiles(node: Node, request: string): Promise<readonly CaseFile[]> {
  const rows = await filesOfRequest(node.db, request)
  const terms = rows.length === 0 ? new Map<string, FileTerms>() : await termsOfFiles(node.db, request)
  const coming = await comingOf(
    node,
    rows.map((row) => ({ ...row, id: row.deposit })),
  )
  const there = await toldOf(node, rows)
  const messages = rows.length === 0 ? new Map<string, FileMessage[]>() : await messagesOf(node, request)
  // Looked up and not searched for: a request may have ten thousand files.
  const places = new Map([...messages.keys()].map((file, place) => [file, place]))
  const placeOf = ({ exhibit, deposit }: (typeof rows)[number]): number =>
    places.get(`${exhibit} ${deposit}`) ?? places.size
  const inOrder = rows.toSorted((one, other) => placeOf(one) - placeOf(other))
  return inOrder.map(({ exhibit, deposit, name, bytes, sealed_bytes, status, refusal }) => {
    const comes = coming.get(deposit)
    return {
      exhibit,
      deposit,
      name,
      bytes,
      status,
      refusal,
      percent: comes === undefined ? null : Math.floor((100 * comes.arrivedBytes) / sealed_bytes),
      secondsLeft: comes?.secondsLeft ?? null,
      there: there.get(deposit) ?? null,
      terms: terms.get(deposit) ?? noTerms,
      messages: messages.get(`${exhibit} ${deposit}`) ?? [],
    }
  })
}

/** The messages that hand over each file of a request, by its id in them and its deposit. */
async function messagesOf({ db }: Node, request: string): Promise<ReadonlyMap<string, FileMessage[]>> {
  const found = new Map<string, FileMessage[]>()
  for (const { exhibit, deposit, message, sequence, from } of await filesOfRecord(db, request)) {
    const one = { id: message, sequence, from }
    const of = found.get(`${exhibit} ${deposit}`)
    if (of === undefined) found.set(`${exhibit} ${deposit}`, [one])
    else of.push(one)
  }
  return found
}

/** What the State to which files of this one went in a request has told of each last. */
async function toldOf(
  { db, state }: Node,
  rows: Awaited<ReturnType<typeof filesOfRequest>>,
): Promise<ReadonlyMap<string, FileThere>> {
  const own = rows.filter((row) => row.state === state)
  // A request is between two States.
  const reports = await lastReportsOfPeers(
    db,
    own.map(({ deposit }) => deposit),
    own[0]?.to_state,
  )
  return new Map(
    [...reports].flatMap(([deposit, told]) =>
      told.map(({ outcome, code, found_at }) => [deposit, { outcome, code, at: found_at.toISOString() }]),
    ),
  )
}

/** A file of a case of this reader's authority with its custody, or null; the reading is in the log before it is returned. */
export async function readCaseFile(
  node: Node,
  request: string,
  deposit: string,
  reader: DeskReader,
  language: LetterLanguage,
): Promise<DeskFile | null> {
  const row = await findRequest(node.db, request)
  if (row?.own_authority !== reader.authority) return null
  const file = (await listCaseFiles(node, request)).find((one) => one.deposit === deposit)
  if (file === undefined) return null
  const custody = await readCustody(node, deposit, reader, 'none')
  if (!custody.ok) return null
  const view = caseView(row, openRecord(row).state, node.now())
  return {
    view,
    names: deskNames(node, reader.authority, [view]),
    file,
    mediaType: custody.row.media_type,
    sha256: custody.row.sha256.toString('hex'),
    sha512: custody.row.sha512?.toString('hex') ?? null,
    handling: custody.handling,
    custody: custodyInWords(custody, language),
  }
}

/**
 * Opens a file of a case of this reader's authority, for a reason that the log keeps. Refuses with EXHIBIT_UNKNOWN where it is
 * of no such case, and as `openExhibit` does.
 */
export async function openCaseFile(
  node: Node,
  request: string,
  deposit: string,
  reader: DeskReader,
  reason: string,
  gone: AbortSignal,
): Promise<Result<OpenedExhibit>> {
  const row = await findRequest(node.db, request)
  const files = row?.own_authority === reader.authority ? await filesOfRequest(node.db, request) : []
  if (!files.some((one) => one.deposit === deposit)) return refuse('EXHIBIT_UNKNOWN')
  const { person, authority, from } = reader
  return await openExhibit(node, deposit, { person, authority, from, reason }, gone)
}
