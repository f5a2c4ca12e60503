import { read } from 'node:fs'
import { promisify } from 'node:util'
import { type ChunkKeys, openChunk } from '../../exhibit/chunkedEncryption.ts'
import { type Lacking, type Segment, chunkLength, chunkPosition } from '../../exhibit/segments.ts'
import type { HeldPieces } from './heldPieces.ts'
import type { TakenChunks, ThroughDigests, ThroughHashes } from './throughHashes.ts'
import { type OpenFile, blockBytes, giveSpace, isNotDirect, takeSpace } from './directFile.ts'

/** A sealed file that lies in an open one, maybe with holes. */
export interface SealedFile {
  readonly header: Uint8Array
  readonly keys: ChunkKeys
  /** Bytes that it has when it is whole. */
  readonly bytes: number
  /** Whether the clear file is hashed by SHA-512 as well: it costs as much as all else that is done with a chunk. */
  readonly hasSecondHash: boolean
}

/** What a sealed file turned out to be. */
export interface ReadThrough extends ThroughDigests {
  /** Of the clear file. */
  readonly bytes: number
}

/**
 * Reads the chunks of a sealed file where they lie. A chunk that opens was written whole; of one that does not, nothing is
 * known but that.
 */
export interface ChunkReading {
  /** The runs of chunks in a segment that do not open; where one had begun to come, a run begins with it. */
  readonly look: (segment: Segment) => Promise<Lacking[]>
  /**
   * The same; and hashes its chunks up to the first that does not open. Segments are given in order, one at a time, and one
   * again where something lacked: it goes on there.
   */
  readonly take: (segment: Segment) => Promise<Lacking[]>
  /** What was taken. */
  readonly through: () => Promise<ReadThrough>
}

/** Chunks that are read at once: half a mebibyte, which stays near the processor while it is opened and hashed. */
export const chunksAtOnce = 32

/**
 * @param file - open as long as this is used
 * @param held - what was written of it just now, which is not read from the disk; what was taken is held no longer
 */
export function chunkReading(
  file: OpenFile,
  { keys, bytes: sealedBytes }: Pick<SealedFile, 'keys' | 'bytes'>,
  hashes: ThroughHashes,
  held: HeldPieces | null = null,
): ChunkReading {
  const readAt = readingAt(file)
  let bytes = 0
  let next = 0

  const readPiece = async ({ first, end }: Segment): Promise<Found> => {
    const position = chunkPosition(first)
    const length = endOf(end - 1, sealedBytes) - position
    return heldAt(held, position, length) ?? (await readAt(position, length))
  }

  /** Of chunks that were read, tells whether each one opens; gives those of them that are taken, in order. */
  const open = (
    { first, end }: Segment,
    found: Buffer,
    tell: (number: number, opens: boolean, chunk: Buffer) => void,
    isTaken: boolean,
  ): TakenChunks => {
    const clears: Buffer[] = []
    const takenFrom = next
    for (let number = first, at = 0; number < end; number += 1) {
      const length = chunkLength(number, sealedBytes)
      const chunk = found.subarray(at, at + length)
      at += length
      const clear = chunk.length < length || isEmpty(chunk) ? null : openChunk(keys, number, chunk)
      tell(number, clear !== null, chunk)
      if (clear === null || !isTaken || number !== next) continue
      clears.push(clear)
      bytes += clear.length
      next += 1
    }
    if (clears.length === 0) return { sealed: found.subarray(0, 0), clear: clears }
    const sealedEnd = Math.min(chunkPosition(next), sealedBytes) - chunkPosition(first)
    return {
      sealed: found.subarray(chunkPosition(takenFrom) - chunkPosition(first), sealedEnd),
      clear: clears,
    }
  }
  const reading = async (segment: Segment, isTaken: boolean): Promise<Lacking[]> => {
    const lacking: { first: number; end: number; begunBytes: number }[] = []
    const tell = (number: number, opens: boolean, chunk: Buffer): void => {
      if (opens) return
      const last = lacking.at(-1)
      const begunBytes = begunBytesOf(chunk, chunkLength(number, sealedBytes))
      if (last?.end === number && begunBytes === 0) last.end = number + 1
      else lacking.push({ first: number, end: number + 1, begunBytes })
    }
    const first = isTaken ? Math.max(segment.first, next) : segment.first
    for await (const { piece, found } of ahead(piecesIn({ first, end: segment.end }), readPiece)) {
      const taken = open(piece, found.bytes, tell, isTaken)
      if (isTaken) held?.dropBefore(chunkPosition(next))
      if (taken.clear.length > 0) await hashes.take(taken)
      if (found.space !== null) giveSpace(found.space)
    }
    return lacking
  }
  return {
    look: (segment) => reading(segment, false),
    take: (segment) => reading(segment, true),
    through: async () => ({ bytes, ...(await hashes.digests()) }),
  }
}

function* piecesIn({ first, end }: Segment): Generator<Segment> {
  for (let number = first; number < end; number += chunksAtOnce)
    yield { first: number, end: Math.min(end, number + chunksAtOnce) }
}

/** Reads the next piece while the last one is being opened. */
async function* ahead(
  pieces: Iterable<Segment>,
  readPiece: (piece: Segment) => Promise<Found>,
): AsyncGenerator<{ readonly piece: Segment; readonly found: Found }> {
  let before: { readonly piece: Segment; readonly coming: Promise<Found> } | null = null
  for (const piece of pieces) {
    const coming = readPiece(piece)
    // It is looked at in its turn; until then its failure is nobody's.
    coming.catch(() => undefined)
    if (before !== null) yield { piece: before.piece, found: await before.coming }
    before = { piece, coming }
  }
  if (before !== null) yield { piece: before.piece, found: await before.coming }
}

function endOf(number: number, sealedBytes: number): number {
  return chunkPosition(number) + chunkLength(number, sealedBytes)
}

/** Bytes that were read, and the space, if any, in which they are until it is given back. */
interface Found {
  readonly bytes: Buffer
  readonly space: Buffer | null
}

function heldAt(held: HeldPieces | null, position: number, length: number): Found | null {
  if (held === null) return null
  const space = takeSpace()
  if (held.copyInto(space, position, length)) return { bytes: space.subarray(0, length), space }
  giveSpace(space)
  return null
}

/** Reads what is there of so many bytes; at most as many as a space has, and two blocks less. */
function readingAt({ file, direct }: OpenFile): (position: number, length: number) => Promise<Found> {
  let straight = direct
  return async (position, length) => {
    if (straight !== null)
      try {
        return await readBlocks(straight, position, length)
      } catch (reason) {
        if (!isNotDirect(reason)) throw reason
        straight = null
      }
    return { bytes: await readUpTo(file, Buffer.allocUnsafe(length), position, length), space: null }
  }
}

async function readBlocks(direct: number, position: number, length: number): Promise<Found> {
  const space = takeSpace()
  const before = position % blockBytes
  const whole = Math.ceil((before + length) / blockBytes) * blockBytes
  const found = await readUpTo(direct, space, position - before, whole)
  return { bytes: found.subarray(before, before + length), space }
}

const readFrom = promisify(read)

async function readUpTo(file: number, space: Buffer, position: number, length: number): Promise<Buffer> {
  let filled = 0
  while (filled < length) {
    const { bytesRead } = await readFrom(file, space, filled, length - filled, position + filled)
    filled += bytesRead
    // Only before the end of a file less than whole blocks is given, and behind it nothing.
    if (bytesRead % blockBytes !== 0 || bytesRead === 0) break
  }
  return space.subarray(0, filled)
}

/**
 * How much of a chunk that does not open was written before whoever wrote it died: up to its last byte that is not zero. One
 * that is there to its end is not what it should be, and nothing of it counts.
 */
function begunBytesOf(chunk: Buffer, length: number): number {
  let end = chunk.length
  while (end > 0 && chunk[end - 1] === 0) end -= 1
  return end === length ? 0 : end
}

/** Whether nothing was written there: a tag is not all zeros but by a chance that never comes. */
function isEmpty(chunk: Buffer): boolean {
  return chunk.subarray(-16).every((byte) => byte === 0)
}
