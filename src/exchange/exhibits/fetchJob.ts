import type { Signals } from '../../store/signals.ts'
import type { Hearing } from '../hearing.ts'
import { exchangeLimits } from '../limits.ts'
import type { Node } from '../node.ts'
import type { Courier } from '../post.ts'
import { type StartJob, type Worker, startWorker } from '../worker.ts'
import { exhibitFetcher } from './fetchWanted.ts'
import { ownDiskSweeper } from './sweep.ts'

/** What the job needs of an open node. */
export interface FetchJobOf {
  readonly node: Node
  readonly courier: Pick<Courier, 'fetchRange' | 'fetchSeveral'>
  readonly signals: Pick<Signals, 'listen'>
  readonly hearing: Pick<Hearing, 'isOver'>
  /** Whether no other process of the node fetches: what is under way breaks off where one may. */
  readonly isAlone: () => boolean
}

/** The job that fetches what other States hand over. */
export interface FetchJob extends Pick<Worker, 'close'> {
  /** Lets what is under way break off: what came stays. */
  stop(): void
}

/** So often it is looked whether it is time to sweep. */
const sweepPollMs = 60_000
const failurePauseMs = 500

/**
 * Fetches what is handed over as soon as a signal tells of it, also while other files are on their way. A peer that announces
 * thousands does not make it look again and again: before each round it lets a moment pass. What is left of files on a disk that this
 * process has for itself is swept beside it, whichever process fetches.
 *
 * @param everyMs - so often it looks by itself, for a signal may get lost
 */
export function startFetchJob(
  { node, courier, signals, hearing, isAlone }: FetchJobOf,
  start: StartJob,
  everyMs: number,
): FetchJob {
  const tickMs = (): number => performance.now()
  const fetcher = exhibitFetcher(node, courier, { tickMs, roundMs: everyMs, isAlone })
  // A peer may hand back what told of a file.
  const round = async (): Promise<boolean> => (hearing.isOver() ? await fetcher.round() : false)
  const worker = start('fetch', everyMs, round, exchangeLimits.exhibits.fetchPace)
  const deaf = signals.listen('rogatory_exhibits', () => {
    worker.wake()
    fetcher.wake()
  })
  const stopping = new AbortController()
  const sweep = ownDiskSweeper(node, tickMs, stopping.signal)
  const sweeping = startWorker({
    round: async () => (hearing.isOver() ? await sweep() : false),
    pollMs: sweepPollMs,
    failurePauseMs,
    onFailure: (reason) => {
      node.meter.failed('ownDisk')
      node.log.error({ reason: String(reason) }, 'what is left of files was not swept, and will be')
    },
  })
  return {
    stop() {
      stopping.abort()
      fetcher.stop()
    },
    async close() {
      deaf()
      await sweeping.close()
      await worker.close()
      await fetcher.idle()
    },
  }
}
