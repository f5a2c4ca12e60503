import { rename, writeFile } from 'node:fs/promises'
import { clocksRound } from '../../exchange/clocks.ts'
import type { Courier } from '../../exchange/post.ts'
import { lacksRevocationList, renewRevocationLists } from '../../exchange/renewPeer.ts'
import { sequenceRound } from '../../exchange/sequence.ts'
import { acceptPeerList } from '../../exchange/trustKeeping.ts'
import type { OpenNode } from '../../opening.ts'
import { lastPending } from '../../store/audit.ts'
import { hasOpenTransactions } from '../../store/openTransactions.ts'
import { hasDueRequests } from '../../store/requests.ts'
import { pause, persist, until } from './persist.ts'

/** Every process looks at the file again within this time. */
const lookMs = 25

/** Sets the clock that both nodes of a demonstration live by. */
export async function setClock(file: string, at: Date): Promise<void> {
  // By rename: a node that looks at this moment must not find half an instant.
  await writeFile(`${file}.next`, at.toISOString(), { flush: true })
  await rename(`${file}.next`, file)
  await pause(lookMs)
}

/**
 * Lets the logs come to rest before a leap in the calendar: what is logged now would else be signed, and cosigned by the
 * others, as if that were weeks later.
 */
export async function comeToRest(nodes: readonly OpenNode[]): Promise<void> {
  // While one of them was waited for, another may have noted something: in the end all must be at rest at once.
  await until('the logs of all nodes are at rest', async () => {
    for (const one of nodes) {
      await until(`the log of ${one.node.state} is signed`, async () => {
        if (await isAtRest(one)) return true
        await sequenceRound(one.node)
        return await isAtRest(one)
      })
      await persist(one.cosign)
    }
    const atRest = await Promise.all(nodes.map(isAtRest))
    return atRest.every((rests) => rests)
  })
}

/** Whether all of the log is signed, and nobody is about to write more: that would have its date already. */
async function isAtRest({ node }: OpenNode): Promise<boolean> {
  return !(await hasOpenTransactions(node.db)) && (await lastPending(node.db)) === null
}

/**
 * Does at once what the nodes would do by themselves within seconds of a leap in the calendar: renew their trust
 * lists, fetch each other's, and note the clocks that ran out. Otherwise the next leap could come in the middle of
 * it, and what was judged before it would be written down as if it were weeks later.
 */
export async function catchUp(
  nodes: readonly OpenNode[],
  courier: Pick<Courier, 'fetchTrustList' | 'fetchRevocationList'>,
): Promise<void> {
  for (const one of nodes) await persist(() => one.comeUp())
  for (const one of nodes) {
    for (const other of nodes) if (one !== other) await fetchList(one, other, courier)
    await persist(() => one.refreshTrust())
    for (const other of nodes) if (one !== other) await fetchRevocationLists(one, other.node.state, courier)
    one.database.signals.notify('rogatory_trust')
    // The node that serves may hold some of them at this moment: those are noted when it has let go.
    await until(`the clocks of ${one.node.state} are noted`, async () => {
      await clocksRound(one.node)
      return !(await hasDueRequests(one.node.db, one.node.now()))
    })
  }
}

async function fetchRevocationLists(
  one: OpenNode,
  state: string,
  courier: Pick<Courier, 'fetchRevocationList'>,
): Promise<void> {
  const known = one.node.trust.peer(state)
  if (known === null || !lacksRevocationList(one.node, known.list)) return
  await until(`${state} has given its lists of revoked certificates`, async () => {
    await persist(() => renewRevocationLists(one.node, courier, known.list))
    await persist(() => one.refreshTrust())
    return !lacksRevocationList(one.node, known.list)
  })
}

async function fetchList(
  { node }: OpenNode,
  other: OpenNode,
  { fetchTrustList }: Pick<Courier, 'fetchTrustList'>,
): Promise<void> {
  const { state } = other.node
  const known = node.trust.peer(state)
  if (known === null || known.digest === other.node.trust.own().digest) return
  let jws = ''
  await until(`${state} has given its trust list`, async () => {
    jws = await fetchTrustList(known.list.node.url).catch(() => '')
    return jws !== ''
  })
  await persist(() => acceptPeerList(node, state, jws))
}
