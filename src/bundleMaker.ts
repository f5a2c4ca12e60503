import { Worker } from 'node:worker_threads'
import { type BundleThread, BundleTooMuch } from './exchange/bundles/bundleJob.ts'
import type { BundleHelp, BundleProgress, BundleWork, MadeBundle } from './exchange/bundles/makeBundle.ts'
import { ExportRefused } from './exchange/exportRefused.ts'
import type { Refusal, Result } from './message/refusal.ts'
import { bundleThread } from './packageFolder.ts'
import type { OpenDatabase } from './store/database.ts'

/** What the thread is started with. */
export interface BundleThreadData {
  readonly connection: OpenDatabase['connection']
  readonly work: BundleWork
}

/** What the thread asks the node to do, with what it gives for that. */
export type BundleAsked =
  | { readonly ask: 'refuseUnsigned' | 'sequenceAll' | 'cosign' }
  | { readonly ask: 'note'; readonly given: Parameters<BundleHelp['note']>[0] }
  | { readonly ask: 'verifierKey'; readonly given: Parameters<BundleHelp['verifierKey']> }
  | { readonly ask: 'choose'; readonly given: readonly string[] }
  | { readonly ask: 'sign'; readonly given: Parameters<BundleHelp['sign']>[0] }
  | { readonly ask: 'write'; readonly given: Uint8Array }

/** What the thread says; what it asks has a number, which its answer has as well. */
export type BundleTold =
  | ({ readonly number: number } & BundleAsked)
  | { readonly progress: BundleProgress }
  | { readonly outcome: Result<MadeBundle> }

/** What came of it. Of a failure its refusal is told apart: it does not pass with the error. */
export interface BundleAnswer {
  readonly number: number
  readonly done?: unknown
  readonly failed?: { readonly message: string; readonly refusal?: Refusal }
}

/**
 * Starts a thread for each bundle.
 *
 * @param connection - by which it reads the database
 * @param heapMiB - what it may hold beside the bytes of files; absent: what Node.js gives a process
 */
export function bundleThreads(connection: OpenDatabase['connection'], heapMiB?: number): BundleThread {
  return async (work, help, signal) => {
    signal.throwIfAborted()
    const thread = new Worker(bundleThread, {
      workerData: { connection, work } satisfies BundleThreadData,
      ...(heapMiB === undefined ? {} : { resourceLimits: { maxOldGenerationSizeMb: heapMiB } }),
    })
    const stop = (): void => void thread.terminate()
    signal.addEventListener('abort', stop)
    try {
      return await outcomeOf(thread, help)
    } catch (reason) {
      signal.throwIfAborted()
      throw reason
    } finally {
      signal.removeEventListener('abort', stop)
      await thread.terminate()
    }
  }
}

async function outcomeOf(thread: Worker, help: BundleHelp): Promise<Result<MadeBundle>> {
  return await new Promise((resolve, reject) => {
    thread.on('message', (told: BundleTold) => {
      if ('outcome' in told) resolve(told.outcome)
      else if ('progress' in told) help.tell(told.progress)
      else
        answered(told, help).then(
          (done) => thread.postMessage({ number: told.number, done } satisfies BundleAnswer),
          (reason: unknown) => {
            if (reason instanceof ExportRefused) {
              const { message, refusal } = reason
              const failed = { message, refusal }
              thread.postMessage({ number: told.number, failed } satisfies BundleAnswer)
              // What the node cannot do ends the making, with what the matter is.
            } else reject(reason instanceof Error ? reason : new Error(String(reason)))
          },
        )
    })
    thread.on('error', (reason: NodeJS.ErrnoException) => {
      const isFull = reason.code === 'ERR_WORKER_OUT_OF_MEMORY'
      reject(isFull ? new BundleTooMuch(reason.message) : reason)
    })
    thread.on('exit', () => reject(new Error('the thread that made a bundle has ended')))
  })
}

async function answered(asked: BundleAsked, help: BundleHelp): Promise<unknown> {
  switch (asked.ask) {
    case 'note':
      return await help.note(asked.given)
    case 'verifierKey':
      return await help.verifierKey(...asked.given)
    case 'choose':
      await help.choose(asked.given)
      return null
    case 'sign':
      return await help.sign(asked.given)
    case 'write':
      await help.write(asked.given)
      return null
    case 'refuseUnsigned':
    case 'sequenceAll':
    case 'cosign':
      return await help[asked.ask]()
  }
}
