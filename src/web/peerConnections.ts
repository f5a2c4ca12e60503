import { webLimits } from './limits.ts'

/** The connections over which peers have signed requests, counted for each peer. */
export interface PeerConnections<Connection> {
  /**
   * Begins a request of a peer over a connection. A connection that is new to the peer takes the place of the one of its own that was idle
   * longest, where it has no other left. Returns how to say that the request is over; null where each of them is busy.
   */
  begin(peer: string, connection: Connection): (() => void) | null
  /** The connection is over. */
  drop(connection: Connection): void
}

interface Share<Connection> {
  /** Requests that are under way over each. */
  readonly busy: Map<Connection, number>
  /** The one that was idle longest first. */
  readonly idle: Set<Connection>
}

/** @param end - called with a connection that makes room; its `drop` has been done */
export function peerConnections<Connection extends object>(
  end: (connection: Connection) => void,
): PeerConnections<Connection> {
  const shares = new Map<string, Share<Connection>>()
  /** Whose it is: of the peer that signed the first request over it. What several share comes from a proxy. */
  const holders = new Map<Connection, string>()

  const shareOf = (holder: string): Share<Connection> => {
    const share = shares.get(holder) ?? { busy: new Map(), idle: new Set() }
    shares.set(holder, share)
    return share
  }
  const drop = (connection: Connection): void => {
    const holder = holders.get(connection)
    const share = holder === undefined ? undefined : shares.get(holder)
    if (holder === undefined || share === undefined) return
    holders.delete(connection)
    share.busy.delete(connection)
    share.idle.delete(connection)
    if (share.busy.size + share.idle.size === 0) shares.delete(holder)
  }
  const makeRoom = ({ busy, idle }: Share<Connection>): boolean => {
    if (busy.size + idle.size < webLimits.connectionsOfPeerMax) return true
    const [longest] = idle
    if (longest === undefined) return false
    drop(longest)
    end(longest)
    return true
  }
  return {
    begin(peer, connection) {
      const holder = holders.get(connection) ?? peer
      const share = shareOf(holder)
      if (!holders.has(connection) && !makeRoom(share)) return null
      holders.set(connection, holder)
      share.idle.delete(connection)
      share.busy.set(connection, (share.busy.get(connection) ?? 0) + 1)
      return () => {
        const left = (share.busy.get(connection) ?? 0) - 1
        if (left > 0) share.busy.set(connection, left)
        // What is over has neither.
        else if (share.busy.delete(connection)) share.idle.add(connection)
      }
    },
    drop,
  }
}
