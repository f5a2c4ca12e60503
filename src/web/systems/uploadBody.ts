import type { IncomingMessage } from 'node:http'
import { webLimits } from '../limits.ts'

/** The bytes that a request brings. */
export interface UploadBody {
  readonly source: AsyncIterable<Uint8Array>
  /** Whether it was ended because too little came. */
  readonly isSlow: () => boolean
  /** Reads away what is left, as far as is borne: whoever is still sending does not read an answer. */
  readonly readAway: () => Promise<void>
}

/** Ends what comes too slowly. */
class TooSlow extends Error {}

type Bounds = Readonly<Record<'slowestBytes' | 'slowestMs' | 'unreadBytesMax' | 'unreadMs', number>>

/**
 * The body of a request. While bytes are waited for, so many must come in so long, or it ends: who holds a connection for
 * hours with a byte now and then holds nothing. The time that the disk takes does not count.
 *
 * @param nowMs - a clock that never goes back
 */
export function uploadBody(
  request: IncomingMessage,
  nowMs: () => number,
  { slowestBytes, slowestMs, unreadBytesMax, unreadMs }: Bounds = webLimits.uploads,
): UploadBody {
  const pieces = request[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>
  let isSlow = false
  const source = async function* (): AsyncGenerator<Uint8Array> {
    let waitedMs = 0
    let bytes = 0
    for (;;) {
      const beganMs = nowMs()
      const next = await within(pieces.next(), slowestMs - waitedMs)
      waitedMs += nowMs() - beganMs
      if (next === null) {
        isSlow = true
        throw new TooSlow()
      }
      if (next.done === true) return
      bytes += next.value.length
      if (bytes >= slowestBytes) [waitedMs, bytes] = [0, 0]
      yield next.value
    }
  }
  return {
    source: source(),
    isSlow: () => isSlow,
    async readAway() {
      const untilMs = nowMs() + unreadMs
      try {
        for (let bytes = 0; bytes < unreadBytesMax && !request.complete;) {
          const next = await within(pieces.next(), untilMs - nowMs())
          if (next === null || next.done === true) return
          bytes += next.value.length
        }
      } catch {
        // Whoever was sending is gone: there is nobody to answer.
      }
    },
  }
}

/** What is waited for; null where it does not come in so long. */
async function within<Outcome>(waited: Promise<Outcome>, ms: number): Promise<Outcome | null> {
  let timer: NodeJS.Timeout | undefined
  // Where nobody waits any more, nobody hears that it failed.
  waited.catch(() => undefined)
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), Math.max(ms, 0))
  })
  try {
    return await Promise.race([waited, late])
  } finally {
    clearTimeout(timer)
  }
}
