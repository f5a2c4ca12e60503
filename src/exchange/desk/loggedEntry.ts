import { openCommitment } from '../../audit/commitment.ts'
import { type Entry, subjectOf } from '../../audit/entry.ts'
import type { Actor } from '../../audit/events.ts'
import { readHead } from '../../store/audit.ts'
import { inTransaction } from '../../store/failures.ts'
import { findByDigests } from '../../store/messages.ts'
import { type LoggedRow, findOfTimeline } from '../../store/timeline.ts'
import type { Node } from '../node.ts'
import { noteReading } from '../readCase.ts'
import { openRecord } from '../records.ts'
import { type CaseView, caseView } from './caseView.ts'
import type { DeskReader } from './deskReader.ts'
import { type LogPlace, ownPlace } from './logPlace.ts'
import { type DeskNames, deskNames } from './names.ts'

/** What the log tells of a record beside its messages: who did something, or what ran out; plain data. */
export interface LoggedView {
  /** Hash of the leaf, hexadecimal. */
  readonly leaf: string
  readonly event: Entry['evt']
  /** RFC 3339. */
  readonly at: string
  readonly code: string | null
  /** Who did it; null: the node by itself, or it was erased. */
  readonly actor: Actor | null
  readonly details: Readonly<Record<string, unknown>> | null
  /** The message that was approved; null: it tells of none, or of one that is not here. */
  readonly message: { readonly id: string; readonly sequence: number | null } | null
  /** Somebody did it; else the node by itself. */
  readonly isDone: boolean
  /** Something of it was erased, and its digest alone is left. */
  readonly isErased: boolean
  /** It tells of a draft of another authority of this State, which had the request before: that is told, and nothing of it. */
  readonly isWithheld: boolean
}

/** The same with its place in the log. */
export interface DeskLogged {
  readonly view: CaseView
  readonly names: DeskNames
  readonly logged: LoggedView
  /** As it stands in the log: canonical JSON (RFC 8785), of which the leaf is the hash. */
  readonly entry: string
  /** Whether who did it, and the details, are what the entry commits to; null: nothing of them is here. */
  readonly opens: boolean | null
  readonly place: LogPlace
}

/** What is shown of entries to readers of this authority, in their order. */
export async function loggedViews(
  { db }: Pick<Node, 'db'>,
  rows: readonly LoggedRow[],
  authority: string,
): Promise<readonly LoggedView[]> {
  const read = rows.map((row) => ({ row, entry: JSON.parse(row.entry) as Entry }))
  const approved = await findByDigests(
    db,
    read.flatMap(({ entry: { evt, digest } }) => (evt === 'decision.approved' ? (digest ?? []) : [])),
  )
  return read.map(({ row, entry }) => viewOf(row, entry, approved.get(entry.digest ?? '') ?? null, authority))
}

function viewOf(
  { leaf, actor, details }: LoggedRow,
  entry: Entry,
  message: LoggedView['message'],
  authority: string,
): LoggedView {
  const by = actor === null ? null : (JSON.parse(actor) as Actor)
  const isWithheld = entry.evt.startsWith('draft.') && by !== null && by.authority !== authority
  return {
    leaf: leaf.toString('hex'),
    event: entry.evt,
    at: entry.t,
    code: entry.code ?? null,
    actor: isWithheld ? null : by,
    details: details === null || isWithheld ? null : (JSON.parse(details) as Record<string, unknown>),
    message,
    isDone: entry.actor !== undefined,
    isErased: (entry.actor !== undefined && actor === null) || (entry.d !== undefined && details === null),
    isWithheld,
  }
}

/**
 * One of them, by the hash of its leaf, with the proof that it stands in the log, checked just now; null where there is none for
 * this reader. The reading is in the log before it is returned.
 */
export async function readLogged(
  node: Node,
  request: string,
  leaf: string,
  reader: DeskReader,
): Promise<DeskLogged | null> {
  const found = await findOfTimeline(node.db, subjectOf(request), Buffer.from(leaf, 'hex'))
  if (found === null) return null
  const row = await inTransaction(node.db, (trx) => noteReading(node, trx, request, reader, `entry ${leaf}`))
  if (row === null) return null
  const view = caseView(row, openRecord(row).state, node.now())
  const [logged] = await loggedViews(node, [found], reader.authority)
  if (logged === undefined) return null
  const { log } = await readHead(node.db)
  return {
    view,
    names: deskNames(node, reader.authority, [view]),
    logged,
    entry: found.entry,
    opens: opensAsCommitted(found),
    place: await ownPlace(node, log, leaf),
  }
}

/** Whether who did it, and the details, are what the entry commits to; null: nothing of them is here. */
export function opensAsCommitted(row: LoggedRow): boolean | null {
  const { actor, d } = JSON.parse(row.entry) as Entry
  const checks = [
    opening(actor, row.actor, row.actor_salt),
    opening(d, row.details, row.details_salt),
  ].flatMap((one) => one ?? [])
  return checks.length === 0 ? null : checks.every((one) => one)
}

function opening(commitment: string | undefined, text: string | null, salt: Buffer | null): boolean | null {
  if (text === null || salt === null) return null
  if (commitment === undefined) return false
  return openCommitment(commitment, { salt: salt.toString('base64url'), text }).ok
}
