import type { Actor } from '../../audit/events.ts'
import type { TrustList } from '../../message/generated/types.ts'
import { type Result, refuse } from '../../message/refusal.ts'
import { balancedUntil } from '../../store/balances.ts'
import type { BalanceRow } from '../../store/trailTables.ts'
import { exchangeLimits } from '../limits.ts'
import type { Node } from '../node.ts'
import type { Courier } from '../post.ts'
import { ask, isToldNothing } from '../recall/ask.ts'
import { isKeyUnnamed, keyUnnamed, rolledBack, standingOf } from '../standing.ts'
import { explainDifference } from './differences.ts'
import { keepBalance } from './keep.ts'
import { balanceStatement, saidTime, timeIn } from './statement.ts'

/**
 * Balances with a peer: both say, signed, what they have of the messages since the last balance on which they agreed,
 * and where that differs it is found out what. Where the peer has lost that balance, it is over all messages. Refuses with PEER_UNKNOWN, NODE_ROLLED_BACK, and what `ask` refuses.
 */
export async function balanceWith(
  node: Node,
  courier: Pick<Courier, 'ask'>,
  state: string,
  actor?: Actor,
): Promise<Result<{ balance: BalanceRow }>> {
  const peer = node.trust.peer(state)
  if (peer === null) return refuse('PEER_UNKNOWN', { detail: state })
  if ((await standingOf(node, node.db)).isBehind) return rolledBack
  if (isKeyUnnamed(node)) return keyUnnamed
  const said = saidTime({
    from: await balancedUntil(node.db, state),
    // By then both clocks have passed it, and what was answered then has arrived.
    until: new Date(node.now().getTime() - exchangeLimits.balance.askAfterMs),
  })
  if (said.from !== undefined && said.from >= said.until)
    return refuse('TIME_OUT_OF_RANGE', { detail: `the last balance goes up to ${said.from}` })
  const first = await balanceOver(node, courier, peer.list, said, actor)
  // It may have lost the balance from which this one goes on: then both say what they have had of each other from the first message on.
  const isForgotten = said.from !== undefined && !first.ok && isToldNothing(first)
  const balanced = isForgotten
    ? await balanceOver(node, courier, peer.list, { until: said.until }, actor)
    : first
  if (!balanced.ok) return balanced
  const { balance } = balanced
  if (balance.agreed) return { ok: true, balance }
  const explained = await explainDifference(node, courier, balance)
  return { ok: true, balance: explained.ok ? explained.balance : balance }
}

async function balanceOver(
  node: Node,
  courier: Pick<Courier, 'ask'>,
  peer: TrustList,
  said: ReturnType<typeof saidTime>,
  actor: Actor | undefined,
): Promise<Result<{ balance: BalanceRow }>> {
  const time = timeIn(said)
  const own = await balanceStatement(node.db, peer.state, time)
  const told = await ask(node, courier, peer, { what: 'balance', ...said, ...own })
  if (!told.ok) return told
  const { found, question, answer } = told
  const balanced = { peer: peer.state, time, asked: true, question, answer, own, theirs: found, actor }
  return { ok: true, balance: await keepBalance(node, balanced) }
}
