import { setTimeout as letPass } from 'node:timers/promises'

/** A job that a node does again and again until it is closed. */
export interface Worker {
  /** Does the job soon, without waiting for the next poll. */
  wake(): void
  /** Lets the round that is under way end, starts no other, and resolves when it is over. */
  close(): Promise<void>
}

export interface WorkerOptions {
  /**
   * One round. Returns true when there was so much to do that the next round should follow at once. It must not
   * leave anything half done when the process dies in it: the next start simply does the round again.
   */
  readonly round: () => Promise<boolean>
  /**
   * Asked before a round for which nobody has called: false where there is nothing to do in it. It is asked at whole multiples of
   * `pollMs`, so that several workers can share what they ask. Absent: the round itself looks, each when it has rested.
   */
  readonly isWanted?: () => Promise<boolean>
  readonly pace?: Pace
  /** A signal can get lost, so a worker looks by itself as well, every so many milliseconds. */
  readonly pollMs: number
  /** What to do with a round that failed: the worker waits `failurePauseMs` and goes on. */
  readonly onFailure: (reason: unknown) => void
  readonly failurePauseMs: number
  /** The pause doubles with each failure in a row up to this; absent: it stays. */
  readonly failurePauseMaxMs?: number
}

/**
 * How much time is let pass before each round, in milliseconds, whoever wakes the worker meanwhile: one round serves all of them. It
 * belongs to the round: a worker that is closed while it collects does that round.
 */
export interface Pace {
  /** So much at the least. */
  readonly collectMs: number
  /**
   * And as much as it takes until a round that lasts as long as the one before ends so long after that one was begun: whoever came
   * just too late for a round is served within this. A round that lasts longer than half of it is not counted on.
   */
  readonly withinMs?: number
}

/** Starts a job by its name: it looks every so many milliseconds. */
export type StartJob = (name: string, pollMs: number, round: () => Promise<boolean>, pace?: Pace) => Worker

/** Starts a worker; its rounds never overlap. */
export function startWorker(options: WorkerOptions): Worker {
  let closed = false
  let woken = false
  let interrupt: (() => void) | undefined

  const pause = (ms: number): Promise<void> =>
    closed
      ? Promise.resolve()
      : new Promise((resolve) => {
          const timer = setTimeout(resolve, ms)
          interrupt = () => {
            clearTimeout(timer)
            resolve()
          }
        })

  let begunMs = -Infinity
  let lastedMs = 0
  const collectingMs = (): number => {
    const { collectMs = 0, withinMs = 0 } = options.pace ?? {}
    return Math.max(collectMs, begunMs + withinMs - Math.min(lastedMs, withinMs / 2) - performance.now())
  }
  const { pollMs } = options
  const wants: (() => Promise<boolean>) | undefined = options.isWanted
  const restMs = (): number => (wants === undefined ? pollMs : untilTick(pollMs, performance.now()))
  const isClosed = (): boolean => closed
  const isWoken = (): boolean => woken || closed
  const round = async (): Promise<boolean> => {
    const ms = collectingMs()
    if (ms > 0) await letPass(ms)
    woken = false
    begunMs = performance.now()
    const isMore = await options.round()
    lastedMs = performance.now() - begunMs
    return isMore
  }
  const loop = async (): Promise<void> => {
    // The first round is one that was called for, as is one that follows at once, or upon one that failed.
    let isCalledFor = true
    let failures = 0
    while (!isClosed()) {
      try {
        const isWanted: boolean = isCalledFor || wants === undefined || (await wants())
        isCalledFor = isWanted && (await round())
        if (!isCalledFor && !isWoken()) await pause(restMs())
        isCalledFor ||= woken
        failures = 0
      } catch (reason) {
        options.onFailure(reason)
        await pause(failurePauseMs(options, failures))
        failures += 1
        isCalledFor = true
      }
    }
  }
  const ended = loop()

  return {
    wake() {
      woken = true
      interrupt?.()
    },
    async close() {
      closed = true
      interrupt?.()
      await ended
    },
  }
}

/**
 * How long it is until the next whole multiple of so many milliseconds. One that is nearer than a quarter of them is let pass: a
 * worker rests between its rounds.
 */
export function untilTick(everyMs: number, nowMs: number): number {
  const leftMs = everyMs - (nowMs % everyMs)
  return leftMs < everyMs / 4 ? leftMs + everyMs : leftMs
}

function failurePauseMs(
  { failurePauseMs: firstMs, failurePauseMaxMs: mostMs = firstMs }: WorkerOptions,
  failuresBefore: number,
): number {
  return Math.min(firstMs * 2 ** Math.min(failuresBefore, 10), mostMs)
}
