import { hash, randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { type Server, createServer } from 'node:http'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { type Clock, clockFromFile, machineClock } from './clock.ts'
import type { Config } from './config.ts'
import { receive } from './exchange/receive.ts'
import { type Draft, type SendOutcome, send } from './exchange/send.ts'
import { gatherer } from './exchange/gather.ts'
import { exchangeLimits } from './exchange/limits.ts'
import type { Node, NodeLog } from './exchange/node.ts'
import { trustDirectory } from './exchange/directory.ts'
import { type Jobs, startJobs } from './exchange/jobs.ts'
import { noteInLog } from './exchange/noteInLog.ts'
import { courier } from './exchange/post.ts'
import { readiness } from './exchange/readiness.ts'
import { checkpoint, tile } from './exchange/readLog.ts'
import { type OwnSettings, ownTrustList, peerTrustLists, saidIn } from './exchange/trustKeeping.ts'
import { refuse } from './message/refusal.ts'
import { messageLimits } from './message/limits.ts'
import { machines } from './workflow/table.ts'
import { type OpenDatabase, openDatabase } from './store/database.ts'
import { type Identity, readIdentity } from './store/identity/read.ts'
import { trustListOf } from './store/identity/trustListOf.ts'
import { migrate } from './store/migrations/migrate.ts'
import { settleSetting } from './store/settings.ts'
import { type SettingsOfState, readSettingsOfState } from './store/settingsOfState.ts'
import { newestTrustList } from './store/trustLists.ts'
import { createApp } from './web/app.ts'
import { paths } from './web/paths.ts'
import type { Services } from './web/services.ts'

/** A node whose identity, database and trust are open, but that neither listens nor delivers: what a command needs. */
export interface OpenNode {
  readonly node: Node
  readonly database: OpenDatabase
  readonly settings: SettingsOfState
  /** Sends a draft, together with others that wait at the same time; refuses with NODE_BUSY when too many wait. */
  send(draft: Draft): Promise<SendOutcome>
  /** Renews this State's list where it is due, and reads what other processes have accepted from peers. */
  refreshTrust(): Promise<void>
  close(): Promise<void>
}

/** A node in service. */
export interface RunningNode extends OpenNode {
  /** Where it listens. */
  readonly url: string
  readonly jobs: Jobs
}

/**
 * Opens a node from its configuration.
 *
 * @throws Error with words for the operator when the identity, the settings or the database cannot be opened, or the
 * database belongs to another State.
 */
export async function openNode(config: Config, log: NodeLog = logOf(config)): Promise<OpenNode> {
  const settings = await readSettingsOfState(config.dataFolder)
  const passphrase = await readPassphrase(config.passphraseFile)
  const identity = await readIdentity(join(config.dataFolder, 'identity'), passphrase)
  const database = await openDatabase({
    ...(config.databaseUrl === undefined ? { folder: config.dataFolder } : { url: config.databaseUrl }),
    onTrouble: (reason) => log.warn({ reason: String(reason) }, 'the database had trouble'),
  })
  try {
    await migrate(database.db)
    const state = await settleSetting(database.db, 'state', settings.state)
    if (state !== settings.state)
      throw new Error(`The database belongs to ${state}, not to ${settings.state}`)
    return await assemble(config, log, settings, identity, database)
  } catch (reason) {
    await database.close()
    throw reason
  }
}

async function readPassphrase(file: string): Promise<string> {
  try {
    return (await readFile(file, 'utf8')).trim()
  } catch (cause) {
    throw new Error(`The passphrase of the keys cannot be read from ${file}: see ROGATORY_PASSPHRASE_FILE`, {
      cause,
    })
  }
}

async function assemble(
  config: Config,
  log: NodeLog,
  settings: SettingsOfState,
  identity: Identity,
  database: OpenDatabase,
): Promise<OpenNode> {
  const clock: Clock = config.clockFile === undefined ? machineClock : clockFromFile(config.clockFile)
  const origin = `rogatory.example/${settings.state.toLowerCase()}/log1`
  const keeper = {
    state: settings.state,
    db: database.db,
    signer: identity.signer,
    decryptionKeys: identity.encryptionKeys,
    logSigner: { name: origin, privateKey: identity.logKey },
    now: clock,
    random: (bytes: number) => randomBytes(bytes),
    log,
  }
  const own = ownSettings(identity, settings, origin)
  const trust = trustDirectory(await ownTrustList(keeper, own, identity.listSigner))
  const node: Node = { ...keeper, trust }
  const refreshTrust = async (): Promise<void> => {
    trust.load(await ownTrustList(keeper, own, identity.listSigner), await peerTrustLists(keeper))
  }
  await refreshTrust()
  const gathered = gatherer<Draft, SendOutcome>((drafts) => send(node, drafts), exchangeLimits.send)
  return {
    node,
    database,
    settings,
    refreshTrust,
    async send(draft) {
      const outcome = (await gathered(draft)) ?? refuse('NODE_BUSY')
      if (outcome.ok) {
        database.signals.notify('rogatory_outbox')
        database.signals.notify('rogatory_audit')
      }
      return outcome
    },
    close: () => database.close(),
  }
}

/** What this State's trust list says, number and dates apart. */
function ownSettings(identity: Identity, settings: SettingsOfState, logOrigin: string): OwnSettings {
  const { state, name, demonstration, url, authorities } = settings
  const list = trustListOf(identity, {
    state,
    sequence: 1,
    name,
    ...(demonstration === undefined ? {} : { demonstration }),
    node: { uri: holderOf(state), url },
    authorities: [...authorities],
    logOrigin,
    issuedAt: new Date(0),
    nextUpdate: new Date(0),
    capabilities: {
      kinds: machines.flatMap(({ kinds }) => kinds),
      languages: [...new Set(authorities.flatMap(({ languages }) => languages))],
      messageBytesMax: messageLimits.bytesMax,
      exhibitBytesMax: 0,
      schemaVersions: [v1],
    },
  })
  return saidIn(list)
}

const v1 = 1

/** What a line is answered when too many wait; unsigned, for it settles nothing. */
const busyRefusal = '{"code":"NODE_BUSY"}'

/** The name that a State's certificates carry. */
export function holderOf(state: string): string {
  return `urn:rogatory:node:${state.toLowerCase()}`
}

/** Opens a node, starts its work and listens. What was left undone by a process that was killed is taken up here. */
export async function startNode(config: Config, log: NodeLog = logOf(config)): Promise<RunningNode> {
  const open = await openNode(config, log)
  const { node, database } = open
  const gathered = gatherer<string, string>((lines) => receive(node, lines), exchangeLimits.receive)
  const courierOfNode = courier(paths)
  // The same at every start, so that a node finds again what it had taken before it was killed.
  const worker = hash('sha256', `${hostname()} ${config.dataFolder}`).slice(0, 16)
  const services: Services = {
    async receive(lines) {
      const answers = await Promise.all(lines.map(async (line) => (await gathered(line)) ?? busyRefusal))
      database.signals.notify('rogatory_audit')
      return answers
    },
    trustList: async () => (await newestTrustList(node.db, node.state))?.jws ?? '',
    checkpoint: () => checkpoint(node.db),
    tile: (path) => tile(node.db, path),
    ready: () => readiness(node),
  }
  const app = createApp(services, ({ reason, path }) =>
    log.error({ path, reason: String(reason) }, 'a request broke'),
  )
  const server = createServer(
    { requestTimeout: 30_000, headersTimeout: 10_000, keepAliveTimeout: 65_000 },
    app,
  )
  let url: string
  let jobs: Jobs
  try {
    url = await listen(server, config)
    jobs = await startJobs(open, courierOfNode, worker)
    await noteInLog(node, {
      event: 'node.started',
      digest: hash('sha256', JSON.stringify({ ...config, databaseUrl: undefined })),
      details: { version: '0.1.0' },
    })
  } catch (reason) {
    server.close()
    await open.close()
    throw reason
  }
  if (config.clockFile !== undefined)
    log.warn({ clock: node.now().toISOString() }, 'this node takes its time from a file')
  log.info({ state: node.state, url }, 'the node is in service')
  return {
    ...open,
    url,
    jobs,
    async close() {
      await Promise.all([stopListening(server), jobs.close(), courierOfNode.close()])
      await noteInLog(node, { event: 'node.stopped' })
      await open.close()
    },
  }
}

/** Lets the requests that are under way end, within bounds; a connection that stays open keeps nothing waiting. */
async function stopListening(server: Server): Promise<void> {
  const patience = setTimeout(() => server.closeAllConnections(), exchangeLimits.stopMs)
  await new Promise<void>((resolve) => {
    server.close(() => resolve())
    server.closeIdleConnections()
  })
  clearTimeout(patience)
}

async function listen(server: Server, { host, port }: Config): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  const address = server.address()
  const bound = typeof address === 'object' && address !== null ? address.port : port
  return `http://${host.includes(':') ? `[${host}]` : host}:${bound}`
}

function logOf({ logLevel }: Config): NodeLog {
  return pino({ level: logLevel, base: null })
}
