import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { chunkBytes } from '../../exhibit/chunkedEncryption.ts'
import { giveBack } from './giveBack.ts'
import type { HashOrder, HashTask } from './hashThread.ts'
import { threadCalls } from './threadCalls.ts'
import type { ClearDigests, ThroughHashes } from './throughHashes.ts'

/** As it is built, beside whatever this is built into. */
const program = join(import.meta.dirname, 'hashThread.js')

/** So many times what is taken at once may wait there: neither thread stands still where the other one is late for once. */
const waitingMax = 4

/**
 * Does the same as `throughHashes`, the clear file in a thread of its own: while that hashes some chunks, the next are opened
 * here. For what is itself a thread, with which it ends.
 *
 * @param chunksMax - so many chunks are taken at once at most
 */
export function hashesBeside(header: Uint8Array, hasSecondHash: boolean, chunksMax: number): ThroughHashes {
  const sealedHash = createHash('sha256').update(header)
  const placeBytes = chunksMax * chunkBytes
  const shared = new Uint8Array(new SharedArrayBuffer(waitingMax * placeBytes))
  const order: HashOrder = { shared, hasSecondHash }
  const { ask } = threadCalls<HashTask>(new Worker(program, { workerData: order }))
  /** By their places, each of which is free again when what stood there is hashed. */
  const waiting: Promise<unknown>[] = []
  let place = 0
  return {
    async take({ sealed, clear }) {
      sealedHash.update(sealed)
      await waiting[place]
      const start = place * placeBytes
      let end = start
      for (const chunk of clear) {
        shared.set(chunk, end)
        end += chunk.length
      }
      giveBack(clear)
      const hashed = ask({ start, end })
      // A thread that has ended is told of by whatever is asked next.
      hashed.catch(() => undefined)
      waiting[place] = hashed
      place = (place + 1) % waitingMax
    },
    digests: async () => ({
      ...(await ask<ClearDigests>('digests')),
      sealedSha256: sealedHash.copy().digest('hex'),
    }),
  }
}
