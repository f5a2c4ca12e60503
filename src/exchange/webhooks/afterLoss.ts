import type { Trx } from '../../store/database.ts'
import { disableAllEndpoints } from '../../store/webhooks/endpoints.ts'
import type { Trail } from '../trail.ts'

/** A database that went back may have forgotten that endpoints were disabled: none of them is told anything any more. */
export async function disableAfterLoss(trx: Trx, trail: Trail, at: Date): Promise<void> {
  for (const name of await disableAllEndpoints(trx, at))
    trail.add({ event: 'webhook.disabled', code: 'afterLoss', details: { name } })
}
