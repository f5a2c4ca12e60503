import { type Result, refuse } from '../../message/refusal.ts'
import { recallLimits } from '../../message/recall.ts'
import { append } from '../../store/audit.ts'
import { type Direction, type SettledPair, explainBalance, listSettledPairs } from '../../store/balances.ts'
import { setUnheard } from '../../store/peers.ts'
import { inTransaction } from '../../store/failures.ts'
import type { BalanceRow } from '../../store/trailTables.ts'
import { exchangeLimits } from '../limits.ts'
import type { Node } from '../node.ts'
import type { Courier } from '../post.ts'
import { ask } from '../recall/ask.ts'
import { openTrail } from '../trail.ts'
import { saidTime } from './statement.ts'

/** A message of which the two nodes do not have the same. */
export interface BalanceDifference {
  readonly message: string
  /** As this node sees it. */
  readonly direction: Direction
  /** Who does not have it, or not its receipt; `receipt`: both have it, with other receipts. */
  readonly lacks: 'here' | 'there' | 'receipt'
}

/** The first ones, in the order of their digests by direction, and how many there are in all. */
export interface BalanceDifferences {
  readonly count: number
  readonly first: readonly BalanceDifference[]
}

/** The differences that were found out of a balance; null: there are none, or it was not found out yet. */
export function differencesOf({ differences }: Pick<BalanceRow, 'differences'>): BalanceDifferences | null {
  return differences === null ? null : (JSON.parse(differences) as BalanceDifferences)
}

/**
 * Finds out what differs in a balance: the peer lists what it has, and each of it is held against what is here. What was
 * found is noted in the log, and where this node lacks some of it the peer counts as not heard, so that it is fetched back. Refuses with what `ask` refuses: then it is tried again.
 */
export async function explainDifference(
  node: Node,
  courier: Pick<Courier, 'ask'>,
  balance: BalanceRow,
): Promise<Result<{ balance: BalanceRow }>> {
  const first: BalanceDifference[] = []
  let count = 0
  let lacksHere = false
  for (const direction of ['sent', 'received'] as const) {
    const found = await differencesIn(node, courier, balance, direction)
    if (!found.ok) return found
    count += found.differences.length
    lacksHere ||= found.differences.some(({ lacks }) => lacks === 'here')
    first.push(...found.differences.slice(0, exchangeLimits.balance.differencesMax - first.length))
  }
  const named = { count, first }
  const differences = JSON.stringify(named satisfies BalanceDifferences)
  await note(node, { ...balance, differences }, named, lacksHere)
  return { ok: true, balance: { ...balance, differences } }
}

async function note(
  node: Node,
  { digest, peer_state: peer, differences }: BalanceRow & { readonly differences: string },
  { count, first }: BalanceDifferences,
  lacksHere: boolean,
): Promise<void> {
  const isNew = await inTransaction(node.db, async (trx) => {
    if (!(await explainBalance(trx, digest, differences))) return false
    // What was under way when the database went back may have come to the peer after it had told what it has: it is asked again.
    if (lacksHere) await setUnheard(trx, peer)
    const trail = await openTrail(node, trx, [], node.now())
    const messages = first.map(({ message, direction, lacks }) => `${direction} ${message} ${lacks}`)
    trail.add({ event: 'balance.explained', peer, digest, count, details: { messages } })
    await append(trx, trail.audit())
    return true
  })
  if (isNew)
    node.log.error({ peer, digest, count, first: first.slice(0, 5) }, 'what this node and a peer differ in')
}

async function differencesIn(
  node: Node,
  courier: Pick<Courier, 'ask'>,
  balance: BalanceRow,
  direction: Direction,
): Promise<Result<{ differences: readonly BalanceDifference[] }>> {
  const theirs = await listTheirs(node, courier, balance, direction)
  if (!theirs.ok) return theirs
  const ours = await listOurs(node, balance, direction)
  const here = new Map(ours.map(({ message, receipt }) => [message, receipt]))
  const there = new Map(theirs.pairs.map(({ message, receipt }) => [message, receipt]))
  const lackOf = (message: string): BalanceDifference['lacks'] | null => {
    if (!here.has(message)) return 'here'
    if (!there.has(message)) return 'there'
    return here.get(message) === there.get(message) ? null : 'receipt'
  }
  const differences = [...new Set([...here.keys(), ...there.keys()])].sort().flatMap((message) => {
    const lacks = lackOf(message)
    return lacks === null ? [] : [{ message, direction, lacks }]
  })
  return { ok: true, differences }
}

const opposite = { sent: 'received', received: 'sent' } as const

async function listTheirs(
  node: Node,
  courier: Pick<Courier, 'ask'>,
  { peer_state: state, from_at: from, until_at: until }: BalanceRow,
  direction: Direction,
): Promise<Result<{ pairs: readonly SettledPair[] }>> {
  const peer = node.trust.peer(state)
  if (peer === null) return refuse('PEER_UNKNOWN', { detail: state })
  const pairs: SettledPair[] = []
  for (;;) {
    const after = pairs.at(-1)?.message
    const want = {
      ...{ what: 'balanceMessages' as const, ...saidTime({ from, until }) },
      direction: opposite[direction],
      ...(after === undefined ? {} : { after }),
    }
    const told = await ask(node, courier, peer.list, want)
    if (!told.ok) return told
    const { messages, more } = told.found
    if (messages.some(({ message }, at) => message <= (messages[at - 1]?.message ?? after ?? '')))
      return refuse('MESSAGE_INVALID', { detail: 'the peer does not tell them in order' })
    pairs.push(...messages)
    if (!more || messages.length === 0) return { ok: true, pairs }
    if (pairs.length > exchangeLimits.balance.messagesMax)
      return refuse('MESSAGE_INVALID', { detail: 'the peer tells of too many messages' })
  }
}

async function listOurs(
  { db }: Node,
  { peer_state: peer, from_at: from, until_at: until }: BalanceRow,
  direction: Direction,
): Promise<readonly SettledPair[]> {
  const pairs: SettledPair[] = []
  for (;;) {
    const wanted = { direction, time: { from, until }, after: pairs.at(-1)?.message ?? null }
    const page = await listSettledPairs(db, peer, wanted, recallLimits.balanceMessagesMax)
    pairs.push(...page)
    if (page.length < recallLimits.balanceMessagesMax) return pairs
  }
}
