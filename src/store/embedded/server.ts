import pg from 'pg'
import { hasData, preparePlace, type Place } from './place.ts'
import { findNative, runnableNative } from './native.ts'
import {
  boundLog,
  type OtherSettings,
  type ServerProcess,
  endOfLog,
  initialise,
  startProcess,
  stopProcess,
} from './process.ts'

const limits = {
  /** How long a start may take, recovery after a crash included. */
  startMs: 60_000,
  pollMs: 15,
  /** Between one start that failed and the next. */
  againMs: 150,
  /** The same once it has been up, and could not even be tried. */
  rejoinMs: 1_000,
  /** Starts that may fail, while no other process has the server up, before we say so. */
  failuresMax: 25,
  logCheckMs: 60_000,
} as const

/** Lock on which the users of a server stand together; whoever can have it alone was the last. */
const presenceLock = 7_106_281

export interface EmbeddedServer {
  /** How clients connect. */
  readonly connection: pg.ClientConfig
  /** User id of the server's processes. */
  readonly uid: number
  /** Stops using the server; the last of its users, in whatever process, stops it. */
  readonly close: () => Promise<void>
}

export interface EmbeddedOptions {
  /** Told when the server went away unasked, and of every start that failed after that. */
  readonly onTrouble?: (reason: unknown) => void
  /** What is not as for a node, where it is started here: a server that is thrown away need not be durable. */
  readonly otherwise?: OtherSettings
}

/**
 * Opens the embedded PostgreSQL in the data folder of a node: the one that runs there already (of another process,
 * or left over from one that was killed), else it is started, from scratch where there is no data. Of several
 * processes that do this at once one starts it. As long as it is open here it is started again whenever it dies.
 *
 * The server has no TCP port; its socket is in a folder that only its user (and root) can enter.
 *
 * @throws Error with instructions for a person.
 */
export async function openEmbedded(
  nodeFolder: string,
  options: EmbeddedOptions = {},
): Promise<EmbeddedServer> {
  const { onTrouble = () => undefined, otherwise = {} } = options
  const place = await preparePlace(nodeFolder)
  const base = { host: place.socket, port: 5432, user: 'rogatory', password: '' }
  let closed = false
  const isClosed = (): boolean => closed
  const startHere = (): Promise<ServerProcess> => start(place, otherwise)
  let presence = await join(place, base, startHere, isClosed)
  let rejoining: Promise<void> = Promise.resolve()

  const rejoin = async (): Promise<void> => {
    while (!isClosed()) {
      try {
        presence = await join(place, base, startHere, isClosed)
        watch(presence)
        return
      } catch (reason) {
        if (isClosed()) return
        onTrouble(reason)
        // What fails at once (no program, no room) is not tried a thousand times in a second.
        await new Promise((soon) => setTimeout(soon, limits.rejoinMs))
      }
    }
  }
  const watch = (client: pg.Client): void => {
    client.once('end', () => {
      if (closed) return
      onTrouble(new Error('The embedded PostgreSQL has gone away; it is started again'))
      rejoining = rejoin()
    })
  }
  watch(presence)
  const logCheck = setInterval(() => void boundLog(place).catch(onTrouble), limits.logCheckMs).unref()

  const close = async (): Promise<void> => {
    closed = true
    clearInterval(logCheck)
    await rejoining
    await leave(place, presence)
  }
  try {
    await makeDatabase(presence)
  } catch (reason) {
    await close()
    throw reason
  }
  return { connection: { ...base, database: 'rogatory' }, uid: place.owner.uid, close }
}

/** Connects to the server and takes a stand in it, starting it as often as needed. */
async function join(
  place: Place,
  base: pg.ClientConfig,
  startHere: () => Promise<ServerProcess>,
  isClosed: () => boolean,
): Promise<pg.Client> {
  const giveUpAt = performance.now() + limits.startMs
  let own: ServerProcess | undefined
  let failures = 0
  let startAt = 0
  while (performance.now() < giveUpAt && failures < limits.failuresMax) {
    const reached = await connect(base)
    if (reached instanceof pg.Client) return reached
    if (isClosed()) break
    if (own !== undefined && !own.isRunning()) {
      own = undefined
      failures += 1
      startAt = performance.now() + limits.againMs
    }
    if (reached === 'absent' && own === undefined && performance.now() >= startAt) own = await startHere()
    await new Promise((resolve) => setTimeout(resolve, limits.pollMs))
  }
  throw new Error(`The embedded PostgreSQL in ${place.folder} does not start:\n${await endOfLog(place)}`)
}

async function start(place: Place, otherwise: OtherSettings): Promise<ServerProcess> {
  const native = await runnableNative(await findNative(), place.owner, place.folder)
  if (!(await hasData(place))) await initialise(place, native)
  return await startProcess(place, native, otherwise)
}

/** A connection that stands on the presence lock; or why there is none: nobody listens, or not ready. */
async function connect(base: pg.ClientConfig): Promise<pg.Client | 'absent' | 'busy'> {
  const client = new pg.Client({
    ...base,
    database: 'postgres',
    application_name: 'rogatory presence',
    connectionTimeoutMillis: 5000,
    keepAlive: true,
  })
  // Whatever breaks it also ends it, and the end is what we act on.
  client.on('error', () => undefined)
  try {
    await client.connect()
    // Waits here while another process, the last one, is shutting the server down; then the connection breaks.
    await client.query(`select pg_advisory_lock_shared(${presenceLock})`)
    return client
  } catch (reason) {
    await client.end().catch(() => undefined)
    const { code } = reason as NodeJS.ErrnoException
    if (code === 'EACCES') throw reason
    return code === 'ENOENT' || code === 'ECONNREFUSED' ? 'absent' : 'busy'
  }
}

async function makeDatabase(presence: pg.Client): Promise<void> {
  const { rowCount } = await presence.query(`select from pg_database where datname = 'rogatory'`)
  if (rowCount === 1) return
  try {
    await presence.query('create database rogatory')
  } catch (reason) {
    const { code } = reason as { code?: string }
    // Another process has just made it.
    if (code !== '42P04' && code !== '23505') throw reason
  }
}

async function leave(place: Place, presence: pg.Client): Promise<void> {
  try {
    await presence.query(`select pg_advisory_unlock_shared(${presenceLock})`)
    const { rows } = await presence.query<{ last: boolean }>(
      `select pg_try_advisory_lock(${presenceLock}) as last`,
    )
    if (rows[0]?.last === true) await stopProcess(place)
  } catch (reason) {
    // A server that is gone already needs no stopping.
    const message = reason instanceof Error ? reason.message : ''
    if (!/Connection terminated|not queryable|closed|terminating connection/.test(message)) throw reason
  } finally {
    await presence.end().catch(() => undefined)
  }
}
