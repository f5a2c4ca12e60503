import { parentPort, workerData } from 'node:worker_threads'
import type { Segment } from '../../exhibit/segments.ts'
import { type SealedFile, chunkReading } from './chunkReading.ts'
import type { OpenFile } from './directFile.ts'
import { heldPieces } from './heldPieces.ts'
import { writePieces } from './writePieces.ts'

// A thread that writes and reads one sealed file: writing, opening and hashing hundreds of gigabytes keeps no message waiting.

/** What the thread is started with. */
export interface FileOrder {
  /** Open in the process as long as the thread runs. */
  readonly file: OpenFile
  readonly sealed: SealedFile
}

/** One thing to do; what comes of it has the same number. */
export type FileTask = { readonly number: number } & (
  | { readonly ask: 'write'; readonly position: number; readonly pieces: readonly Uint8Array[] }
  | { readonly ask: 'look' | 'take'; readonly segment: Segment }
  | { readonly ask: 'through' }
)

/** What came of it. Of a failure its code is told apart: it does not pass with the error. */
export interface FileAnswer {
  readonly number: number
  readonly done?: unknown
  readonly failed?: { readonly message: string; readonly code?: unknown }
}

const { file, sealed } = workerData as FileOrder
/** As much as comes side by side, and some more. */
const held = heldPieces(24 * 1024 * 1024)
const reading = chunkReading(file, sealed, held)

async function work(task: FileTask): Promise<unknown> {
  if (task.ask === 'through') return reading.through()
  if (task.ask !== 'write') return await reading[task.ask](task.segment)
  await writePieces(file, task.position, task.pieces)
  held.add(task.position, [whole(task.pieces)])
  return null
}

/** Small pieces as one: each takes memory of its own, however little is in it. */
function whole(pieces: readonly Uint8Array[]): Uint8Array {
  const [first] = pieces
  return pieces.length === 1 && first !== undefined ? first : Buffer.concat(pieces)
}

async function answered(task: FileTask): Promise<FileAnswer> {
  try {
    return { number: task.number, done: await work(task) }
  } catch (reason) {
    const { message, code } = reason as NodeJS.ErrnoException
    return { number: task.number, failed: { message, code } }
  }
}

parentPort?.on('message', (task: FileTask) => {
  void answered(task).then((answer) => parentPort?.postMessage(answer))
})
