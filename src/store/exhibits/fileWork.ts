import { Worker } from 'node:worker_threads'
import { type ChunkReading, type ReadThrough, type SealedFile, chunkReading } from './chunkReading.ts'
import type { OpenFile } from './directFile.ts'
import type { FileAnswer, FileOrder, FileTask } from './fileThread.ts'
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
  const reading = chunkReading(file, sealed)
  return {
    write: (position, pieces) => writePieces(file, position, pieces),
    look: reading.look,
    take: reading.take,
    through: () => Promise.resolve(reading.through()),
    close: () => Promise.resolve(),
  }
}

interface Waiting {
  readonly resolve: (done: unknown) => void
  readonly reject: (reason: Error) => void
}

/** A task without its number. */
type Asked = FileTask extends infer Task ? (Task extends FileTask ? Omit<Task, 'number'> : never) : never

function inThread(program: string, order: FileOrder): FileWork {
  const thread = new Worker(program, { workerData: order })
  const waiting = new Map<number, Waiting>()
  let asked = 0
  let ended: Error | null = null
  const end = (reason: Error): void => {
    ended ??= reason
    for (const { reject } of waiting.values()) reject(ended)
    waiting.clear()
  }
  thread.on('message', ({ number, done, failed }: FileAnswer) => {
    const one = waiting.get(number)
    waiting.delete(number)
    if (failed === undefined) one?.resolve(done)
    else one?.reject(Object.assign(new Error(failed.message), { code: failed.code }))
  })
  thread.on('error', (reason) => end(reason instanceof Error ? reason : new Error(String(reason))))
  thread.on('exit', () => end(new Error('the thread of a file has ended')))
  const ask = async <Done>(task: Asked, memory: readonly ArrayBuffer[] = []): Promise<Done> => {
    if (ended !== null) throw ended
    return await new Promise<Done>((resolve, reject) => {
      asked += 1
      waiting.set(asked, { resolve: resolve as Waiting['resolve'], reject })
      thread.postMessage({ ...task, number: asked }, memory)
    })
  }
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
