import type { Generated, GeneratedAlways, Insertable, Selectable } from 'kysely'
import type { AccessTokenRow, AccessTokenTable } from './accessTokenTable.ts'
import type { CarrierMessageTable, CarrierTable } from './carriers/carrierTables.ts'
import type { DraftTables } from './drafts/draftTables.ts'
import type { WebhookTables } from './webhooks/webhookTables.ts'
import type { SearchTables } from './search/searchTables.ts'
import type { WhoseTurn } from '../workflow/whoseTurn.ts'
import type { IdempotencyKeyTable } from './idempotencyTable.ts'
import type {
  ExhibitDepositTable,
  ExhibitDescriptionTable,
  ExhibitLinkTable,
  ExhibitProgressTable,
  ExhibitRuleTable,
  ExhibitUploadTable,
  CustodyNoteTable,
  ExhibitReportTable,
} from './exhibits/exhibitTables.ts'
import type { PeopleTables } from './people/peopleTables.ts'
import type { ProcessTables } from './processTables.ts'
import type {
  AuditEntryTable,
  AuditHeadTable,
  AuditLeafTable,
  AuditPendingTable,
  AuditSecretTable,
  AuditSubjectTable,
  AuditTileTable,
  BalanceTable,
  CosignatureTable,
  ContraryReceiptRow,
  CosignedCheckpointTable,
  LogConflictTable,
  PromiseTable,
  ReceiptProofTable,
  ShownHeadTable,
  RefusedActTable,
  TimeStampTable,
  WitnessedLogTable,
} from './trailTables.ts'

/** Every table of a node. Times are instants; digests are lower-case hex; JSON that nobody queries inside is text. */
export interface Database extends PeopleTables, ProcessTables, SearchTables, WebhookTables, DraftTables {
  setting: SettingTable
  peer: PeerTable
  trust_list: TrustListTable
  revocation_list: RevocationListTable
  request: RequestTable
  measure: MeasureTable
  message: MessageTable
  entrusted: EntrustedTable
  outbox: OutboxTable
  circuit: CircuitTable
  refusal: RefusalTable
  audit_entry: AuditEntryTable
  audit_pending: AuditPendingTable
  audit_leaf: AuditLeafTable
  audit_secret: AuditSecretTable
  audit_subject: AuditSubjectTable
  audit_tile: AuditTileTable
  audit_head: AuditHeadTable
  witnessed_log: WitnessedLogTable
  log_conflict: LogConflictTable
  cosigned_checkpoint: CosignedCheckpointTable
  cosignature: CosignatureTable
  balance: BalanceTable
  promise: PromiseTable
  receipt_proof: ReceiptProofTable
  shown_head: ShownHeadTable
  contrary_receipt: ContraryReceiptRow
  legal_hold: LegalHoldTable
  refused_act: RefusedActTable
  time_stamp: TimeStampTable
  access_token: AccessTokenTable
  idempotency_key: IdempotencyKeyTable
  exhibit_deposit: ExhibitDepositTable
  exhibit_upload: ExhibitUploadTable
  exhibit_link: ExhibitLinkTable
  exhibit_rule: ExhibitRuleTable
  exhibit_progress: ExhibitProgressTable
  exhibit_report: ExhibitReportTable
  custody_note: CustodyNoteTable
  exhibit_description: ExhibitDescriptionTable
  carrier: CarrierTable
  carrier_message: CarrierMessageTable
}

export interface SettingTable {
  name: string
  value: string
}

export interface PeerTable {
  state: string
  /** Digests of the keys that may sign this State's trust list, pinned out of band. */
  pins: readonly string[]
  added_at: Date
  /** When it has told what it has of the records between us, since this node came up; null: not yet. */
  heard_at: Generated<Date | null>
  /** Another one each time that it begins to ask what this node has of the records between us, and where it is pinned again after its pin was ended. */
  asking: Generated<string>
}

export interface TrustListTable {
  digest: string
  state: string
  sequence: number
  jws: string
  accepted_at: Date
}

export interface RevocationListTable {
  digest: string
  state: string
  /** SHA-256 of the certificate of the authority that issued it. */
  authority: string
  /** Decimal; it may have 48 digits. */
  number: string
  this_update: Date
  next_update: Date
  der: Buffer
  accepted_at: Date
}

export interface RequestTable {
  id: string
  reference: string
  /** Whether this node keeps the order of the record. */
  keeper: boolean
  /** The side that this node speaks for. */
  side: 'requesting' | 'requested'
  own_state: string
  own_authority: string
  counterpart_state: string
  counterpart_authority: string
  /** Derived from the measures; for lists. */
  state: string
  sequence: number
  head: string
  /** Digest of the last message of the side that does not keep the order: judged here, or (on that side) sent. */
  last_other: string | null
  /** Canonical JSON of the request as the workflow knows it. */
  snapshot: string
  opened_at: Date
  updated_at: Date
  next_clock_at: Date | null
  /** When the first running clock ends or has ended. */
  due_at: Date | null
  /** The affair that ties it to other requests, or null. */
  matter: string | null
  /** From whom the next step is awaited; refused: the other side has not opened it. Null: nobody has worked it out. */
  turn: WhoseTurn | 'refused' | null
  /** It came in, and this node has said nothing in it. */
  unanswered: boolean
  /** Since when a step of ours is awaited, and since when one of the other side; null: none is. The database keeps both with the turn. */
  ours_since: Date | null
  theirs_since: Date | null
  /** Place of the last message of the other side; 0: none has come. */
  came_sequence: number
  /** The person who has it, and since when; null: nobody. */
  assigned_to: string | null
  assigned_at: Date | null
  /** Why the record takes no new messages, as a code; null: it does. */
  closed: string | null
  /** When its contents were erased: the snapshot and the texts of its messages are empty since; null: they are there. */
  erased_at: Date | null
}

export interface MeasureTable {
  request: string
  id: string
  kind: string
  state: string
  until: Date | null
}

export interface MessageTable {
  /** SHA-256 of the JWS signing input: the identity of the message. */
  digest: string
  id: string
  request: string
  direction: 'sent' | 'received'
  type: string
  from_authority: string
  to_authority: string
  from_state: string
  /** Its place in the record; null while pending and for ever when refused. */
  sequence: number | null
  head: string | null
  /** Empty: it was erased. */
  jws: string
  sent_at: Date
  stored_at: Date
  /** The signed receipt (JWS): ours for a received message, the peer's for a sent one. */
  receipt: string | null
  status: 'placed' | 'pending' | 'refused'
  refusal: string | null
}

/** What another State has given: a file announced, or a message of another record that was shown. */
export interface EntrustedTable {
  /** Digest of the message that gave it. */
  message: string
  request: string
  kind: 'file' | 'message'
  /** Id of the file in its record, or the place of the message in the list that enclosed it. */
  name: string
  /** SHA-256 of the file, or the digest of the message. */
  digest: string
}

export interface OutboxTable {
  digest: string
  request: string
  peer_state: string
  /** Order of delivery within a record. */
  ordinal: GeneratedAlways<number>
  jwe: string
  status: Generated<'waiting' | 'dead'>
  /**
   * Only the first waiting row of a record has it: when that record is to be tried next, which is also the end of
   * the lease while a worker has it. Null: another row stands before it, or it is dead.
   */
  next_attempt_at: Date | null
  leased_by: Generated<string | null>
  attempts: Generated<number>
  first_failed_at: Generated<Date | null>
  last_code: Generated<string | null>
  last_detail: Generated<string | null>
}

/** A peer that failed last; a peer that answered last has no row. */
export interface CircuitTable {
  peer_state: string
  /** Rounds of posts that failed since its last answer. */
  failures: number
  failing_since: Date
  /** Since when one message at a time is posted to see whether it is back; null: everything due is posted. */
  opened_at: Date | null
  /** When that may be tried next, which is also the end of the lease while a process tries; null: it is not open. */
  probe_at: Date | null
  last_code: string
  last_detail: string
}

export interface RefusalTable {
  id: GeneratedAlways<number>
  at: Date
  from_state: string | null
  message_digest: string | null
  message_id: string | null
  request: string | null
  code: string
  detail: string
  /** What was refused, as it was signed. */
  bytes: string | null
  /** The signed refusal that was given for it; the same bytes get it again. */
  receipt: string | null
}

/** A record that nobody may erase. */
export interface LegalHoldTable {
  request: string
  reason: string
  /** Who placed it. */
  person: string
  placed_at: Date
}

export type PeerRow = Selectable<PeerTable>
export type TrustListRow = Selectable<TrustListTable>
export type RevocationListRow = Selectable<RevocationListTable>
export type RequestRow = Selectable<RequestTable>
export type MeasureRow = Selectable<MeasureTable>
export type MessageRow = Selectable<MessageTable>
export type { AccessTokenRow }
export type EntrustedRow = Selectable<EntrustedTable>
export type OutboxRow = Selectable<OutboxTable>
export type NewOutboxRow = Pick<Insertable<OutboxTable>, 'digest' | 'request' | 'peer_state' | 'jwe'>
export type CircuitRow = Selectable<CircuitTable>
export type LegalHoldRow = Selectable<LegalHoldTable>
export type RefusedActRow = Selectable<RefusedActTable>
export type RefusalRow = Selectable<RefusalTable>
export type NewRefusalRow = Insertable<RefusalTable>
