import { type OpenedTrustList } from '../trust/succession.ts'
import { type ListedSigner, digestOfBase64 } from '../trust/list.ts'
import type { RevocationList } from '../trust/revocationList.ts'
import { type StatusCheck, statusNow, statusThen } from '../trust/revocationStatus.ts'

/** The trust lists in force, in memory: this State's own, and the newest of every peer. */
export interface TrustDirectory {
  /** This State's own list. */
  own(): OpenedTrustList
  /** The newest accepted list of a peer, or null when the State is unknown. It may have run out. */
  peer(state: string): OpenedTrustList | null
  /**
   * The lists that name this signer certificate (SHA-256 in hex), never this State's own. More than one only where a
   * peer has put another's certificate into its list.
   */
  bySigner(certificateDigest: string): readonly OpenedTrustList[]
  /** The same for a signer of HTTP requests and responses. */
  byHttpSigner(certificateDigest: string): readonly OpenedTrustList[]
  readonly peers: readonly string[]
  /** The newest list of revoked certificates of each authority, by the SHA-256 (hex) of its certificate. */
  readonly revocationLists: ReadonlyMap<string, RevocationList>
  /** Whether a certificate counts now; and whether it counted then, as far as is known since. */
  readonly statusNow: StatusCheck
  readonly statusThen: StatusCheck
  /** Replaces everything. */
  load: (
    own: OpenedTrustList,
    peers: readonly OpenedTrustList[],
    revocationLists?: ReadonlyMap<string, RevocationList>,
  ) => void
}

/** All lists that a node goes by: this State's own first. */
export function listsIn(trust: Pick<TrustDirectory, 'own' | 'peer' | 'peers'>): OpenedTrustList[] {
  return [trust.own(), ...trust.peers.flatMap((state) => trust.peer(state) ?? [])]
}

/** A directory that knows its own list only. */
export function trustDirectory(first: OpenedTrustList): TrustDirectory {
  let own = first
  let byState: ReadonlyMap<string, OpenedTrustList> = new Map()
  let bySigner: ReadonlyMap<string, readonly OpenedTrustList[]> = new Map()
  let byHttpSigner: ReadonlyMap<string, readonly OpenedTrustList[]> = new Map()
  let revocationLists: ReadonlyMap<string, RevocationList> = new Map()
  const newest = (authority: string): RevocationList | null => revocationLists.get(authority) ?? null
  return {
    own: () => own,
    peer: (state) => byState.get(state) ?? null,
    bySigner: (digest) => bySigner.get(digest) ?? [],
    byHttpSigner: (digest) => byHttpSigner.get(digest) ?? [],
    get peers() {
      return [...byState.keys()]
    },
    get revocationLists() {
      return revocationLists
    },
    statusNow: statusNow(newest),
    statusThen: statusThen(newest),
    load(nextOwn, peers, nextRevocationLists = revocationLists) {
      own = nextOwn
      revocationLists = nextRevocationLists
      // Each process asks every second, mostly for nothing; the digests of all certificates of two hundred peers are to be made once.
      const isSame =
        peers.length === byState.size && peers.every((one) => byState.get(one.list.state) === one)
      if (isSame) return
      byState = new Map(peers.map((opened) => [opened.list.state, opened]))
      bySigner = indexed(peers, 'message')
      byHttpSigner = indexed(peers, 'http')
    },
  }
}

function indexed(
  peers: readonly OpenedTrustList[],
  use: ListedSigner['use'],
): Map<string, OpenedTrustList[]> {
  const lists = new Map<string, OpenedTrustList[]>()
  for (const opened of peers) {
    const signers = opened.list.signers.filter((signer) => signer.use === use)
    for (const digest of new Set(signers.map(({ certificate }) => digestOfBase64(certificate)))) {
      lists.set(digest, [...(lists.get(digest) ?? []), opened])
    }
  }
  return lists
}
