import type { AuditEvent } from '../../audit/auditEvent.ts'
import type { Db, Trx } from '../../store/database.ts'
import { type Judged, type KnownMessage, findMessages } from '../../store/messages.ts'
import { listRefused } from '../../store/recall.ts'
import { findRefusals } from '../../store/refusals.ts'
import type { EntrustedRow, MessageRow, NewRefusalRow } from '../../store/tables.ts'
import type { Entry, OpenRecord } from '../judge.ts'
import type { Node } from '../node.ts'
import type { LockedRecord } from '../records.ts'
import type { Trail } from '../trail.ts'
import type { FilesBack } from './filesBack.ts'
import type { Settled } from './settled.ts'

/** A page of one record while it is put back: everything that will be written in its one transaction. */
export interface Restoring {
  readonly node: Node
  readonly now: Date
  readonly peer: string
  readonly request: string
  readonly trail: Trail
  readonly locked: LockedRecord
  record: OpenRecord
  /** Own and the peer's messages that are stored, by State and id. */
  readonly known: ReadonlyMap<string, KnownMessage>
  /** Digests of what was refused in this record, by either node. */
  readonly refused: Set<string>
  /** What followed a message of the side that does not keep the order, by its digest; `''` for the first. */
  readonly following: Map<string, string>
  opening: Entry | null
  /** Entries about what was refused here, as long as the record is not opened. */
  readonly early: (AuditEvent & { readonly event: 'restored.received' })[]
  restored: number
  readonly messages: MessageRow[]
  /** What the peer's messages among them have given. */
  readonly entrusted: EntrustedRow[]
  readonly files: FilesBack
  readonly judged: Judged[]
  readonly delivered: string[]
  readonly refusals: NewRefusalRow[]
}

/** What is stored of the messages and refusals that a peer hands back. */
export type KnownHere = Pick<Restoring, 'node' | 'peer' | 'known' | 'refused'>

/** Looks up what this node has of a page of one record. */
export async function knownHere(
  node: Node,
  db: Db | Trx,
  { peer, request }: { readonly peer: string; readonly request: string },
  page: readonly Settled[],
): Promise<KnownHere> {
  const names = page.flatMap(({ message, own }) =>
    message === null ? [] : [{ from_state: own ? node.state : peer, id: message.id }],
  )
  const known = await findMessages(db, names)
  const kept = await findRefusals(
    db,
    page.map(({ digest }) => ({ from_state: peer, message_digest: digest })),
  )
  const refused = await listRefused(db, request)
  return {
    ...{ node, peer },
    known: new Map(known.map((row) => [`${row.from_state} ${row.id}`, row])),
    refused: new Set([...refused, ...kept.map(({ message_digest }) => message_digest)]),
  }
}

/** What of a page this State has signed, be it the receipt, and does not know any more. */
export function lostOf(here: KnownHere, page: readonly Settled[]): Settled[] {
  return page.filter(
    (settled) => knownAs(here, settled)?.digest !== settled.digest && !here.refused.has(settled.digest),
  )
}

/** Until when the newest of it was signed. */
export function newestOf(lost: readonly Settled[]): number {
  return Math.max(...lost.map(({ signedAt }) => signedAt.getTime()))
}

/** The stored message of the same name, or undefined. */
export function knownAs(
  { known, node, peer }: Pick<Restoring, 'known' | 'node' | 'peer'>,
  { own, message }: Settled,
): KnownMessage | undefined {
  return message === null ? undefined : known.get(`${own ? node.state : peer} ${message.id}`)
}
