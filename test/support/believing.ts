import type { Node } from '../../src/exchange/node.ts'
import type { OpenedTrustList } from '../../src/trust/succession.ts'

/** What a node is made to believe for a while. */
export interface Belief {
  readonly own?: OpenedTrustList
  readonly peers?: readonly OpenedTrustList[]
}

/**
 * Lets a node believe other lists while `work` is done. Its own job, which reads the lists in force again every
 * second, is kept from undoing that in the middle.
 */
export async function believing<Outcome>(
  { trust }: Node,
  { own, peers }: Belief,
  work: () => Promise<Outcome>,
): Promise<Outcome> {
  const before = { own: trust.own(), peers: trust.peers.flatMap((state) => trust.peer(state) ?? []) }
  const { load } = trust
  load(own ?? before.own, peers ?? before.peers)
  trust.load = () => undefined
  try {
    return await work()
  } finally {
    trust.load = load
    load(before.own, before.peers)
  }
}
