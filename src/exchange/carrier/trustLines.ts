import { readTrustList } from '../../envelope/trustList.ts'
import { readStrict } from '../../message/strict.ts'
import { type carrierNames, carrierLines } from '../../store/carriers/carrierFiles.ts'
import { newestRevocationList } from '../../store/revocationLists.ts'
import { newestTrustList, newestTrustLists } from '../../store/trustLists.ts'
import { readRevocationList } from '../../trust/revocationList.ts'
import { certificateAuthorityIn } from '../../trust/list.ts'
import { limits } from '../../message/limits.ts'
import type { Node } from '../node.ts'
import { acceptRevocationList } from '../revocationKeeping.ts'
import { acceptPeerList, opened } from '../trustKeeping.ts'

/** So many of the newest own trust lists go along: one that was missed may announce the signer of the next. */
const listsMax = 20
/** Lines that are looked at; after so many that were refused, the rest is not. */
const linesMax = 64
const refusedMax = 5

/** What a peer would fetch to believe this State: its trust lists, the oldest first, and its lists of revoked certificates. */
export async function* ownTrustLines({ db, state, trust }: Node): AsyncGenerator<string> {
  for (const { jws } of await newestTrustLists(db, state, listsMax)) yield JSON.stringify({ trustList: jws })
  for (const { authority } of trust.own().list.revocationLists ?? []) {
    const newest = await newestRevocationList(db, authority)
    if (newest !== null) yield JSON.stringify({ authority, revocationList: newest.der.toString('base64') })
  }
}

/**
 * Takes what a carrier brings of the trust lists of a peer, as it would be taken from the network: each proves itself, and
 * is judged as one that was fetched. What is not newer than what is here is passed over.
 */
export async function takeTrustLines(
  node: Node,
  state: string,
  folder: string,
  name: typeof carrierNames.trust | typeof carrierNames.receiptsTrust,
): Promise<void> {
  const charactersMax = 2 * limits.trustListCharactersMax
  const bounds = { charactersMax, atOnce: 1, bytesMax: linesMax * charactersMax }
  let refused = 0
  let taken = 0
  for await (const lines of carrierLines(folder, name, bounds))
    for (const line of lines) {
      if (!(await isTakenLine(node, state, line))) refused += 1
      taken += 1
      // Nobody has signed that these lines are of the disk: what is refused goes into the log, and nobody may fill that.
      if (refused >= refusedMax || taken >= linesMax) return
    }
}

/** False: it was refused. */
async function isTakenLine(node: Node, state: string, line: string): Promise<boolean> {
  const bytesMax = 2 * limits.trustListCharactersMax
  const read = readStrict(Buffer.from(line, 'latin1'), { bytesMax, depthMax: 2 })
  if (!read.ok || typeof read.value !== 'object' || read.value === null || Array.isArray(read.value))
    return false
  const { trustList, authority, revocationList } = read.value
  const newest = await newestTrustList(node.db, state)
  if (newest === null) return true
  if (typeof trustList === 'string') {
    const said = readTrustList(trustList)
    // Lists that have run out are no sign of anything: of a node that was without a network there are many.
    if (said.ok && Date.parse(said.list.nextUpdate) <= node.now().getTime()) return true
    if (said.ok && said.list.state === state && said.list.sequence > newest.sequence)
      return (await acceptPeerList(node, state, trustList)).ok
  }
  if (typeof authority !== 'string' || typeof revocationList !== 'string') return true
  const { list } = opened(newest)
  const certificate = certificateAuthorityIn([list], authority)
  if (certificate === null) return true
  const der = Buffer.from(revocationList, 'base64')
  const issued = readRevocationList(der, certificate)
  const known = await newestRevocationList(node.db, authority)
  if (issued.ok && (known === null || issued.revocationList.number > BigInt(known.number)))
    return (await acceptRevocationList(node, list, authority, der)).ok
  return issued.ok
}
