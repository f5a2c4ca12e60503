import { countDeliveries } from '../../store/webhooks/deliveries.ts'
import { listEndpoints } from '../../store/webhooks/endpoints.ts'
import type { Node } from '../node.ts'
import { type HealthItem, item } from './healthItem.ts'

/**
 * What systems were not told: given up at an endpoint in use, or because the system had its endpoint disabled (410). What a
 * person has disabled is as it should be.
 */
export async function webhookFindings({ db }: Node): Promise<readonly HealthItem[]> {
  const endpoints = await listEndpoints(db)
  if (endpoints.length === 0) return [item('webhooks', 'noWebhooks', true)]
  const dead = new Map((await countDeliveries(db)).map(({ endpoint, dead: count }) => [endpoint, count]))
  const deadAt = (name: string): number => dead.get(name) ?? 0
  const found = endpoints.flatMap(({ name, disabled_at, disabled_by }): readonly HealthItem[] => {
    const count = deadAt(name)
    if (disabled_at === null)
      return count === 0 ? [] : [item('webhooks', 'webhooksGivenUp', false, { count, name })]
    if (disabled_by !== null) return []
    const at = disabled_at.toISOString()
    // The endpoint is listed for good; it is told of until what was given up with it is forgotten.
    return count === 0 ? [] : [item('webhooks', 'webhooksDisabled', false, { at, count, name })]
  })
  return found.length === 0 ? [item('webhooks', 'webhooksTaken', true)] : found
}
