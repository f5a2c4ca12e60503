import { parentPort, workerData } from 'node:worker_threads'
import type { Segment } from '../../exhibit/segments.ts'
import { type SealedFile, chunkReading, chunksAtOnce } from './chunkReading.ts'
import type { OpenFile } from './directFile.ts'
import { heldPieces } from './heldPieces.ts'
import { giveBack } from './giveBack.ts'
import { hashesBeside } from './hashesBeside.ts'
import { answerCalls } from './threadCalls.ts'
import { throughHashes } from './throughHashes.ts'
import { writePieces } from './writePieces.ts'

// A thread that writes and reads one sealed file: writing, opening and hashing hundreds of gigabytes keeps no message waiting.

/** What the thread is started with. */
export interface FileOrder {
  /** Open in the process as long as the thread runs. */
  readonly file: OpenFile
  readonly sealed: SealedFile
}

/** One thing to do. */
export type FileTask =
  | { readonly ask: 'write'; readonly position: number; readonly pieces: readonly Uint8Array[] }
  | { readonly ask: 'look' | 'take'; readonly segment: Segment }
  | { readonly ask: 'through' }

/** Below this it is worth a copy not to hold a piece by itself. */
const wholeBytesMin = 32 * 1024

/** Up to this size a file is hashed faster than another thread starts. */
const besideBytesMin = 8 * 1024 * 1024

const { file, sealed } = workerData as FileOrder
/** As much as comes side by side, and some more. */
const held = heldPieces(8 * 1024 * 1024, giveBack)
const { header, hasSecondHash } = sealed
const hashes =
  sealed.bytes < besideBytesMin
    ? throughHashes(header, hasSecondHash)
    : hashesBeside(header, hasSecondHash, chunksAtOnce)
const reading = chunkReading(file, sealed, hashes, held)

async function work(task: FileTask): Promise<unknown> {
  if (task.ask === 'through') return await reading.through()
  if (task.ask !== 'write') return await reading[task.ask](task.segment)
  await writePieces(file, task.position, task.pieces)
  held.add(task.position, wholeOnes(task.pieces))
  return null
}

/** Small pieces as one: each takes memory of its own, however little is in it. */
function wholeOnes(pieces: readonly Uint8Array[]): readonly Uint8Array[] {
  return pieces.every(({ length }) => length >= wholeBytesMin) ? pieces : [Buffer.concat(pieces)]
}

if (parentPort !== null) answerCalls(parentPort, work)
