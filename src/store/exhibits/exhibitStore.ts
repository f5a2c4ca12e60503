import type { Readable } from 'node:stream'
import type { PartialFile, PartialLeft } from './partialFile.ts'
import type { PlaceMark } from './placeMark.ts'
import type { KeptOrNot, SmallFile } from './smallFiles.ts'
import type { UploadDrafts } from './uploadDraft.ts'

/**
 * The sealed files of a node, each named by the SHA-256 (hex) of its bytes: what is there is whole and never changes. They lie
 * in a folder (`exhibitFolder.ts`) or in a bucket (`bucket/exhibitBucket.ts`); what is on its way lies on this machine.
 *
 * Each may throw ExhibitStoreUnavailable, which says nothing of a file.
 */
export interface ExhibitStore {
  /** Bytes of the largest file that can be kept. */
  readonly sealedBytesMax: number
  /** Begins a new file, which nobody sees before it is kept. */
  begin(): Promise<IncomingFile>
  /** A file, or the bytes from `start` to `end` of it (both counted from 0 and both given); null: there is none. */
  read(sha256: string, range?: ByteRange): Promise<Readable | null>
  /** The same in pieces, of which each holds only until the next one is asked for: their memory is used again. */
  pieces(sha256: string, range: ByteRange): Promise<AsyncIterable<Buffer> | null>
  /** All of a file of no more than so many bytes, at once; null: there is none, or it has more. */
  small(sha256: string, bytesMax: number): Promise<Buffer | null>
  /**
   * Puts small files under their names, for good, and says what has come of each, in their order: what is told as kept is
   * where it stays, and would be there after a power cut.
   */
  keepSmall(files: readonly SmallFile[]): Promise<readonly KeptOrNot[]>
  /**
   * Makes sure that a file which was found under its name would be there after a power cut: whoever put it there may have died,
   * or been refused by the disk, before that was so.
   */
  settle(sha256: string): Promise<void>
  /** Bytes of a file; null: there is none. */
  sizeOf(sha256: string): Promise<number | null>
  /** Puts a file that is not what its name says out of the way, where there is one: nobody reads it again. */
  setAside(sha256: string, now: Date): Promise<void>
  /** Files that were put out of the way before this instant, a few hundred at a time. */
  asideBefore(instant: Date): AsyncGenerator<readonly FileAside[]>
  /** Takes one of them away. */
  dropAside(file: FileAside): Promise<void>
  /** Takes a file away, where there is one. */
  remove(sha256: string): Promise<void>
  /** The names of all files that were kept before this instant, a few hundred at a time. */
  keptBefore(instant: Date): AsyncGenerator<readonly string[]>
  /** Opens what has come of a file that is fetched, by the UUID of its deposit. */
  partial(deposit: string): Promise<PartialFile>
  /** Bytes that have come of it. */
  partialBytes(deposit: string): Promise<number>
  /** Takes away what has come of it. */
  removePartial(deposit: string): Promise<void>
  /** What is on this machine of files that are fetched, or were. */
  partials(): Promise<readonly PartialLeft[]>
  /** Takes one of them away. */
  dropPartial(left: PartialLeft): Promise<void>
  /** What has come of uploads. */
  readonly uploads: UploadDrafts
  /** Bytes that whoever runs this node may still write to the disk on which files lie that are on their way. */
  freeBytes(): Promise<number>
  /** Takes away what processes that died have left of files that were on their way in. */
  sweepLeftovers(now: Date): Promise<void>
  /** Names of files that the node kept elsewhere on this machine before, and that are not here, some at a time. */
  elsewhere(): AsyncGenerator<readonly string[]>
  /** Takes one of them over, of which nothing is left there then. False: it is not what its name says, and stays there. */
  moveIn(sha256: string): Promise<boolean>
  /** Throws where nothing can be kept or read now, with words for the operator. */
  look(): Promise<void>
  /** By what the folder is known again; null: they lie in a bucket, which says itself what it is. */
  readonly mark: Omit<PlaceMark, 'refuseOther'> | null
  /** Breaks off what is waited for. Nothing is kept or read after that. */
  close(): void
}

/** A file that was put out of the way: it was not what its name says. */
export interface FileAside {
  readonly sha256: string
  readonly at: Date
}

/** The name of it among others that were put out of the way. */
export function asideName({ sha256, at }: FileAside): string {
  return `${sha256}.${at.getTime()}`
}

/** The file that has this name, where it was put out of the way before this instant. */
export function asideNamed(name: string, before: Date): FileAside[] {
  const [, sha256, ms] = /^([0-9a-f]{64})\.([0-9]{1,15})$/.exec(name) ?? []
  const at = new Date(Number(ms))
  return sha256 === undefined || at >= before ? [] : [{ sha256, at }]
}

/** Bytes of a file, both of them included. */
export interface ByteRange {
  readonly start: number
  readonly end: number
}

/** A file that is being written. */
export interface IncomingFile {
  /** Writes at the end of what was written. Returns when the system has taken all of it. */
  write(piece: Uint8Array): Promise<void>
  /** Puts the file under this name, for good: when this returns, it is where it stays, and would be there after a power cut. */
  keep(sha256: string): Promise<void>
  /** Throws away what was written. */
  drop(): Promise<void>
}

/** What nobody writes for so long was left behind by a process that died. */
export const leftoverMs = 24 * 3_600_000

/** Where sealed files are kept, nothing can be kept or read now: that says nothing of a file, and may pass. */
export class ExhibitStoreUnavailable extends Error {
  readonly code = 'EXHIBIT_STORE_UNAVAILABLE'
  /** It does not pass by itself: somebody has to set something right. */
  readonly isLasting: boolean

  constructor(words: string, { isLasting = false, ...options }: ErrorOptions & { isLasting?: boolean } = {}) {
    super(words, options)
    this.isLasting = isLasting
  }
}
