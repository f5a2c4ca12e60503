import type { Generated, Selectable } from 'kysely'

/** Where a draft stands: it is written on, waits for a second person, is on its way into the record, or has ended. */
export const draftStages = ['writing', 'submitted', 'returned', 'sending', 'sent', 'dropped'] as const
export type DraftStage = (typeof draftStages)[number]

/** Drafts of messages at the desk. */
export interface DraftTable {
  /** UUID. */
  id: string
  /** Whose draft it is, and from whom the message will be. */
  authority: string
  /** The request that it is about; of one that opens a record, the id which that will have. */
  request: string
  type: string
  to_authority: string
  reference: string
  matter: string | null
  in_reply_to: string | null
  measures: readonly string[] | null
  language: string
  /** JSON; empty once the message is sent, which has it. */
  body: string
  exhibits: string
  /** Id of the person who began it. */
  author: string
  /** Ids of everybody who ever changed it. */
  editors: readonly string[]
  made_at: Date
  changed_at: Date
  /** Grows with each change. */
  version: number
  stage: DraftStage
  submitted_by: Generated<string | null>
  submitted_at: Generated<Date | null>
  /** Whether its system submitted it; else that person did, at the desk. */
  submitted_by_system: Generated<boolean>
  /** From which address it was submitted and approved, until it is sent or goes back. */
  submitted_from: Generated<string | null>
  approved_from: Generated<string | null>
  /** Id that the message will have: it is there before anything is sent, so that it is sent once. */
  message: Generated<string | null>
  /** SHA-256 (hex) of the exact words. */
  digest: Generated<string | null>
  approver: Generated<string | null>
  approved_at: Generated<Date | null>
  /** Id of the person in whose place it was approved; null: in nobody's. */
  on_behalf_of: Generated<string | null>
  returned_by: Generated<string | null>
  /** Why it was returned, in the words of whoever did. */
  reason: Generated<string | null>
  /** The code with which the node refused to send it. */
  refusal: Generated<string | null>
  /** Digest of the message once it is sent. */
  message_digest: Generated<string | null>
  /** Name of the token of the system that began it; null: a person did, at the desk. */
  system: Generated<string | null>
  /** The highest number of an id that it has ever given to a file, 3 of E3; kept by a trigger. */
  highest_exhibit: Generated<number>
  /** Its words as they were submitted when it last came back, JSON without the keys of files; kept, and let go with those of the draft, by a trigger. */
  returned_words: Generated<string | null>
  /** The earlier request of the own authority, of the same case, that it was begun with. */
  begun_like: string | null
}

export type DraftRow = Selectable<DraftTable>

/** Who may approve in whose place. */
export interface DelegationTable {
  /** UUID. */
  id: string
  authority: string
  /** Ids of people. */
  giver: string
  receiver: string
  /** `2027-03-01`; the last day is included. */
  from_day: string
  until_day: string
  made_at: Date
  withdrawn_at: Generated<Date | null>
  withdrawn_by: Generated<string | null>
}

export type DelegationRow = Selectable<DelegationTable>

/** Files that were taken in for a draft, until a message hands them over or they are forgotten. */
export interface DraftFileTable {
  deposit: string
  draft: string
  /** By the clock of the machine. */
  taken_at: Date
}

/** Which files of this node drafts name that have not ended; kept by a trigger. */
export interface DraftDepositTable {
  deposit: string
  draft: string
}

export type DraftFileRow = Selectable<DraftFileTable>

/** What an authority begins its drafts from. */
export interface DraftTemplateTable {
  /** UUID. */
  id: string
  authority: string
  /** What people call it: one of its authority. */
  name: string
  /** The type of message that it begins. */
  type: string
  language: string
  /** JSON. */
  body: string
  /** Id of a person. */
  made_by: string
  made_at: Date
}

export type DraftTemplateRow = Selectable<DraftTemplateTable>

/** The tables of drafts, by their names. */
export interface DraftTables {
  draft: DraftTable
  delegation: DelegationTable
  draft_file: DraftFileTable
  draft_deposit: DraftDepositTable
  draft_template: DraftTemplateTable
}
