import type { ColumnType, Generated, GeneratedAlways, Selectable } from 'kysely'

// What proves what happened: the log, what others have cosigned, and what two nodes told each other of their messages.

export interface AuditEntryTable {
  id: GeneratedAlways<number>
  at: Date
  /** SHA-256 of 0x00 and the entry (RFC 6962 leaf); the database checks it. */
  leaf: Buffer
  entry: string
}

export interface AuditPendingTable {
  entry: number
}

export interface AuditLeafTable {
  index: number
  entry: number
}

export interface AuditSecretTable {
  entry: number
  field: string
  salt: Buffer
  value: string
}

export interface AuditSubjectTable {
  /** What the entries are about: the digest that stands for a record in the log. */
  subject: string
  /** Number of its entries so far. */
  entries: number
  /** Leaf of its last entry. */
  last_leaf: Buffer
}

export interface AuditTileTable {
  level: number
  index: number
  bytes: Buffer
}

export interface AuditHeadTable {
  /** There is one head. */
  singleton: ColumnType<boolean, never, never>
  size: number
  root: Buffer
  checkpoint: string
  signed_at: Date | null
  /** Which of the logs of this node it is, counted from 1: one whose database went back, or whose key was left, is followed by another. */
  log: Generated<number>
  /** When the newest log began that followed one of which something was lost; null: nothing ever was. */
  log_since: Generated<Date | null>
  /** SHA-256 (hex) of the public key with which it is signed; null: of the key with which the identity was made. */
  log_key: Generated<string | null>
}

/** The largest tree of another log that this node has cosigned. */
export interface WitnessedLogTable {
  origin: string
  state: string
  size: number
  root: Buffer
  /** The checkpoint as its log has signed it, and the cosignature of this node. */
  note: string
  cosigned_at: Date
}

/** The newest head of the log of a peer that came with a proof. */
export interface ShownHeadTable {
  peer_state: string
  origin: string
  size: number
  /** The checkpoint as its log has signed it. */
  note: string
}

/** A receipt that excludes the one which has settled a message, by the same State. */
export interface ContraryReceiptRow {
  /** Digest of the message. */
  message: string
  digest: string
  receipt: string
  found_at: Date
}

/** Two checkpoints of one log that do not go together, both signed by it. */
export interface LogConflictTable {
  origin: string
  /** SHA-256 of the one that was refused. */
  digest: string
  state: string
  kept: string
  refused: string
  found_at: Date
}

/** A head of the own log that a witness has cosigned. */
export interface CosignedCheckpointTable {
  log: number
  size: number
  note: string
  /** When the log was closed with it; null: it went on. */
  closed_at: Generated<Date | null>
}

export interface CosignatureTable {
  log: number
  size: number
  /** The verifier key of the witness. */
  witness: string
  cosigned_at: Date
  line: string
}

/** What this node and a peer have told each other of the messages of a time. */
export interface BalanceTable {
  /** Of the question, as its node has signed it. */
  digest: string
  peer_state: string
  /** Null: from the first message on. */
  from_at: Date | null
  until_at: Date
  /** Whether this node asked. */
  asked: boolean
  question: string
  answer: string
  agreed: boolean
  /** What differs, as JSON; null: nothing does, or it was not found out yet. */
  differences: string | null
  made_at: Date
}

/** An entry that the receipt for an own message promises, and that was not seen in the log of the peer yet. */
export interface PromiseTable {
  /** Digest of the message. */
  message: string
  peer_state: string
  /** RFC 9162 leaf hash in hex. */
  leaf: string
  /** When the peer is to be asked for it. */
  due_at: Date
  /** Whether it was noted in the log that it lacks. */
  alarmed: boolean
}

/** That the promised entry is in the log of the peer (C2SP tlog-proof). */
export interface ReceiptProofTable {
  message: string
  proof: string
}

/** A head of the own log that a time-stamping authority has signed. */
export interface TimeStampTable {
  log: number
  size: number
  /** The note as it was signed here: what the token is over. */
  note: string
  /** The token in DER, with the certificates of its authority. */
  token: Buffer
  /** The time that it says. */
  stamped_at: Date
}

/** What somebody was refused within a minute. */
export interface RefusedActTable {
  person: string
  role: string
  authority: string
  since: Generated<Date>
  /** Entries that tell of one each. */
  noted: number
  /** Those of which no entry tells. */
  more: number
  last_code: string
}

export type WitnessedLogRow = Selectable<WitnessedLogTable>
export type ShownHeadRow = Selectable<ShownHeadTable>
export type LogConflictRow = Selectable<LogConflictTable>
export type TimeStampRow = Selectable<TimeStampTable>
export type BalanceRow = Selectable<BalanceTable>
export type CosignatureRow = Selectable<CosignatureTable>
export type AuditTileRow = Selectable<AuditTileTable>
export type AuditSubjectRow = Selectable<AuditSubjectTable>
