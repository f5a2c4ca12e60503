import type { KnownMessage, Judged } from '../../store/messages.ts'
import type { EntrustedRow, MessageRow, NewRefusalRow } from '../../store/tables.ts'
import type { Entry, OpenRecord } from '../judge.ts'
import type { Node } from '../node.ts'
import type { LockedRecord } from '../records.ts'
import type { Trail } from '../trail.ts'
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
  restored: number
  readonly messages: MessageRow[]
  /** What the peer's messages among them have given. */
  readonly entrusted: EntrustedRow[]
  readonly judged: Judged[]
  readonly delivered: string[]
  readonly refusals: NewRefusalRow[]
}

/** The stored message of the same name, or undefined. */
export function knownAs(
  { known, node, peer }: Restoring,
  { own, message }: Settled,
): KnownMessage | undefined {
  return message === null ? undefined : known.get(`${own ? node.state : peer} ${message.id}`)
}
