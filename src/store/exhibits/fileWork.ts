import { Worker } from 'node:worker_threads'
import { type ChunkReading, type ReadThrough, type SealedFile, chunkReading } from './chunkReading.ts'
import type { OpenFile } from './directFile.ts'
import type { FileOrder, FileTask } from './fileThread.ts'
import { threadCalls } from './threadCalls.ts'
import { throughHashes } from './throughHashes.ts'
import { writePieces } from './writePieces.ts'

/** Writes and reads a sealed file where it lies, in a thread of its own where it is a large one. */
export interface FileWork extends Pick<ChunkReading, 'look' | 'take'> {
  /** As `writePieces` does. Pieces that have their memory for themselves are taken away from whoever gives them. */
  readonly write: (position: number, pieces: readonly Uint8Array[]) => Promise<void>
  /** What was taken. */
  readonly through: () => Promise<ReadThrough>
  /** When it returns, the file is neither written nor read any more. */
  readonly close: () => Promise<void>
}

/** Up to this size a file is done with faster than a thread starts. */
export const smallBytes = 1024 * 1024

/**
 * @param file - open until this is closed
 * @param thread - path of `fileThread.ts` as it is built
 */
export function workOnFile(file: OpenFile, thread: string, sealed: SealedFile): FileWork {
  return sealed.bytes > smallBytes ? inThread(thread, { file, sealed }) : inThisThread(file, sealed)
}

function inThisThread(file: OpenFile, sealed: SealedFile): FileWork {
  const hashes = throughHashes(sealed.header, sealed.hasSecondHash)
  const reading = chunkReading(file, sealed, hashes)
  return {
    write: (position, pieces) => writePieces(file, position, pieces),
    look: reading.look,
    take: reading.take,
    through: reading.through,
    close: () => Promise.resolve(),
  }
}

function inThread(program: string, order: FileOrder): FileWork {
  const thread = new Worker(program, { workerData: order })
  const { ask } = threadCalls<FileTask>(thread)
  return {
    async write(position, pieces) {
      const own = pieces.map(withOwnMemory)
      await ask(
        { ask: 'write', position, pieces: own },
        own.map(({ buffer }) => buffer),
      )
    },
    look: (segment) => ask({ ask: 'look', segment }),
    take: (segment) => ask({ ask: 'take', segment }),
    through: () => ask({ ask: 'through' }),
    async close() {
      await thread.terminate()
    },
  }
}

/** Below this, memory may be shared by many buffers. */
const ownBytesMin = 32 * 1024

/**
 * A piece that can be given to a thread with its memory, which this thread is then rid of: memory that nobody knows to be
 * free is looked for among all that the process holds, after so many bytes again and again.
 */
function withOwnMemory(piece: Uint8Array): Uint8Array<ArrayBuffer> {
  const { buffer, byteOffset, byteLength } = piece
  // Behind it in its memory may stand what somebody else still waits for; before it only what was given already, or is
  // given with it: then it stands there twice.
  const isItsOwn = byteLength >= ownBytesMin && byteOffset === 0 && byteLength === buffer.byteLength
  return isItsOwn && buffer instanceof ArrayBuffer
    ? new Uint8Array(buffer, byteOffset, byteLength)
    : new Uint8Array(piece)
}
