import { type Gather, gatherer } from '../gather.ts'
import { exchangeLimits } from '../limits.ts'
import type { Courier } from '../post.ts'
import { filesIn } from './several.ts'

/** A small sealed file of a peer by its SHA-256 (hex); null: it did not come with others, and is asked for alone. */
export type FetchWithOthers = (url: string, sha256: string) => Promise<Buffer | null>

interface Peer {
  readonly gather: Gather<string, Buffer | null>
  /** Until then each is asked for alone: the peer did not give several. */
  aloneUntilMs: number
}

const peersMax = 256

/**
 * Fetches small files of one peer together where several are wanted at the same time. It says nothing of a file that it does
 * not give: one that is not there, or a peer that cannot be reached, is for who asks for it alone to find out.
 *
 * @param tickMs - milliseconds of a clock that never goes back
 */
export function withOthers(
  courier: Pick<Courier, 'fetchSeveral'>,
  tickMs: () => number,
  signal: AbortSignal,
): FetchWithOthers {
  const peers = new Map<string, Peer>()
  const begin = (url: string): Peer => {
    if (peers.size >= peersMax) peers.clear()
    const several = async (names: readonly string[]): Promise<readonly (Buffer | null)[]> => {
      try {
        return await filesIn(await courier.fetchSeveral(url, names, signal), names.length)
      } catch {
        peer.aloneUntilMs = tickMs() + exchangeLimits.exhibits.againMs
        return names.map(() => null)
      }
    }
    const peer: Peer = { gather: gatherer(several, exchangeLimits.exhibits.several), aloneUntilMs: -Infinity }
    peers.set(url, peer)
    return peer
  }
  return async (url, sha256) => {
    const peer = peers.get(url) ?? begin(url)
    return peer.aloneUntilMs > tickMs() ? null : await peer.gather(sha256)
  }
}
