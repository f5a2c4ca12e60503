import { type Result, refuse } from '../message/refusal.ts'
import { exchangeLimits } from './limits.ts'

interface Share {
  open: number
  bytes: number
  /** What may be begun at once: it fills up again with time. */
  left: number
  filledMs: number
}

/**
 * Lets no peer take more of the node than its share: so many requests and bytes open at once, so many requests begun in a
 * second, after a pause some more. Refuses with NODE_BUSY, which means come again; nobody else notices. Who is let in says when it ends.
 *
 * @param nowMs - a clock that never goes back
 */
export function peerTurns(nowMs: () => number): (peer: string, bytes: number) => Result<{ end: () => void }> {
  const { requestsAtOnceMax, bytesAtOnceMax, requestsPerSecond, requestsAfterPauseMax } = exchangeLimits.peer
  const shares = new Map<string, Share>()
  return (peer, bytes) => {
    const now = nowMs()
    const share = shares.get(peer) ?? { open: 0, bytes: 0, left: requestsAfterPauseMax, filledMs: now }
    shares.set(peer, share)
    share.left = Math.min(
      requestsAfterPauseMax,
      share.left + ((now - share.filledMs) / 1000) * requestsPerSecond,
    )
    share.filledMs = now
    const isFull = share.open >= requestsAtOnceMax || share.bytes + bytes > bytesAtOnceMax
    if (isFull || share.left < 1) return refuse('NODE_BUSY')
    share.open += 1
    share.bytes += bytes
    share.left -= 1
    let isOpen = true
    return {
      ok: true,
      end: () => {
        if (!isOpen) return
        isOpen = false
        share.open -= 1
        share.bytes -= bytes
      },
    }
  }
}
