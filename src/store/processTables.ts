import type { Selectable } from 'kysely'

/** What several processes of one node know of each other. */
export interface ProcessTables {
  process: ProcessTable
  lease: LeaseTable
}

/** A process that serves the node. All times are those of the clock of the database. */
export interface ProcessTable {
  /** Drawn by the process at its start; it stands by this number (`store/presence.ts`). */
  id: number
  /** Where it runs: the name of its machine and its number there. */
  place: string
  /** Of its program. */
  version: string
  /** The newest form of the tables that its program knows. */
  form: string
  began_at: Date
  /** Until then it counts as up, unless it says so again. */
  alive_until: Date
}

/** A job that one process does alone. */
export interface LeaseTable {
  name: string
  /** Id of the process that has it, or had it last. */
  holder: number
  /** Counts who has had it: higher with each process that takes it from another. */
  fence: number
  /** By the clock of the database. */
  until: Date
}

export type ProcessRow = Selectable<ProcessTable>
export type LeaseRow = Selectable<LeaseTable>
