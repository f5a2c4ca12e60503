import type { Config } from './config.ts'
import { admitAccess, noteRefusedAccess } from './exchange/accessTokens.ts'
import { auditAnswers } from './exchange/auditAnswers.ts'
import { exhibitAnswers } from './exchange/exhibitAnswers.ts'
import type { NodeLog } from './exchange/node.ts'
import { roundOfDrafts } from './exchange/drafts/settle.ts'
import type { Leases } from './exchange/leases.ts'
import { measuredRound } from './exchange/measuring/meter.ts'
import { systemAnswers } from './exchange/systems/systemAnswers.ts'
import type { Uploads } from './exchange/uploads/uploads.ts'
import { startWorker } from './exchange/worker.ts'
import { listen, stopListening, unlessClosed } from './listening.ts'
import type { OpenNode } from './opening.ts'
import { ofServer, strangersFor } from './portsWithin.ts'
import type { ApiServices } from './web/apiServices.ts'
import { webLimits } from './web/limits.ts'
import { handlingOf } from './web/handling.ts'
import { type PortTls, createPort } from './web/port.ts'

/** The port for systems of the State's own, in service. */
export interface ApiPort {
  /** Where it listens. */
  readonly url: string
  close(): Promise<void>
}

/** Listens where the configuration says, to who has a token; null where it says nowhere. */
export async function startApiPort(
  { api, desk, proxyNetworks }: Config,
  open: OpenNode,
  { uploads, leases }: { readonly uploads: Uploads; readonly leases: Leases },
  log: NodeLog,
): Promise<ApiPort | null> {
  if (api === undefined) return null
  const { node, database, tls } = open
  const noted = (): void => {
    database.signals.notify('rogatory_audit')
  }
  const tlsNow = (): PortTls | null => ofServer(tls.port())
  const isTls = tlsNow() !== null
  const services: ApiServices = {
    strangers: strangersFor(proxyNetworks ?? [], isTls),
    admit: (token, scope) => admitAccess(node, token, scope),
    async noteRefused(refused, address) {
      await noteRefusedAccess(node, refused, address)
      noted()
    },
    audit: auditAnswers(node, noted),
    exhibits: exhibitAnswers(node, noted),
    uploads,
    systems: systemAnswers(node, (draft) => open.send(draft), noted),
    tracer: node.tracer,
    nowMs: () => performance.now(),
  }
  // Only who serves this port has to wait until the library for uploads is there.
  const { createApi } = await import('./web/apiApp.ts')
  const broke = unlessClosed(({ reason, path }) =>
    log.error({ path, reason: String(reason) }, 'a request broke'),
  )
  const app = createApi(services, broke)
  const handling = handlingOf(app)
  const server = createPort(app, services.strangers, tlsNow, webLimits.uploads.requestMs)
  const url = await listen(server, api, isTls, log)
  const settling = startWorker({
    round: async () => {
      // Where there is a desk, that sends what a process that died had let go, and forgets what nobody has in hands.
      if (desk === undefined && leases.fenceOf('drafts') !== null)
        await measuredRound(node.meter, 'drafts', () => roundOfDrafts(node, (draft) => open.send(draft)))
      return false
    },
    pollMs: settlingPauseMs,
    failurePauseMs: settlingPauseMs,
    onFailure: (reason) => {
      node.meter.failed('drafts')
      log.warn({ reason: String(reason) }, 'what was let go could not be sent')
    },
  })
  return {
    url,
    async close() {
      await Promise.allSettled([stopListening(server, handling), settling.close()])
    },
  }
}

const settlingPauseMs = 5_000
