import type { Signals } from '../../store/signals.ts'
import type { Hearing } from '../hearing.ts'
import { exchangeLimits } from '../limits.ts'
import type { Node } from '../node.ts'
import type { Courier } from '../post.ts'
import type { StartJob, Worker } from '../worker.ts'
import { exhibitFetcher } from './fetchWanted.ts'

/** What the job needs of an open node. */
export interface FetchJobOf {
  readonly node: Node
  readonly courier: Pick<Courier, 'fetchRange' | 'fetchSeveral'>
  readonly signals: Pick<Signals, 'listen'>
  readonly hearing: Pick<Hearing, 'isOver'>
}

/** The job that fetches what other States hand over. */
export interface FetchJob extends Pick<Worker, 'close'> {
  /** Lets what is under way break off: what came stays. */
  stop(): void
}

/**
 * Fetches what is handed over as soon as a signal tells of it, also while other files are on their way. A peer that announces
 * thousands does not make it look again and again: before each round it lets a moment pass.
 *
 * @param everyMs - so often it looks by itself, for a signal may get lost
 */
export function startFetchJob(
  { node, courier, signals, hearing }: FetchJobOf,
  start: StartJob,
  everyMs: number,
): FetchJob {
  const fetcher = exhibitFetcher(node, courier, { tickMs: () => performance.now(), roundMs: everyMs })
  // A peer may hand back what told of a file.
  const round = async (): Promise<boolean> => (hearing.isOver() ? await fetcher.round() : false)
  const worker = start('fetch', everyMs, round, exchangeLimits.exhibits.fetchPace)
  const deaf = signals.listen('rogatory_exhibits', () => {
    worker.wake()
    fetcher.wake()
  })
  return {
    stop: () => fetcher.stop(),
    async close() {
      deaf()
      await worker.close()
      await fetcher.idle()
    },
  }
}
