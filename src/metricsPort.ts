import type { Config } from './config.ts'
import type { NodeLog } from './exchange/node.ts'
import type { Check } from './exchange/readiness.ts'
import { listen, stopListening, unlessClosed } from './listening.ts'
import type { OpenNode } from './opening.ts'
import { ofServer, watchersFor } from './portsWithin.ts'
import { programVersion } from './programVersion.ts'
import { seeSecrets, watchedSecrets } from './secretFiles.ts'
import { handlingOf } from './web/handling.ts'
import { type PortTls, createPort } from './web/port.ts'

/** The port for whoever watches the node, in service. */
export interface MetricsPort {
  /** Where it listens. */
  readonly url: string
  close(): Promise<void>
}

/** Listens where the configuration says, to this machine and the networks that it names (without TLS: to the proxies); null where it says nowhere. */
export async function startMetricsPort(
  config: Config,
  open: OpenNode,
  log: NodeLog,
  ready: () => Promise<{ readonly checks: readonly Check[] }>,
): Promise<MetricsPort | null> {
  const { metrics, metricsNetworks: networks = [], proxyNetworks: proxies = [] } = config
  if (metrics === undefined) return null
  const { node, database, tls } = open
  const nowMs = (): number => performance.now()
  const tlsNow = (): PortTls | null => ofServer(tls.port())
  const isTls = tlsNow() !== null
  const secretFiles = watchedSecrets(config)
  // Only who is watched has to wait until the library for numbers is there.
  const { measuring } = await import('./exchange/measuring/measuring.ts')
  const { createMetrics } = await import('./web/metricsApp.ts')
  const measured = measuring(
    node,
    {
      version: programVersion,
      ready: async () => (await ready()).checks,
      secrets: () => seeSecrets(secretFiles),
      connections: database.connections,
      dataFolder: config.dataFolder,
      tls: () => ({
        port: tls.port()?.certificate ?? null,
        client: tls.client().pair?.certificate ?? null,
      }),
    },
    nowMs,
  )
  const strangers = watchersFor({ proxies, networks }, isTls)
  const broke = unlessClosed(({ reason, path }) =>
    log.error({ path, reason: String(reason) }, 'a request broke'),
  )
  const app = createMetrics({ ...measured, strangers }, broke)
  const handling = handlingOf(app)
  const server = createPort(app, strangers, tlsNow)
  const url = await listen(server, metrics, isTls, log)
  return { url, close: () => stopListening(server, handling) }
}
