import type { Wanted } from '../../message/recall.ts'
import { type BalanceTime, settledTotal } from '../../store/balances.ts'
import type { Db } from '../../store/database.ts'

/** What a node says that it has of the messages between it and a peer: how many each way, and their digest. */
export type BalanceStatement = Pick<Extract<Wanted, { what: 'balance' }>, 'sent' | 'received'>

/** What this node has of the messages whose receipts say that time. */
export async function balanceStatement(db: Db, peer: string, time: BalanceTime): Promise<BalanceStatement> {
  const [sent, received] = await Promise.all([
    settledTotal(db, peer, 'sent', time),
    settledTotal(db, peer, 'received', time),
  ])
  return { sent, received }
}

/** What one has sent the other has received, both ways. */
export function areEqual(one: BalanceStatement, other: BalanceStatement): boolean {
  return isSame(one.sent, other.received) && isSame(one.received, other.sent)
}

function isSame(one: BalanceStatement['sent'], other: BalanceStatement['sent']): boolean {
  return one.count === other.count && one.digest === other.digest
}

/** A time as it stands in a question. */
export function timeIn({ from, until }: { readonly from?: string; readonly until: string }): BalanceTime {
  return { from: from === undefined ? null : new Date(from), until: new Date(until) }
}

/** A time as it is put into a question. */
export function saidTime({ from, until }: BalanceTime): { readonly from?: string; readonly until: string } {
  return { ...(from === null ? {} : { from: from.toISOString() }), until: until.toISOString() }
}
