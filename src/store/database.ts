import { Kysely, PostgresDialect, type Transaction } from 'kysely'
import pg from 'pg'
import { openEmbedded } from './embedded/server.ts'
import { preparing } from './prepared.ts'
import { type Presence, presence } from './presence.ts'
import { type Signals, listen } from './signals.ts'
import type { Database } from './tables.ts'

/** A database connection of a node, as everything above the store names it. */
export type Db = Kysely<Database>

/** A transaction: what takes one holds locks in it and can be called nowhere else. */
export type Trx = Transaction<Database>

/** Bounds of one node's use of its database. */
export const databaseLimits = {
  poolMax: 8,
  connectMs: 10_000,
  statementMs: 30_000,
  lockMs: 10_000,
  idleInTransactionMs: 30_000,
  /** A connection that says nothing for so long is asked, by TCP, whether its other end is there. */
  keepAliveMs: 10_000,
  /** Statements that one connection keeps prepared. */
  preparedMax: 400,
} as const

const oldestServer = 150_000

/**
 * How statements are planned. They take whole batches as arrays, and to plan a write anew for every array, which is
 * what the server prefers, cost twice as much as the one plan that is kept (limits stand in the text, for that plan to
 * know). That plan is made when a node is new and its tables are empty, so it may not rest on their size: every
 * statement has an index to go by, row by row. A table of one row has none to go by: servers before 18 add a fine for
 * that to the price of the plan, and would compile such a statement to machine code, a tenth of a second each time.
 */
const planning = {
  plan_cache_mode: 'force_generic_plan',
  enable_seqscan: 'off',
  enable_hashjoin: 'off',
  enable_mergejoin: 'off',
  jit: 'off',
} as const

/** What a connection is begun with; milliseconds. */
const timeouts = {
  statement_timeout: databaseLimits.statementMs,
  lock_timeout: databaseLimits.lockMs,
  idle_in_transaction_session_timeout: databaseLimits.idleInTransactionMs,
} as const

const ofConnection = {
  ...timeouts,
  options: Object.entries(planning)
    .map(([name, value]) => `-c ${name}=${value}`)
    .join(' '),
} as const

export interface DatabaseOptions {
  /** A PostgreSQL server (15 or later). */
  readonly url?: string
  /** Data folder of the node, for the embedded server where no `url` is given. */
  readonly folder?: string
  readonly poolMax?: number
  /** The same server and database under the role of the sequencer. */
  readonly sequencerUrl?: string
  /**
   * The same database, reached by a connection that is one's own, where `url` leads to a pooler that gives a connection for one
   * transaction (PgBouncer). What belongs to a connection (signals, the stand of a process, changes of tables) goes by it.
   */
  readonly directUrl?: string
  /** Told of connections that broke while nobody used them, and of an embedded server that was started again. */
  readonly onTrouble?: (reason: unknown) => void
  /** Shown by the server beside each connection. */
  readonly applicationName?: string
}

export interface OpenDatabase {
  readonly db: Kysely<Database>
  /** The same under the role of the sequencer, by one connection; `db` where it has no role of its own. */
  readonly sequencerDb: Kysely<Database>
  /** The same by a connection that stays the same for as long as it is held; `db` where there is no pooler. */
  readonly directDb: Kysely<Database>
  /** Wake-up signals between the processes of one node. */
  readonly signals: Signals
  /** Whether a process of this node that speaks is up; on a connection of its own, made at the first `enter`. */
  readonly presence: Presence
  /** Connections of the node's own role: in use, idle, and what waits for one. */
  readonly connections: () => Readonly<Record<'used' | 'idle' | 'waiting', number>>
  /** How a thread of this process reaches the same database, by connections that stay the same for as long as they are held; plain data. */
  readonly connection: pg.ClientConfig
  /** Ends all connections; an embedded server ends with the last of its users. */
  readonly close: () => Promise<void>
}

/**
 * Opens the database of a node, whichever it is: the server at `url`, else the embedded one in `folder`, which is
 * started where it does not run. Its tables may be older than the program: see `migrate`.
 *
 * @throws Error when it cannot be reached or is older than PostgreSQL 15; with instructions for a person.
 */
export async function openDatabase(options: DatabaseOptions): Promise<OpenDatabase> {
  const { url, folder, onTrouble = () => undefined } = options
  if (url !== undefined) return await openAtUrl(url, options)
  if (folder === undefined) throw new Error('A database needs a url or a folder')
  const server = await openEmbedded(folder, { onTrouble })
  try {
    return await openPool(server.connection, options, () => server.close())
  } catch (reason) {
    await server.close()
    throw reason
  }
}

async function openAtUrl(url: string, options: DatabaseOptions): Promise<OpenDatabase> {
  const { directUrl, ...rest } = options
  if (directUrl === undefined) return await openWithSequencer(url, rest)
  const own = { ...rest, poolMax: 1, applicationName: 'rogatory direct' }
  const direct = await openPool(connectionTo(directUrl), own, () => Promise.resolve())
  try {
    const pooled = await openWithSequencer(url, rest, direct)
    const close = async (): Promise<void> => {
      await pooled.close()
      await direct.close()
    }
    return { ...pooled, directDb: direct.db, close }
  } catch (reason) {
    await direct.close()
    throw reason
  }
}

/** Opens a database for a thread, as `OpenDatabase.connection` of its process says. What is open there outlives it. */
export async function openForThread(
  connection: pg.ClientConfig,
): Promise<Pick<OpenDatabase, 'db' | 'close'>> {
  const options = { poolMax: 1, applicationName: 'rogatory thread' }
  return await openPool(connection, options, () => Promise.resolve())
}

/** @param direct - by what goes what belongs to a connection, where the URL is that of a pooler */
async function openWithSequencer(
  url: string,
  options: DatabaseOptions,
  direct?: OpenDatabase,
): Promise<OpenDatabase> {
  const { sequencerUrl, ...others } = options
  const database = await openPool(connectionTo(url), others, () => Promise.resolve(), direct)
  if (sequencerUrl === undefined) return database
  try {
    const mine = { ...others, poolMax: 1, applicationName: 'rogatory sequencer' }
    const sequencer = await openPool(connectionTo(sequencerUrl), mine, () => Promise.resolve(), direct)
    const close = async (): Promise<void> => {
      await sequencer.close()
      await database.close()
    }
    return { ...database, sequencerDb: sequencer.db, close }
  } catch (reason) {
    await database.close()
    throw reason
  }
}

function connectionTo(url: string): pg.ClientConfig {
  return { connectionString: url }
}

async function openPool(
  connection: pg.ClientConfig,
  options: DatabaseOptions,
  closeServer: () => Promise<void>,
  direct?: OpenDatabase,
): Promise<OpenDatabase> {
  const {
    poolMax = databaseLimits.poolMax,
    onTrouble = () => undefined,
    applicationName = 'rogatory',
  } = options
  const config: pg.PoolConfig = {
    ...connection,
    max: poolMax,
    application_name: applicationName,
    connectionTimeoutMillis: databaseLimits.connectMs,
    idleTimeoutMillis: 60_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: databaseLimits.keepAliveMs,
    types: typeParsers,
    // A pooler takes none of them from whoever connects: there they belong to the role.
    ...(direct === undefined ? ofConnection : {}),
  }
  const pool = new pg.Pool(config)
  // A connection that breaks would end the process if nobody listened, in use as well as idle; the statement that was
  // under way fails by itself.
  pool.on('connect', (client) => client.on('error', onTrouble))
  pool.on('error', () => undefined)
  try {
    await refuseOldServer(pool)
  } catch (reason) {
    await pool.end()
    throw reason
  }
  const db = new Kysely<Database>({
    dialect: new PostgresDialect({ pool: preparing(pool, databaseLimits.preparedMax) }),
  })
  const connections = (): ReturnType<OpenDatabase['connections']> => ({
    used: pool.totalCount - pool.idleCount,
    idle: pool.idleCount,
    waiting: pool.waitingCount,
  })
  const closePool = async (): Promise<void> => {
    await db.destroy()
    // Of a database that nobody has asked anything Kysely ends nothing, and its connection would keep the process from ending.
    if (!pool.ending) await pool.end()
  }
  if (direct !== undefined) {
    for (const lacking of await settingsLacking(pool)) onTrouble(new Error(lacking))
    const { signals, presence: stands } = direct
    const { connection: own } = direct
    return {
      db,
      sequencerDb: db,
      directDb: db,
      signals,
      presence: stands,
      connections,
      connection: own,
      close: closePool,
    }
  }
  const signals = listen({ ...config, application_name: `${applicationName} signals` }, pool, onTrouble)
  const standing = presence({ ...config, application_name: `${applicationName} presence` }, onTrouble)
  return {
    db,
    sequencerDb: db,
    directDb: db,
    signals,
    presence: standing,
    connections,
    connection,
    close: async () => {
      await signals.close()
      await standing.close()
      await closePool()
      await closeServer()
    },
  }
}

/** What the role in the URL of a pooler lacks of what a connection is to have, in words for the operator. */
async function settingsLacking(pool: pg.Pool): Promise<string[]> {
  const wanted = Object.entries({ ...planning, ...timeouts }).map(([name, value]) => [name, String(value)])
  const { rows } = await pool.query<{ name: string; setting: string }>(
    'select name, setting from pg_settings where name = any($1::text[])',
    [wanted.map(([name]) => name)],
  )
  const found = new Map(rows.map(({ name, setting }) => [name, setting]))
  return wanted.flatMap(([name = '', value]) =>
    found.get(name) === value
      ? []
      : [
          `through the pooler ${name} is ${found.get(name) ?? 'not known'}: alter role … set ${name} = ${value ?? ''}`,
        ],
  )
}

async function refuseOldServer(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ version: string }>(
    `select current_setting('server_version_num') as version`,
  )
  const version = Number(rows[0]?.version)
  if (version >= oldestServer) return
  throw new Error(`Rogatory needs PostgreSQL 15 or later; this server is ${Math.floor(version / 10_000)}`)
}

const typeParsers = new pg.TypeOverrides()
typeParsers.setTypeParser(pg.types.builtins.INT8, safeInteger)
// A day is no instant, and has no time zone.
typeParsers.setTypeParser(pg.types.builtins.DATE, (day: string) => day)

function safeInteger(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value))
    throw new RangeError(`${text} is beyond the integers that a number holds exactly`)
  return value
}
