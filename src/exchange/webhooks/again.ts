import { type Result, refuse } from '../../message/refusal.ts'
import { append } from '../../store/audit.ts'
import { inTransaction } from '../../store/failures.ts'
import { reviveDeliveries } from '../../store/webhooks/deliveries.ts'
import { lockEndpoint } from '../../store/webhooks/endpoints.ts'
import { exchangeLimits } from '../limits.ts'
import type { Node } from '../node.ts'
import type { Deciding } from '../people/deciding.ts'
import { refusalNoted } from '../refusedActs.ts'
import { rolledBack, standingOf } from '../standing.ts'
import { openTrail } from '../trail.ts'

/** Which of what an endpoint was not told. */
export interface AgainOrder {
  readonly name: string
  /** Place in the log of the entry; null: all that was given up, the oldest so many (`webhooks.againMax`). */
  readonly entry: number | null
}

/**
 * Has an endpoint told anew of what was given up, under the same ids and with all its attempts. Refuses with WEBHOOK_UNKNOWN,
 * WEBHOOK_DISABLED, WEBHOOK_NOT_GIVEN_UP or NODE_ROLLED_BACK.
 */
export async function tellAgain(
  node: Node,
  order: AgainOrder,
  { actor }: Pick<Deciding, 'actor'>,
): Promise<Result<{ readonly count: number }>> {
  const wanted = `webhook resend ${order.name}${order.entry === null ? '' : ` ${order.entry}`}`
  return await refusalNoted(node, { actor, wanted }, again(node, order, actor))
}

async function again(
  node: Node,
  { name, entry }: AgainOrder,
  by: Deciding['actor'],
): Promise<Result<{ readonly count: number }>> {
  return await inTransaction(node.db, async (trx) => {
    if ((await standingOf(node, trx)).isBehind) return rolledBack
    const endpoint = await lockEndpoint(trx, name)
    if (endpoint === null) return refuse('WEBHOOK_UNKNOWN')
    if (endpoint.disabled_at !== null) return refuse('WEBHOOK_DISABLED')
    const max = exchangeLimits.webhooks.againMax
    const revived = await reviveDeliveries(trx, { endpoint: name, entry, at: node.machineNow(), max })
    const [first, last] = [revived[0], revived.at(-1)]
    if (first === undefined || last === undefined) return refuse('WEBHOOK_NOT_GIVEN_UP')
    const trail = await openTrail(node, trx, [], node.now())
    const actor = { ...by, authority: by.authority ?? endpoint.authority }
    const details = { first, last, name }
    trail.add({ event: 'webhook.resent', actor, count: revived.length, details })
    await append(trx, trail.audit())
    return { ok: true, count: revived.length }
  })
}
