import type { Config } from './config.ts'
import type { Leases } from './exchange/leases.ts'
import { exchangeLimits } from './exchange/limits.ts'
import { webhooksNetwork } from './exchange/networks.ts'
import { measuredRound } from './exchange/measuring/meter.ts'
import type { NodeLog } from './exchange/node.ts'
import { standingOf } from './exchange/standing.ts'
import { webhookSender } from './exchange/webhooks/deliver.ts'
import { spreadRound } from './exchange/webhooks/spread.ts'
import { startWorker } from './exchange/worker.ts'
import type { OpenNode } from './opening.ts'

/** Starts telling systems of the State what happened; null where the configuration says of no place that they may be there. */
export function startWebhooks(
  config: Config,
  { node, tls }: OpenNode,
  leases: Leases,
  log: NodeLog,
): { readonly close: () => Promise<void> } | null {
  const network = webhooksNetwork(config)
  if (network === null) return null
  const sender = webhookSender(node, () => tls.client(), network)
  const worker = startWorker({
    round: async () => {
      if (leases.fenceOf('webhooks') === null || (await standingOf(node, node.db)).isBehind) return false
      return await measuredRound(node.meter, 'webhooks', async () => {
        const hasMore = await spreadRound(node)
        return (await sender.round()) || hasMore
      })
    },
    pollMs: exchangeLimits.webhooks.everyMs,
    failurePauseMs: exchangeLimits.webhooks.everyMs,
    onFailure: (reason) => {
      node.meter.failed('webhooks')
      log.warn({ reason: String(reason) }, 'webhooks could not be sent and will be')
    },
  })
  return {
    async close() {
      await worker.close()
      await sender.close()
    },
  }
}
