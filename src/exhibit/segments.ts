import { chunkBytes, headerBytes, openedBytes, sealedChunkBytes } from './chunkedEncryption.ts'

/** Chunks that are asked for together: 4 MiB. */
export const segmentChunks = 256

/** A run of whole chunks of a sealed file. The header stands before the first chunk and belongs to none. */
export interface Segment {
  /** Number of its first chunk, counted from 0. */
  readonly first: number
  /** Number of the chunk after its last. */
  readonly end: number
}

/** Chunks that are not there whole. Of the first one the beginning may be. */
export interface Lacking extends Segment {
  /** So many bytes of the first of them lie there; what they are worth shows once the chunk is whole. */
  readonly begunBytes: number
}

/** How many chunks a sealed file of so many bytes has; null where no file has a sealed form of that size. */
export function chunksIn(sealedBytes: number): number | null {
  const opened = openedBytes(sealedBytes)
  return opened === null ? null : Math.floor(opened / chunkBytes) + 1
}

/** The segments of a file of so many chunks, in order, each made when it is asked for. */
export function* segmentsOf(chunks: number): Generator<Segment> {
  for (let first = 0; first < chunks; first += segmentChunks)
    yield { first, end: Math.min(first + segmentChunks, chunks) }
}

/** Where a chunk begins in a sealed file. */
export function chunkPosition(number: number): number {
  return headerBytes + number * sealedChunkBytes
}

/** Bytes of a chunk in a sealed file of so many bytes: the last one is shorter; 0 of one that is not there. */
export function chunkLength(number: number, sealedBytes: number): number {
  return Math.max(0, Math.min(chunkPosition(number + 1), sealedBytes) - chunkPosition(number))
}
