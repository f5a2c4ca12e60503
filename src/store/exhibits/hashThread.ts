import { parentPort, workerData } from 'node:worker_threads'
import { answerCalls } from './threadCalls.ts'
import { hashesOfClear } from './throughHashes.ts'

// A thread that hashes what another one opens: of a large file both take as long.

/** What the thread is started with. */
export interface HashOrder {
  /** Both threads have it: what is to be hashed stands there until this one has answered. */
  readonly shared: Uint8Array
  readonly hasSecondHash: boolean
}

/** To hash what stands there from one byte to another, or to give the hashes of all until then. */
export type HashTask = { readonly start: number; readonly end: number } | 'digests'

const { shared, hasSecondHash } = workerData as HashOrder
const hashes = hashesOfClear(hasSecondHash)

function work(task: HashTask): unknown {
  if (task === 'digests') return hashes.digests()
  hashes.take([shared.subarray(task.start, task.end)])
  return null
}

if (parentPort !== null) answerCalls(parentPort, work)
