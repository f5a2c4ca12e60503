import type { Told } from './archive.ts'

/** What a backup is, and all that is in it, each file with its hash; the last file of the archive. */
export interface Manifest {
  readonly format: 'rogatory-backup/1'
  readonly program: string
  /** RFC 3339, by the clock of the machine: as of when the database is. */
  readonly madeAt: string
  readonly state: string
  /** Name of the newest form of its tables. */
  readonly form: string
  /** Up to where the log of the node goes that is in it. */
  readonly log: { readonly number: number; readonly size: number; readonly root: string }
  /** In an order in which they may be filled. */
  readonly tables: readonly BackedTable[]
  readonly sequences: readonly { readonly name: string; readonly last: string }[]
  /** Where sealed files are: in the archive, or in a bucket, whose names stand in `exhibits.txt`. */
  readonly exhibits: 'archive' | 'bucket'
  /** Files of which the database says that they are here, and that were not; absent: none. */
  readonly lacking?: readonly WholeDeposit[]
  readonly files: readonly Told[]
}

/** A file that is here: id of its deposit, and SHA-256 (hex) of its sealed form. */
export interface WholeDeposit {
  readonly deposit: string
  readonly sha256: string
}

export interface BackedTable {
  readonly name: string
  /** Without those that the database works out by itself. */
  readonly columns: readonly string[]
  readonly rows: number
}
