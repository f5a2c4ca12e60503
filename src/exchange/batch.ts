import type { RefusalCode } from '../message/refusal.ts'
import type { AnnouncedLink, AnnouncedRow } from '../store/exhibits/handedOver.ts'
import type { EntrustedRow, MessageRow, NewRefusalRow } from '../store/tables.ts'
import type { Admitted, Stranger } from './admit.ts'
import type { OpenRecord } from './judge.ts'
import type { Node } from './node.ts'
import type { LockedRecord } from './records.ts'
import type { Trail } from './trail.ts'

/** What a message is answered; a promise while its signature is made. */
export type Answer = string | Promise<string>

/** A batch while it is judged: everything that will be written in its one transaction. */
export interface Batch {
  readonly node: Node
  readonly now: Date
  /** Name of the log that gets the entries. */
  readonly origin: string
  /** Whether nothing may be signed now that was not signed before, as too few have cosigned the log. */
  readonly isUnwitnessed: boolean
  /** Peers that may tell soon of messages that this node has lost. */
  readonly awaited: ReadonlySet<string>
  readonly trail: Trail
  readonly locked: ReadonlyMap<string, LockedRecord>
  readonly records: Map<string, OpenRecord>
  readonly openings: Map<string, Admitted>
  /** By sender and id: what is known, from the database or from earlier in this batch. */
  readonly known: Map<string, { readonly digest: string; readonly receipt: Answer | null }>
  /** Receipts of final refusals, by sender and digest: of what came in this batch and of what it names as coming before. */
  readonly refused: Map<string, Answer>
  /** As they will be stored, once their receipts are signed. */
  readonly messages: Promise<MessageRow>[]
  /** What the messages of this batch have given. */
  readonly entrusted: EntrustedRow[]
  /** Files that they announce, and the links to these. */
  readonly announced: AnnouncedRow[]
  readonly links: AnnouncedLink[]
  readonly refusals: Promise<NewRefusalRow>[]
  /** What could not be opened as a message. */
  readonly unopened: Pick<Stranger, 'digest' | 'refusal'>[]
  /** Why messages of this batch were refused, for whoever follows. */
  readonly codes: Set<RefusalCode>
}
