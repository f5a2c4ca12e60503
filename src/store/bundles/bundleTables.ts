import type { Generated, Selectable } from 'kysely'

/** Where a bundle stands that was asked for at the desk. */
export type BundleStage = 'waiting' | 'making' | 'made' | 'refused' | 'cancelled' | 'lost'

/** A bundle that was asked for at the desk. */
export interface BundleOrderTable {
  /** UUID. */
  id: string
  /** Sign-in name of whoever asked for it. */
  person: string
  authority: string
  role: string
  /** From where, as JSON. */
  asked_from: string
  asked_at: Date
  /** What it is to be, and why, as JSON. */
  wanted: string
  stage: BundleStage
  /** How often its making was begun. */
  attempts: Generated<number>
  /** When whoever makes it last said so. */
  told_at: Generated<Date | null>
  step: Generated<string | null>
  /** How much of the step is done, and of how much; 0 of 0: nobody knows. */
  done: Generated<number>
  of: Generated<number>
  /** Ids of the requests in it. */
  requests: string[]
  /** Why it was not made; of one that is not over, why its making broke off last. */
  code: Generated<string | null>
  /** What its file is called. */
  name: Generated<string | null>
  /** Of the clear file. */
  bytes: Generated<number | null>
  sealed_sha256: Generated<Buffer | null>
  file_key: Generated<Buffer | null>
  /** When it goes; null: it is not over. */
  until: Generated<Date | null>
}

/** What the desk keeps of bundles, by the name of the table. */
export interface BundleTables {
  bundle_order: BundleOrderTable
}

export type BundleOrderRow = Selectable<BundleOrderTable>
