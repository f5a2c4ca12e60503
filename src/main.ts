import { hash } from 'node:crypto'
import { hostname } from 'node:os'
import type { AuditEvent } from './audit/auditEvent.ts'
import type { Config } from './config.ts'
import { cosignCheckpoint, cosignedOf } from './exchange/witness/cosigning.ts'
import { askedChecker } from './exchange/custody/checkAsked.ts'
import { exhibitGiver } from './exchange/exhibits/give.ts'
import { severalGiver } from './exchange/exhibits/giveSeveral.ts'
import { transferRules } from './exchange/exhibits/transferRules.ts'
import { gatherer } from './exchange/gather.ts'
import { type Jobs, startJobs } from './exchange/jobs.ts'
import { aloneJobs, keepLeases } from './exchange/leases.ts'
import { exchangeLimits } from './exchange/limits.ts'
import type { Node, NodeLog } from './exchange/node.ts'
import { noteInLog } from './exchange/noteInLog.ts'
import { checkpoint, tile } from './exchange/readLog.ts'
import { readiness } from './exchange/readiness.ts'
import { busy } from './exchange/reply.ts'
import { answerQuestion } from './exchange/recall/answer.ts'
import { httpCallers } from './exchange/httpCallers.ts'
import { type Arrived, receive } from './exchange/receive.ts'
import { noteSettings } from './exchange/settingsOfStart.ts'
import { standingOf } from './exchange/standing.ts'
import { taken } from './exchange/taken.ts'
import { turns } from './exchange/turns.ts'
import { type OpenNode, type Otherwise, openNode } from './opening.ts'
import { logOf } from './programLog.ts'
import { programVersion } from './programVersion.ts'
import type { DatabaseError } from './store/ownDatabase.ts'
import { newestRevocationList } from './store/revocationLists.ts'
import { newestTrustList, trustListFrom } from './store/trustLists.ts'
import { startWebhooks } from './webhooksOut.ts'
import { type ApiPort, startApiPort } from './apiPort.ts'
import { type MetricsPort, startMetricsPort } from './metricsPort.ts'
import { startTraces } from './tracesOut.ts'
import { type DeskPort, startDeskPort } from './deskPort.ts'
import { networkOf, webhooksNetwork } from './exchange/networks.ts'
import { listen, stopListening, unlessClosed } from './listening.ts'
import { markPlace, refuseUnfitPlace } from './exhibitPlace.ts'
import { uploadsOf } from './exchange/uploads/uploads.ts'
import { startWorker } from './exchange/worker.ts'
import { secretWatch } from './secretFiles.ts'
import { createApp } from './web/app.ts'
import { handlingOf } from './web/handling.ts'
import { createPort } from './web/port.ts'
import { strangersAtPort } from './web/strangers.ts'
import type { Services } from './web/services.ts'

/** A node in service. */
export interface RunningNode extends OpenNode {
  /** Where it listens. */
  readonly url: string
  /** Where systems of the State's own ask; null: nowhere. */
  readonly apiUrl: string | null
  /** Where the numbers of the node are told; null: nowhere. */
  readonly metricsUrl: string | null
  /** Where people work, as their browsers name it; null: nowhere. */
  readonly deskUrl: string | null
  readonly jobs: Jobs
  /** Resolves where a newer program has shut this one out of the tables (`Leases.shutOut`): it stands still, and is to be closed. */
  readonly shutOut: Promise<DatabaseError>
}

/** By what the share of a peer in what many wait for is counted: the States whose lists name the key of its node, as of its requests. */
function nameOfPeer(states: readonly string[]): string {
  return states.join(' ')
}

/**
 * Opens a node, starts its work and listens. What was left undone by a process that was killed is taken up here.
 *
 * @param otherwise - what is not as in service
 */
export async function startNode(
  config: Config,
  given: NodeLog = logOf(config),
  otherwise: Otherwise = {},
): Promise<RunningNode> {
  const open = await openNode(config, given, 'begin', null, otherwise)
  const { node, database, courier: courierOfNode, hearing, tls } = open
  const { log } = node
  const taking = {
    onAnnounced: () => database.signals.notify('rogatory_exhibits'),
    hasBegun: () => hearing.hasBegun(),
    isAwaited: (peer: string) => hearing.isAwaited(peer),
    came: (peer: string) => hearing.came(peer),
  }
  const gathered = gatherer<Arrived, string>(
    (lines) => receive(node, lines, taking),
    exchangeLimits.receive,
    ({ from }) => nameOfPeer(from),
  )
  const leases = keepLeases(
    { ...open, place: `${hostname()} ${process.pid}`, version: programVersion, jobs: jobsOf(config) },
    () => performance.now(),
  )
  const givingRules = transferRules(node, () => performance.now())
  const answering = turns(exchangeLimits.questionsAtOnceMax, exchangeLimits.questionsOfOnePeerMax)
  const takingReports = turns(exchangeLimits.exhibits.telling.takenAtOnceMax)
  const services: Services = {
    tracer: node.tracer,
    identify: httpCallers(node),
    strangers: strangersAtPort(
      () => performance.now(),
      config.proxyNetworks === undefined ? null : networkOf(config.proxyNetworks),
    ),
    receive: (lines, from, trace) =>
      taken(node, { messages: lines.length, from, trace }, async (part) => {
        const answers = await Promise.all(
          lines.map(async (line) => (await gathered({ line, from, trace: part })) ?? busy),
        )
        database.signals.notify('rogatory_audit')
        return answers
      }),
    answer: (question, from) =>
      answering<readonly string[]>(
        [busy],
        async () => {
          const { lines, peer } = await answerQuestion(node, question, from, takingReports)
          if (peer !== null) hearing.knock(peer)
          database.signals.notify('rogatory_audit')
          return lines
        },
        nameOfPeer(from),
      ),
    trustList: async () => (await newestTrustList(node.db, node.state))?.jws ?? '',
    trustListFrom: async (sequence) => (await trustListFrom(node.db, node.state, sequence))?.jws ?? null,
    revocationList: async (authority) => {
      const newest = await newestRevocationList(node.db, authority)
      return newest?.state === node.state ? newest.der : null
    },
    checkpoint: () => checkpoint(node.db),
    tile: (path) => tile(node.db, path),
    exhibit: exhibitGiver(
      node,
      givingRules,
      askedChecker(node, () => performance.now()),
    ),
    exhibits: severalGiver(node, givingRules),
    cosign: (body) => cosignCheckpoint(node, body),
    cosigned: (originDigest, asker) => cosignedOf(node, originDigest, asker),
    ready: shared(() => readiness(node, hearing)),
  }
  const uploads = uploadsOf(
    node,
    leases,
    () => performance.now(),
    () => database.signals.notify('rogatory_audit'),
  )
  const broke = unlessClosed(({ reason, ...request }) =>
    log.error({ ...request, reason: String(reason) }, 'a request broke'),
  )
  const app = createApp(services, broke)
  const handling = handlingOf(app)
  const server = createPort(app, services.strangers, tls.port)
  const watchSecrets = secretWatch(config, log)
  const watching = startWorker({
    round: async () => {
      watchSecrets()
      await tls.refresh()
      return false
    },
    pollMs: 1_000,
    failurePauseMs: 1_000,
    onFailure: (reason) => log.warn({ reason: String(reason) }, 'the TLS files could not be looked at'),
  })
  let url: string
  let jobs: Jobs | undefined
  let api: ApiPort | null = null
  let desk: DeskPort | null = null
  let metrics: MetricsPort | null = null
  let webhooks: ReturnType<typeof startWebhooks> = null
  let traces: Awaited<ReturnType<typeof startTraces>> = null
  try {
    traces = await startTraces(config, open, log)
    await markPlace(node)
    await refuseUnfitPlace(node.exhibits, log)
    await leases.begin()
    url = await listen(server, config, tls.port() !== null, log)
    api = await startApiPort(config, open, { uploads, leases }, log)
    desk = await startDeskPort(config, open, log, { ready: services.ready, leases, uploads })
    metrics = await startMetricsPort(config, open, log, services.ready)
    jobs = startJobs(open, courierOfNode, leases, uploads)
    webhooks = startWebhooks(config, open, leases, log)
    if (!(await standingOf(node, node.db)).isBehind) await noteSettings(node, open.settings)
    await noteUnlessBehind(node, {
      event: 'node.started',
      digest: hash(
        'sha256',
        JSON.stringify({
          ...config,
          databaseUrl: undefined,
          sequencerDatabaseUrl: undefined,
          directDatabaseUrl: undefined,
        }),
      ),
      details: { version: programVersion },
    })
  } catch (reason) {
    server.close()
    // Whatever of it cannot be closed, the rest is, and why it did not begin is told.
    for (const begun of [api, desk, metrics, watching, webhooks, jobs, traces, leases, open])
      await begun?.close().catch(() => undefined)
    throw reason
  }
  const running = jobs
  const apiUrl = api?.url ?? null
  const deskUrl = desk?.url ?? null
  const metricsUrl = metrics?.url ?? null
  if (config.clockFile !== undefined)
    log.warn({ clock: node.now().toISOString() }, 'this node takes its time from a file')
  log.info({ state: node.state, url, apiUrl, deskUrl, metricsUrl }, 'the node is in service')
  return {
    ...open,
    url,
    apiUrl,
    deskUrl,
    metricsUrl,
    jobs: running,
    shutOut: leases.shutOut,
    async close() {
      // Ports take up to seconds to close: others do meanwhile what is done by one.
      await leases.handOver()
      node.exhibits.close()
      const patience = setTimeout(() => courierOfNode.cutOff(), exchangeLimits.stopMs)
      await Promise.allSettled([
        stopListening(server, handling),
        api?.close(),
        desk?.close(),
        metrics?.close(),
        watching.close(),
        running.close(),
        webhooks?.close(),
      ])
      clearTimeout(patience)
      // Nobody is left who asks peers for anything.
      await courierOfNode.close()
      // What was under way has ended, and is told.
      await traces?.close()
      try {
        await noteUnlessBehind(node, { event: 'node.stopped' })
      } catch (reason) {
        // The database is away: the log will show that the node began again, and not that it ended.
        log.warn({ reason: String(reason) }, 'the stop could not be noted')
      } finally {
        // Another process, if there is one, signs what this one has noted last.
        await leases.close()
        await open.close()
        node.scanner?.close()
      }
    },
  }
}

/** What a process with other settings than its fellows cannot do, it leaves to them. */
function jobsOf(config: Config): readonly string[] {
  const { desk, api } = config
  const without = [
    ...(webhooksNetwork(config) === null ? ['webhooks'] : []),
    // At neither port come files: where none of it is on its disk, it could only end what others have.
    ...(desk === undefined && api === undefined ? ['drafts', 'uploads'] : []),
  ]
  return aloneJobs.filter((job) => !without.includes(job))
}

/** A database that went back is left as it was found. */
async function noteUnlessBehind(node: Node, event: AuditEvent): Promise<void> {
  if (!(await standingOf(node, node.db)).isBehind) await noteInLog(node, event)
}

/** Whoever asks while it is being found out gets the same answer: asking often costs no more. */
function shared<Outcome>(find: () => Promise<Outcome>): () => Promise<Outcome> {
  let running: Promise<Outcome> | undefined
  return () =>
    (running ??= find().finally(() => {
      running = undefined
    }))
}
