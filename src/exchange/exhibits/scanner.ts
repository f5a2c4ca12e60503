import type { Exhibit } from '../../message/generated/types.ts'

/** What a scanner said of a file (schemas/part/exhibit-scan.json). */
export type Scan = NonNullable<Exhibit['scan']>

/** Looks at files for malware while they are taken in. */
export interface Scanner {
  /** What is done with a file in which it finds something. */
  readonly policy: 'mark' | 'refuse'
  /** Begins to look at a file. Never throws: what it cannot do, its verdict says. */
  readonly begin: () => Promise<Scanning>
  /** Ends whatever is being looked at: a process whose database is closed would wait for verdicts that nobody hears. */
  readonly close: () => void
}

/** A file that is being looked at. */
export interface Scanning {
  /** Gives it the next bytes, as fast as it takes them. */
  readonly feed: (piece: Uint8Array) => Promise<void>
  /** What it says once it has all. */
  readonly verdict: (file: { readonly bytes: number; readonly sha256: string }) => Promise<Scan>
  /** Ends it where the file does not come to its end. */
  readonly drop: () => void
}
