import type { Actor } from '../../audit/events.ts'
import { digestOf } from '../../envelope/digest.ts'
import { append } from '../../store/audit.ts'
import { type BalanceTime, insertBalance } from '../../store/balances.ts'
import { inTransaction } from '../../store/failures.ts'
import type { BalanceRow } from '../../store/trailTables.ts'
import type { Node } from '../node.ts'
import { openTrail } from '../trail.ts'
import { type BalanceStatement, areEqual } from './statement.ts'

/** A question about the balance and the answer to it, both as their nodes have signed them. */
export interface Balanced {
  readonly peer: string
  readonly time: BalanceTime
  /** Whether this node asked. */
  readonly asked: boolean
  readonly question: string
  readonly answer: string
  readonly own: BalanceStatement
  readonly theirs: BalanceStatement
  /** Who had the nodes balance; absent: they did by themselves, or the peer has asked. */
  readonly actor?: Actor | undefined
}

/**
 * Keeps a balance and notes it in the log, in one transaction, before anything is said of it. A difference is an alarm:
 * what differs is found out afterwards, and a process that dies before that leaves it to the next round.
 */
export async function keepBalance(node: Node, balanced: Balanced): Promise<BalanceRow> {
  const { peer, time, asked, question, answer, own, theirs, actor } = balanced
  const digest = digestOf(question)
  const agreed = areEqual(own, theirs)
  const row: BalanceRow = {
    ...{
      digest,
      peer_state: peer,
      from_at: time.from,
      until_at: time.until,
      asked,
      question,
      answer,
      agreed,
    },
    differences: null,
    made_at: node.now(),
  }
  await inTransaction(node.db, async (trx) => {
    if (!(await insertBalance(trx, row))) return
    const trail = await openTrail(node, trx, [], row.made_at)
    const count = own.sent.count + own.received.count
    const by = actor === undefined ? {} : { actor }
    trail.add({ event: agreed ? 'balance.agreed' : 'balance.differed', peer, digest, count, ...by })
    await append(trx, trail.audit())
  })
  if (!agreed)
    node.log.error({ peer, digest, own, theirs }, 'this node and a peer do not have the same messages')
  return row
}
