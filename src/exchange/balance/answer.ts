import { type Found, type Wanted, recallLimits } from '../../message/recall.ts'
import { countAskedBy, hasAgreedUntil, listSettledPairs } from '../../store/balances.ts'
import { exchangeLimits } from '../limits.ts'
import type { Node } from '../node.ts'
import { keepBalance } from './keep.ts'
import { noteBalanced } from './nightly.ts'
import { balanceStatement, timeIn } from './statement.ts'

type Asked<What> = Extract<Wanted, { what: What }>
type Told<What> = Extract<Found, { what: What }>

/**
 * What this node has of the messages that a peer wants to balance. Null where the time is not over yet by the clock of
 * this node: it could give more receipts of that time, and the statement would not hold. Null also where the peer goes on from a balance
 * that went with a lost database here: the bundle of this node would have a hole before it, and nothing that tells why.
 */
export async function findBalance(
  node: Node,
  peer: string,
  want: Asked<'balance'>,
): Promise<Told<'balance'> | null> {
  const time = timeIn(want)
  const overAtMs = time.until.getTime() + exchangeLimits.balance.answerAfterMs
  if (node.now().getTime() < overAtMs) return null
  if (time.from !== null && !(await hasAgreedUntil(node.db, peer, time.from))) return null
  return { what: 'balance', ...(await balanceStatement(node.db, peer, time)) }
}

/** Whether a peer may have another balance today: the reading of it, its row and its entry in the log are what it costs this node. */
export async function mayBalance(node: Node, peer: string): Promise<boolean> {
  const { answeredADayMax, everyMs: dayMs } = exchangeLimits.balance
  const since = new Date(node.now().getTime() - dayMs)
  return (await countAskedBy(node.db, peer, since, answeredADayMax)) < answeredADayMax
}

/** Keeps what was asked and what is about to be answered: what a peer is told of a balance is on disk. */
export async function keepAnswered(
  node: Node,
  peer: string,
  {
    want,
    found,
    asked: question,
    answer,
  }: {
    readonly want: Asked<'balance'>
    readonly found: Told<'balance'>
    readonly asked: string
    readonly answer: string
  },
): Promise<void> {
  await keepBalance(node, {
    ...{ peer, time: timeIn(want), asked: false, question, answer, own: found, theirs: want },
  })
  await noteBalanced(node, peer)
}

/** Which messages they are, a page at a time. */
export async function findBalanceMessages(
  { db }: Node,
  peer: string,
  want: Asked<'balanceMessages'>,
): Promise<Told<'balanceMessages'>> {
  const { direction, after = null } = want
  const most = recallLimits.balanceMessagesMax
  const pairs = await listSettledPairs(db, peer, { direction, time: timeIn(want), after }, most + 1)
  return { what: 'balanceMessages', messages: pairs.slice(0, most), more: pairs.length > most }
}
