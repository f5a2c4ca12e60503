import { readHead } from '../../store/audit.ts'
import { inTransaction } from '../../store/failures.ts'
import { countWaiting, insertDeliveries, readTold } from '../../store/webhooks/deliveries.ts'
import { advanceEndpoint, listEndpoints, lockEndpoint } from '../../store/webhooks/endpoints.ts'
import { exchangeLimits } from '../limits.ts'
import type { Node } from '../node.ts'
import { payloadOf } from './told.ts'

/**
 * Looks through what has come into the log since it was looked at for each endpoint, and keeps what that is to be told, in one
 * transaction with how far it has looked: whatever dies, each entry is told of, and kept once. For who takes nothing any more the log is
 * looked at no further. Whether there is more to look at.
 */
export async function spreadRound(node: Node): Promise<boolean> {
  let hasMore = false
  for (const { name, disabled_at } of await listEndpoints(node.db)) {
    if (disabled_at !== null) continue
    if (await spreadTo(node, name)) hasMore = true
  }
  return hasMore
}

async function spreadTo(node: Node, name: string): Promise<boolean> {
  const { entriesMax, waitingMax } = exchangeLimits.webhooks
  return await inTransaction(node.db, async (trx) => {
    const endpoint = await lockEndpoint(trx, name)
    const { size } = await readHead(trx)
    if (endpoint?.disabled_at !== null || endpoint.next_index >= size) return false
    if ((await countWaiting(trx, name)) >= waitingMax) return false
    const { events, authority, next_index: from } = endpoint
    const until = Math.min(from + entriesMax, size)
    const now = node.machineNow()
    const told = await readTold(trx, { events, authority, from, until })
    await insertDeliveries(
      trx,
      told.map((entry) => ({
        endpoint: name,
        index: entry.index,
        id: `msg_${Buffer.from(node.random(16)).toString('hex')}`,
        payload: payloadOf(entry),
        made_at: now,
        due_at: now,
      })),
    )
    await advanceEndpoint(trx, name, until)
    return until < size
  })
}
