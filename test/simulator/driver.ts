import {
  AbortedTransactionError,
  CompiledQuery,
  type DatabaseConnection,
  type Driver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
  type TransactionSettings,
} from 'kysely'
import type { Database } from '../../src/store/tables.ts'
import { refuseCircle } from './circle.ts'
import type { Ground, Held } from './ground.ts'
import type { Life, Schedule } from './schedule.ts'

/** What becomes of a statement. */
export type StatementFate =
  /** It is done, and its answer comes. */
  | 'done'
  /** The connection breaks before it is done, or before its answer comes. */
  | 'lost'
  | 'unanswered'
  /** The process dies before it is done, or before its answer comes. */
  | 'diesBefore'
  | 'diesAfter'

/** What the world has to do with the statements of a process. */
export interface Statements {
  readonly schedule: Schedule
  /** How long one is on its way. */
  readonly delayMs: () => number
  readonly fateOf: (life: Life, sql: string) => StatementFate
  readonly die: (life: Life) => Promise<void>
}

/** Statements that wait for a lock in the database. */
interface Parked {
  readonly life: Life
  readonly held: Held
  readonly query: CompiledQuery
  /** The server processes for which it waits. */
  readonly blockers: readonly number[]
  readonly outcome: Promise<Outcome>
  readonly tell: (outcome: Outcome) => Promise<void>
}

/** A statement that is not sent yet, for one before it waits for the same row. */
interface Behind {
  readonly held: Held
  /** Sends it, whatever waits. */
  readonly goOn: (isUrged: boolean) => void
}

type Outcome = { readonly result: QueryResult<unknown> } | { readonly failure: unknown }

/** The connections of one State, for the processes that are up: each statement is an event of the virtual time. */
export class Connections {
  readonly #ground: Ground
  readonly #world: Statements
  readonly #waiting: { readonly life: Life; readonly take: (held: Held) => void }[] = []
  readonly #inTransaction = new Set<Held>()
  #parked: readonly Parked[] = []
  /** What would wait behind a parked one for the same row: the server does not say which of two goes on first. */
  #behind: readonly Behind[] = []

  constructor(ground: Ground, world: Statements) {
    this.#ground = ground
    this.#world = world
  }

  /** The database as one process sees it. */
  openFor(life: Life): Kysely<Database> {
    const driver = this.#driverFor(life)
    return new Kysely<Database>({
      dialect: {
        createAdapter: () => new PostgresAdapter(),
        createDriver: () => driver,
        createIntrospector: (db) => new PostgresIntrospector(db),
        createQueryCompiler: () => new PostgresQueryCompiler(),
      },
    })
  }

  /** Whether a process has a transaction open that may hold locks. */
  isAtWork(): boolean {
    return this.#inTransaction.size > 0
  }

  /** The process is gone: the server undoes what it had not committed. */
  async end(life: Life): Promise<void> {
    const parked = this.#parked.filter((one) => one.life === life)
    this.#parked = this.#parked.filter((one) => one.life !== life)
    this.#behind = this.#behind.filter(({ held }) => held.owner !== life)
    for (const { held, outcome } of parked) {
      await this.#ground.cancel(held.pid)
      await outcome
    }
    this.#waiting.splice(0, Infinity, ...this.#waiting.filter((one) => one.life !== life))
    for (const held of this.#ground.held.filter(({ owner }) => owner === life)) {
      await held.query(CompiledQuery.raw('rollback'))
      this.#inTransaction.delete(held)
      this.#free(held)
    }
    // Another process of the node may have waited for it.
    await this.#lookAtParked()
    this.#letGo(() => true, false)
  }

  #driverFor(life: Life): Driver {
    const given = new Map<DatabaseConnection, Held>()
    return {
      init: () => Promise.resolve(),
      destroy: () => Promise.resolve(),
      acquireConnection: async () => {
        const held = await this.#take(life)
        const connection = this.#connection(life, held)
        given.set(connection, held)
        return connection
      },
      releaseConnection: (connection) => {
        const held = given.get(connection)
        given.delete(connection)
        if (held !== undefined) this.#free(held)
        return Promise.resolve()
      },
      ...transactions,
    }
  }

  #take(life: Life): Promise<Held> {
    const free = this.#ground.held.find(({ owner }) => owner === null)
    if (free === undefined) return new Promise((take) => this.#waiting.push({ life, take }))
    free.owner = life
    return Promise.resolve(free)
  }

  #free(held: Held): void {
    const next = this.#waiting.shift()
    held.owner = next?.life ?? null
    next?.take(held)
  }

  #connection(life: Life, held: Held): DatabaseConnection {
    let isBroken = false
    const { schedule, delayMs, fateOf, die } = this.#world
    const breaks = async (): Promise<Outcome> => {
      isBroken = true
      await held.query(CompiledQuery.raw('rollback'))
      this.#inTransaction.delete(held)
      await this.#lookAtParked()
      return {
        failure: Object.assign(new Error('Connection terminated unexpectedly'), { code: 'ECONNRESET' }),
      }
    }
    const executeQuery = <Row>(query: CompiledQuery): Promise<QueryResult<Row>> =>
      new Promise((resolve, reject) => {
        const tell = (outcome: Outcome): Promise<void> =>
          schedule.enter(life, () => {
            if ('result' in outcome) resolve(outcome.result as QueryResult<Row>)
            else
              reject(outcome.failure instanceof Error ? outcome.failure : new Error(String(outcome.failure)))
          })
        const run = async (isUrged = false): Promise<void> => {
          if (!isUrged && this.#waitsBehind(held, query)) {
            const goOn = (urged: boolean): void => void schedule.after(0, life, () => run(urged))
            this.#behind = [...this.#behind, { held, goOn }]
            return
          }
          const fate = fateOf(life, query.sql)
          if (fate === 'diesBefore') {
            await die(life)
            return
          }
          if (isBroken || fate === 'lost') {
            await tell(await breaks())
            return
          }
          if (query.sql.startsWith('start transaction')) this.#inTransaction.add(held)
          if (isEnd(query.sql)) this.#inTransaction.delete(held)
          const work = settled(held.query(query))
          const { outcome, blockers } = await this.#unlessBlocked(held, work, query.sql)
          if (outcome === null) {
            this.#parked = [...this.#parked, { life, held, query, blockers, outcome: work, tell }]
            await refuseCircle(life.state, held.pid, this.#parked, (pid) => this.#ground.blockersOf(pid))
            this.#letGo(({ pid }) => blockers.includes(pid), true)
            return
          }
          if (isEnd(query.sql)) await this.#lookAtParked()
          if (fate === 'diesAfter') {
            await die(life)
            return
          }
          if (fate === 'unanswered') {
            await tell(await breaks())
            return
          }
          // Between a commit and its answer much may happen.
          if (query.sql === 'commit') schedule.after(delayMs(), life, () => tell(outcome))
          else await tell(outcome)
        }
        schedule.after(delayMs(), life, () => run())
      })
    return {
      executeQuery,
      streamQuery: () => {
        throw new Error('nothing streams from the database of the simulator')
      },
    }
  }

  /** Whether a parked statement may wait for the same row. Whoever another waits for must go on, so that both do not wait for ever. */
  #waitsBehind(held: Held, query: CompiledQuery): boolean {
    if (!mayWait.test(query.sql)) return false
    if (this.#parked.some(({ blockers }) => blockers.includes(held.pid))) return false
    const named = rowsNamedIn(query)
    return this.#parked.some((parked) => rowsNamedIn(parked.query).some((row) => named.includes(row)))
  }

  /** Has those that wait behind others look again whether they must. */
  #letGo(isMeant: (held: Held) => boolean, isUrged: boolean): void {
    const gone = this.#behind.filter(({ held }) => isMeant(held))
    this.#behind = this.#behind.filter((one) => !gone.includes(one))
    for (const { goOn } of gone) goOn(isUrged)
  }

  /** What came of it; null: it waits for a lock. */
  async #unlessBlocked(
    held: Held,
    work: Promise<Outcome>,
    sql: string,
  ): Promise<{ readonly outcome: Outcome | null; readonly blockers: readonly number[] }> {
    for (let patience = mayWait.test(sql) ? 4 : 1_000; ; patience = 1) {
      const outcome = await within(work, patience)
      if (outcome !== null) return { outcome, blockers: [] }
      const blockers = await this.#ground.blockersOf(held.pid)
      if (blockers.length > 0) return { outcome: null, blockers }
    }
  }

  /** A transaction has ended: who waited for it may go on. */
  async #lookAtParked(): Promise<void> {
    const before = this.#parked
    for (const parked of before) {
      const { outcome, blockers } = await this.#unlessBlocked(parked.held, parked.outcome, parked.query.sql)
      this.#parked = this.#parked.flatMap((one) => {
        if (one !== parked) return [one]
        return outcome === null ? [{ ...parked, blockers }] : []
      })
      if (outcome === null) {
        this.#letGo(({ pid }) => blockers.includes(pid), true)
        continue
      }
      this.#world.schedule.after(this.#world.delayMs(), parked.life, () => parked.tell(outcome))
    }
    if (this.#parked.length < before.length) this.#letGo(() => true, false)
  }
}

/** The ids of rows among what is given to a statement. */
function rowsNamedIn({ parameters }: CompiledQuery): readonly string[] {
  return parameters.flat().filter((one): one is string => typeof one === 'string' && uuid.test(one))
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** PostgreSQL answers a commit so where a statement before has failed. */
function refuseRolledBack({ rows }: QueryResult<unknown>): void {
  const [told] = rows as readonly { readonly command?: string }[]
  if (told?.command === 'ROLLBACK') throw new AbortedTransactionError()
}

/** How a transaction is begun. */
function startOf({ isolationLevel, accessMode }: TransactionSettings): string {
  const level = isolationLevel === undefined ? '' : ` isolation level ${isolationLevel}`
  return `start transaction${level}${accessMode === undefined ? '' : ` ${accessMode}`}`
}

/** What may have to wait for another transaction. */
const mayWait = /^\s*(insert|update|delete|with|lock)|\bfor (no key )?(update|share)|advisory/

function isEnd(sql: string): boolean {
  return sql === 'commit' || sql === 'rollback'
}

function settled(work: Promise<QueryResult<unknown>>): Promise<Outcome> {
  return work.then(
    (result) => ({ result }),
    (failure: unknown) => ({ failure }),
  )
}

async function within(work: Promise<Outcome>, ms: number): Promise<Outcome | null> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<null>((resolve) => (timer = setTimeout(resolve, ms, null)))
  const first = await Promise.race([work, late])
  clearTimeout(timer)
  return first
}

/** Begins and ends transactions, by what stands in the place of a connection. */
export const transactions: Pick<Driver, 'beginTransaction' | 'commitTransaction' | 'rollbackTransaction'> = {
  beginTransaction: async (connection, settings) => {
    await said(connection, startOf(settings))
  },
  commitTransaction: async (connection) => {
    refuseRolledBack(await said(connection, 'commit'))
  },
  rollbackTransaction: async (connection) => {
    await said(connection, 'rollback')
  },
}

function said(connection: DatabaseConnection, sql: string): Promise<QueryResult<unknown>> {
  return connection.executeQuery(CompiledQuery.raw(sql))
}
