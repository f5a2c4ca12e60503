import { CutOff } from './callFailures.ts'

/** A request that is under way. */
export interface UnderWay {
  /** Aborted where it takes too long, where whoever asked lets go of it, and where all are cut off. */
  readonly signal: AbortSignal
  /** To be called when it has ended, however it did. */
  readonly end: () => void
}

/** All requests that are under way. */
export interface RequestsUnderWay {
  /**
   * @param withinMs - so long it may take, its answer included; Infinity: as long as it likes
   * @param by - aborted where whoever asked lets go of it
   */
  begin(withinMs: number, by?: AbortSignal): UnderWay
  /** Ends all that is under way with `CutOff`, and what is begun later as soon as it begins. */
  cutOff(): void
}

/**
 * Knows what is under way, to cut it off. Each has a signal of its own: of what `AbortSignal.any` has bound to a signal that lives as long
 * as the process, Node 20 keeps something for each request.
 */
export function requestsUnderWay(): RequestsUnderWay {
  const underWay = new Set<AbortController>()
  let isCutOff = false
  return {
    begin(withinMs, by) {
      const own = new AbortController()
      const letGo = (): void => own.abort(by?.reason)
      const timer =
        withinMs === Infinity ? undefined : setTimeout(() => own.abort(new TookTooLong(withinMs)), withinMs)
      timer?.unref()
      if (by?.aborted === true) letGo()
      by?.addEventListener('abort', letGo, { once: true })
      if (isCutOff) own.abort(new CutOff())
      underWay.add(own)
      return {
        signal: own.signal,
        end() {
          clearTimeout(timer)
          by?.removeEventListener('abort', letGo)
          underWay.delete(own)
        },
      }
    },
    cutOff() {
      isCutOff = true
      for (const one of underWay) one.abort(new CutOff())
    },
  }
}

/** A request that hands on its answer ends with that; one that comes to none ends at once. */
export async function handedOn<Answer>({ end }: UnderWay, work: () => Promise<Answer>): Promise<Answer> {
  try {
    return await work()
  } catch (reason) {
    end()
    throw reason
  }
}

/** Nothing whole has come within the time that there is. */
class TookTooLong extends Error {
  constructor(withinMs: number) {
    super(`not answered within ${withinMs} ms`)
    this.name = 'TimeoutError'
  }
}
