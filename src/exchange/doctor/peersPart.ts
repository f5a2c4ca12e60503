import { listUnheard } from '../../store/peers.ts'
import { newestTrustList } from '../../store/trustLists.ts'
import { codeOfFailure } from '../connector.ts'
import type { Node } from '../node.ts'
import type { Courier } from '../post.ts'
import { lacksRevocationList } from '../renewPeer.ts'
import type { OpenedTrustList } from '../../trust/succession.ts'
import type { Ailment } from './ailments.ts'
import { type Finding, ill, notTried, tried, well } from './finding.ts'
import { examineAnswers } from './peerRound.ts'

type Asking = Pick<Courier, 'ask' | 'fetchTrustList'>

/** Each message between two States belongs to a record that both keep: none is made to try the line. */
const noMessage =
  'no message was sent to a peer and no receipt asked for, as each belongs to a record of both; a contact-test, which officers send and answer, tries that'

/** Looks at the way to each peer and back: address, TLS, list, signed questions. Peers are looked at together. */
export async function examinePeers(node: Node, courier: Asking): Promise<readonly Finding[]> {
  const unheard = new Set(await listUnheard(node.db))
  const peers = node.trust.peers.flatMap((state) => node.trust.peer(state) ?? [])
  if (peers.length === 0) return [ill('peer', 'PEER_NONE', 'no State is pinned')]
  const found = await Promise.all(
    peers.map(async (opened) => [
      await examineList(node, courier, opened),
      ...ofTrust(node, opened),
      ...(await examineAnswers(node, courier, opened)),
      ...(unheard.has(opened.list.state)
        ? [ill('peer', 'PEER_UNHEARD', 'it has not told what it has', { about: opened.list.state })]
        : []),
    ]),
  )
  return [...found.flat(), notTried('peer', noMessage)]
}

/** Looks whether what this State publishes is to be had where its list says. */
export async function examineAddress(node: Node, courier: Asking): Promise<Finding> {
  const { url } = node.trust.own().list.node
  const own = await newestTrustList(node.db, node.state)
  return await tried('address', 'OWN_ADDRESS_AWAY', async () => {
    const published = await courier.fetchTrustList(url)
    return published === own?.jws
      ? `the list of this State is to be had at ${url}`
      : ill('address', 'OWN_ADDRESS_AWAY', `what is published at ${url} is another list`)
  })
}

async function examineList({ db }: Node, courier: Asking, { list }: OpenedTrustList): Promise<Finding> {
  const { state, node } = list
  const here = await newestTrustList(db, state)
  return await tried(
    'peer',
    codeOfWay,
    async () => {
      const published = await courier.fetchTrustList(node.url)
      return published === here?.jws
        ? `${node.url} answers with the list that is here`
        : ill('peer', 'PEER_LIST_NEWER', `${node.url} publishes another list`, { about: state })
    },
    state,
  )
}

function codeOfWay(reason: unknown): Ailment {
  const code = codeOfFailure(reason)
  if (code === 'PEER_TLS_INVALID') return 'PEER_TLS'
  return code === 'PEER_ADDRESS_FORBIDDEN' ? code : 'PEER_AWAY'
}

function ofTrust(node: Node, { list }: OpenedTrustList): readonly Finding[] {
  const { state, nextUpdate } = list
  const about = { about: state }
  return [
    node.now().getTime() >= Date.parse(nextUpdate)
      ? ill('peer', 'PEER_LIST_OVER', `its list ran out at ${nextUpdate}`, about)
      : well('peer', `its list counts until ${nextUpdate}`, about),
    ...(lacksRevocationList(node, list)
      ? [ill('peer', 'PEER_REVOCATION_LACKS', 'a list of revoked certificates lacks', about)]
      : []),
  ]
}
