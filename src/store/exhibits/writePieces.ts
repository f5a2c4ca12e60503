import { writev } from 'node:fs'
import { promisify } from 'node:util'
import { type OpenFile, blockBytes, giveSpace, isNotDirect, takeSpace } from './directFile.ts'

const write = promisify(writev)

/** Below this it is not worth it to write directly. */
const directBytesMin = 128 * 1024

/**
 * Writes pieces that follow each other from a place in a file on; several may be written at a time. When it returns, the
 * system has them, and the disk those that went directly.
 *
 * @throws what the system says
 */
export async function writePieces(
  { file, direct }: OpenFile,
  position: number,
  pieces: readonly Uint8Array[],
): Promise<void> {
  if (direct !== null && lengthOf(pieces) >= directBytesMin)
    try {
      await writeBlocks({ file, direct }, position, pieces)
      return
    } catch (reason) {
      // A disk of other blocks, or one that was full in the middle of a block: what was written is written again.
      if (!isNotDirect(reason)) throw reason
    }
  await writeAt(file, position, pieces)
}

/** Whole blocks go directly; what stands before and behind them in a block that is not whole goes as usual. */
async function writeBlocks(
  { file, direct }: { readonly file: number; readonly direct: number },
  position: number,
  pieces: readonly Uint8Array[],
): Promise<void> {
  const end = position + lengthOf(pieces)
  const firstBlock = Math.ceil(position / blockBytes) * blockBytes
  const lastBlock = Math.floor(end / blockBytes) * blockBytes
  await writeAt(file, position, between(pieces, 0, firstBlock - position))
  const space = takeSpace()
  try {
    for (let at = firstBlock; at < lastBlock; at += space.length) {
      const length = Math.min(space.length, lastBlock - at)
      copyInto(space, between(pieces, at - position, at - position + length))
      await writeAt(direct, at, [space.subarray(0, length)])
    }
  } finally {
    giveSpace(space)
  }
  await writeAt(file, lastBlock, between(pieces, lastBlock - position, end - position))
}

function copyInto(space: Buffer, pieces: readonly Uint8Array[]): void {
  let at = 0
  for (const piece of pieces) {
    space.set(piece, at)
    at += piece.length
  }
}

async function writeAt(file: number, position: number, pieces: readonly Uint8Array[]): Promise<void> {
  let left = pieces.filter(({ length }) => length > 0)
  for (let at = position; left.length > 0;) {
    const { bytesWritten } = await write(file, left, at)
    at += bytesWritten
    left = between(left, bytesWritten, Infinity)
  }
}

/** The bytes from `start` to without `end` of pieces, as pieces. */
function between(pieces: readonly Uint8Array[], start: number, end: number): Uint8Array[] {
  let passed = 0
  return pieces.flatMap((piece) => {
    const part = piece.subarray(Math.max(0, start - passed), Math.max(0, end - passed))
    passed += piece.length
    return part.length === 0 ? [] : [part]
  })
}

/** Bytes of pieces. */
export function lengthOf(pieces: readonly Uint8Array[]): number {
  return pieces.reduce((total, { length }) => total + length, 0)
}
