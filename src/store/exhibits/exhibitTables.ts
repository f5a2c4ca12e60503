import type { Generated, Selectable } from 'kysely'

/** Where a file stands: told of by a message, wanted, on its way, here as a whole, here and not what was signed, gone. */
export const depositStatuses = ['announced', 'accepted', 'fetching', 'whole', 'damaged', 'erased'] as const
export type DepositStatus = (typeof depositStatuses)[number]

/** A file that a node has taken in: this one, or that of another State which hands it over. */
export interface ExhibitDepositTable {
  /** UUID by which this node knows it: as a rule the one that the State has given it. */
  id: string
  /** The State whose node took the file in. */
  state: string
  /** UUID that this State has given it, which is in its messages and in the context of its sealed form. */
  given_id: string
  /** The request for which it came; null: it was taken in here, for none in particular. */
  request: string | null
  /** Of the clear file. */
  sha256: Buffer
  sha512: Buffer | null
  bytes: number
  /** Of the sealed form, by which it is named in the folder. */
  sealed_sha256: Buffer
  sealed_bytes: number
  /** What opens it; null: it was destroyed. */
  file_key: Buffer | null
  /** `-` once its key was destroyed, by a trigger. */
  name: string
  media_type: string
  status: DepositStatus
  /** Whether a person has accepted it, where its size asks for that. */
  accepted: Generated<boolean>
  /** The code of why it is damaged. */
  refusal: Generated<string | null>
  taken_at: Date
  /** Who took it in; null: the node by itself. */
  person: string | null
  /** When its sealed file was last read as a whole where it lies, by the clock of the machine; null: not since it came. */
  checked_at: Generated<Date | null>
  /** Id of the deposit from which it was made, here or not; null: of none that was named. */
  derived_from: Generated<string | null>
  /** What a scanner said of it when it was taken in: canonical JSON by schemas/part/exhibit-scan.json; null: nobody did, or its key was destroyed. */
  scan: Generated<string | null>
  /** Id of the authority of this State for which it was taken in; null: it came from another State, or nobody knows. */
  authority: Generated<string | null>
  /**
   * Bytes of the room of its State that a file takes up which is not whole yet: all of its sealed form while it may come, what has come
   * of it while it waits. Means nothing in any other status.
   */
  held_bytes: Generated<number>
  /** Since when it has waited for the reason in `refusal`, by the clock of the machine. Means nothing where there is none. */
  waiting_since: Generated<Date | null>
}

/** Where an upload stands: bytes come, all are here, taken in; or over by who began it, by its time, by a refusal. */
export type UploadStatus = 'coming' | 'whole' | 'taken' | 'ended' | 'expired' | 'refused'

/** A file that a system of the State uploads, or a person at the desk. */
export interface ExhibitUploadTable {
  id: string
  /** Name of the token by which it was begun; null: a person began it. */
  token: string | null
  /** Id of the person who began it, and of the draft for which; both null: a system began it. */
  person: string | null
  draft: string | null
  /** JSON of `PostedUpload`; null: a system began it, or it is over. */
  posted: string | null
  /** Id of the authority for which it was begun. */
  authority: string
  name: string
  /** That it will have. */
  bytes: number
  /** Id of the request for which it is; null: none was named. */
  request: string | null
  derived_from: string | null
  /** Where, and why, a system has it taken in; null: it does not say, or a person began it. */
  place: string | null
  reason: string | null
  /** What opens the parts that lie on the disk; null: it was destroyed. */
  file_key: Buffer | null
  status: UploadStatus
  /** What it became. */
  deposit: Generated<string | null>
  refusal: Generated<string | null>
  /** These by the clock of the machine. */
  begun_at: Date
  expires_at: Date
  over_at: Generated<Date | null>
}

export type ExhibitUploadRow = Selectable<ExhibitUploadTable>

/** A message that hands a deposit over. */
export interface ExhibitLinkTable {
  /** Digest of the message. */
  message: string
  /** Id of the exhibit in it. */
  exhibit: string
  deposit: string
  request: string
  to_state: string
}

/** What a peer may hand over, and when and how fast it is fetched. Null: no limit. */
export interface ExhibitRuleTable {
  /** The code of a State; `*`: every other. */
  peer: string
  bytes_per_second: number | null
  /** Minutes of the day in the zone; all three, or none. */
  from_minute: number | null
  until_minute: number | null
  time_zone: string | null
  quota_bytes: number | null
  accept_bytes: number | null
}

/** How far a file has come that is being fetched. */
export interface ExhibitProgressTable {
  deposit: string
  /** Of the sealed form: opened and hashed. */
  bytes: number
  bytes_per_second: number
  seen_at: Date
}

export type ExhibitRuleRow = Selectable<ExhibitRuleTable>
export type ExhibitProgressRow = Selectable<ExhibitProgressTable>

/** A signed statement of one node to the other of how it found a file that was handed over between them, or why it cannot take it yet. */
export interface ExhibitReportTable {
  /** Of the report, as it was signed. */
  digest: string
  deposit: string
  peer_state: string
  /** Whether this node made it; else the peer did. */
  own: boolean
  /** Compact JWS over schemas/exhibit-report.json. */
  report: string
  event: string
  outcome: 'whole' | 'damaged' | 'waiting' | 'fetching'
  /** Why it is damaged, or waits. */
  code: string | null
  /** Digest of the report that it answers. */
  in_reply_to: string | null
  found_at: Date
  kept_at: Date
  /** When the peer is told next, by the clock of the machine; null: nothing is to be told any more. */
  due_at: Date | null
  attempts: Generated<number>
  /** When the peer has answered, and the code with which it does not keep it. */
  settled_at: Generated<Date | null>
  refusal: Generated<string | null>
}

/** What a person has noted of the custody of a deposit. */
export interface CustodyNoteTable {
  deposit: string
  /** Counted from 1. */
  number: number
  noted_at: Date
  /** JSON by schemas/part/custody-event.json. */
  event: string
  /** Who noted it. */
  person: string
}

/** What a description that came with a file says of it. */
export interface ExhibitDescriptionTable {
  deposit: string
  /** JSON by schemas/part/evidence-item.json, without custody. */
  item: string
  described_at: Date
  /** Who took the file in. */
  person: string
}

export type ExhibitDescriptionRow = Selectable<ExhibitDescriptionTable>
export type ExhibitReportRow = Selectable<ExhibitReportTable>
export type CustodyNoteRow = Selectable<CustodyNoteTable>
export type ExhibitDepositRow = Selectable<ExhibitDepositTable>
export type ExhibitLinkRow = Selectable<ExhibitLinkTable>
