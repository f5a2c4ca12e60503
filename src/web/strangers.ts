import { type Network, plainAddress } from '../exchange/networks.ts'
import { webLimits } from './limits.ts'
import { peerConnections } from './peerConnections.ts'

/** The far end of a connection. */
export interface FarEnd {
  readonly address: string
  readonly port: number
}

/**
 * What strangers may take of this process, counted by address, and which of its connections a peer may have: in memory, and never more than
 * a few comparisons.
 */
export interface Strangers {
  /**
   * Lets a connection in, and tells how to say that it is over; or not (null).
   *
   * @param end - called where it must make room, or its address is let in no more
   */
  readonly enter: (from: FarEnd, end: () => void) => { readonly leave: () => void } | null
  /** A request came over this connection of somebody who is known: neither it nor its address counts as a stranger's. */
  readonly prove: (from: FarEnd) => void
  /**
   * The same of a request that a peer has signed, whose connections are counted. Returns how to say that the request is over; null where
   * the peer has as many connections as it may, and none of them is idle and could make room.
   */
  readonly serve: (from: FarEnd, peer: string) => (() => void) | null
  /** Whether the head of a request may be looked at, which costs up to the check of one signature. */
  readonly mayLook: (from: FarEnd) => boolean
  /** Notes that something was refused. False: it is not to be told either, for that would be work. */
  readonly refuse: (from: FarEnd) => boolean
  /** Whether something public may be read. */
  readonly mayRead: (from: FarEnd) => boolean
  /** Under which name an address is counted, for IPv6 with all that one holder has; null: a proxy, from which everybody comes. */
  readonly countedAs: (from: FarEnd) => string | null
  /** Addresses that are remembered. */
  readonly remembered: () => number
}

interface Rate {
  readonly perSecond: number
  readonly afterPauseMax: number
}

/** What is left of a rate: it fills up again with time. */
interface Bucket {
  left: number
  filledMs: number
}

interface Address {
  readonly visits: Set<Stay>
  /** Those of them over which nobody has signed yet, the oldest first. */
  readonly unproven: Set<Stay>
  readonly connections: Bucket
  readonly refusals: Bucket
  readonly reads: Bucket
  readonly heads: Bucket
  penalisedUntilMs: number
  knownUntilMs: number
}

interface Stay {
  readonly name: string
  /** Where it comes from; null: a proxy. */
  readonly address: Address | null
  readonly end: () => void
}

/**
 * @param nowMs - a clock that never goes back
 * @param proxies - what comes from there is not limited by address, for everybody comes from there
 */
export function strangersAtPort(nowMs: () => number, proxies: Network | null = null): Strangers {
  const { address: ofAddress, heads } = webLimits
  const addresses = new Map<string, Address>()
  const stays = new Map<string, Stay>()
  /** Those that have not signed yet, the oldest first. */
  const unproven = new Set<Stay>()
  const looks: Bucket = { left: heads.afterPauseMax, filledMs: nowMs() }

  const has = (bucket: Bucket, { perSecond, afterPauseMax }: Rate): boolean => {
    const now = nowMs()
    bucket.left = Math.min(afterPauseMax, bucket.left + ((now - bucket.filledMs) / 1000) * perSecond)
    bucket.filledMs = now
    return bucket.left >= 1
  }
  const take = (bucket: Bucket, rate: Rate): boolean => {
    if (!has(bucket, rate)) return false
    bucket.left -= 1
    return true
  }
  const full = ({ afterPauseMax }: Rate): Bucket => ({ left: afterPauseMax, filledMs: nowMs() })

  const find = (name: string): Address => {
    const known = addresses.get(name)
    const found = known ?? {
      visits: new Set(),
      unproven: new Set(),
      connections: full(ofAddress.connections),
      refusals: full(ofAddress.refusals),
      reads: full(ofAddress.reads),
      heads: full(ofAddress.heads),
      penalisedUntilMs: 0,
      knownUntilMs: 0,
    }
    // In the order of the last time that something came from there.
    if (known !== undefined) addresses.delete(name)
    addresses.set(name, found)
    if (addresses.size > webLimits.addressesMax) {
      const [oldest = ''] = addresses.keys()
      addresses.delete(oldest)
    }
    return found
  }
  const isKnown = (found: Address): boolean => found.knownUntilMs > nowMs()

  const drop = (stay: Stay): void => {
    if (stays.get(stay.name) === stay) stays.delete(stay.name)
    leaveUnproven(stay)
    ofPeers.drop(stay)
  }
  const leaveUnproven = (stay: Stay): void => {
    unproven.delete(stay)
    stay.address?.unproven.delete(stay)
  }
  const endOldest = (of: ReadonlySet<Stay>): boolean => {
    const [oldest] = of
    if (oldest === undefined) return false
    drop(oldest)
    oldest.end()
    return true
  }
  const ofPeers = peerConnections<Stay>((stay) => {
    drop(stay)
    stay.end()
  })
  const makeRoom = (found: Address | null): boolean => {
    // Whoever has signed once may begin as many as it likes: beyond these it is its own that make room.
    if (found !== null && found.unproven.size >= ofAddress.unprovenMax) return endOldest(found.unproven)
    if (stays.size < webLimits.connectionsMax) return true
    return endOldest(unproven)
  }
  const admits = (found: Address): boolean =>
    isKnown(found) ||
    // What it asks would not be looked at: it is turned away before it costs more.
    (has(looks, heads) &&
      found.penalisedUntilMs <= nowMs() &&
      found.visits.size < ofAddress.connectionsMax &&
      take(found.connections, ofAddress.connections))
  const isProxy = ({ address }: FarEnd): boolean => proxies?.(address) === true
  const prove = (from: FarEnd): void => {
    if (isProxy(from)) return
    find(nameOf(from.address)).knownUntilMs = nowMs() + webLimits.knownMs
    const stay = stays.get(endOf(from))
    if (stay !== undefined) leaveUnproven(stay)
  }

  return {
    enter(from, end) {
      const found = isProxy(from) ? null : find(nameOf(from.address))
      if ((found !== null && !admits(found)) || !makeRoom(found)) return null
      const stay = { name: endOf(from), address: found, end }
      stays.set(stay.name, stay)
      if (found !== null) unproven.add(stay)
      found?.unproven.add(stay)
      found?.visits.add(stay)
      return {
        leave() {
          drop(stay)
          found?.visits.delete(stay)
        },
      }
    },
    prove,
    serve(from, peer) {
      const stay = isProxy(from) ? undefined : stays.get(endOf(from))
      const over = stay === undefined ? () => undefined : ofPeers.begin(peer, stay)
      if (over !== null) prove(from)
      return over
    },
    mayLook(from) {
      if (isProxy(from)) return true
      const found = find(nameOf(from.address))
      return isKnown(found) || (take(found.heads, ofAddress.heads) && take(looks, heads))
    },
    refuse(from) {
      if (isProxy(from)) return true
      const found = find(nameOf(from.address))
      if (take(found.refusals, ofAddress.refusals)) return true
      // Others may be behind the address of a peer: it stays open, and they are told nothing.
      if (isKnown(found)) return false
      found.penalisedUntilMs = nowMs() + webLimits.penaltyMs
      for (const stay of found.visits) stay.end()
      return false
    },
    mayRead: (from) => isProxy(from) || take(find(nameOf(from.address)).reads, ofAddress.reads),
    countedAs: (from) => (isProxy(from) ? null : nameOf(from.address)),
    remembered: () => addresses.size,
  }
}

/** Lets nobody in who is not in this network. */
export function onlyFrom(network: Network, strangers: Strangers): Strangers {
  return {
    ...strangers,
    enter: (from, end) => (network(from.address) ? strangers.enter(from, end) : null),
  }
}

function endOf({ address, port }: FarEnd): string {
  return `${address} ${port}`
}

/** Whoever has an address of IPv6 mostly has all that begin with the same 64 bits. */
function nameOf(given: string): string {
  const address = plainAddress(given)
  if (!address.includes(':')) return address
  const [head = '', tail] = address.split('%')[0]?.split('::') ?? []
  const groupsOf = (part: string): string[] => (part === '' ? [] : part.split(':'))
  const [before, after] = [groupsOf(head), groupsOf(tail ?? '')]
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length)
  return [...before, ...Array<string>(zeros).fill('0'), ...after].slice(0, 4).join(':')
}
