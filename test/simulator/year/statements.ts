import type { CompiledQuery } from 'kysely'
import {
  type DatabaseConnection,
  type Driver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from 'kysely'
import type { Database } from '../../../src/store/tables.ts'
import { transactions } from '../driver.ts'
import type { Held } from '../ground.ts'
import type { Schedule } from '../schedule.ts'

/**
 * The database of a State as its node sees it, where nothing goes wrong: a statement is done within the event that asks for it, and no time
 * passes meanwhile. What several flows of one event do at once, the server puts in an order.
 *
 * @param onSaid - told of each statement before it is done
 */
export function statementsOf(
  held: readonly Held['query'][],
  schedule: Schedule,
  onSaid: (sql: string) => void,
): Kysely<Database> {
  const free = held.map((query) => connectionOver(query, schedule, onSaid))
  const waiting: ((connection: DatabaseConnection) => void)[] = []
  const driver: Driver = {
    init: () => Promise.resolve(),
    destroy: () => Promise.resolve(),
    acquireConnection: () => {
      const connection = free.pop()
      return connection === undefined
        ? new Promise((take) => waiting.push(take))
        : Promise.resolve(connection)
    },
    releaseConnection: (connection) => {
      const next = waiting.shift()
      if (next === undefined) free.push(connection)
      else next(connection)
      return Promise.resolve()
    },
    ...transactions,
  }
  return new Kysely<Database>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => driver,
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  })
}

function connectionOver(
  query: Held['query'],
  schedule: Schedule,
  onSaid: (sql: string) => void,
): DatabaseConnection {
  return {
    async executeQuery<Row>(said: CompiledQuery): Promise<QueryResult<Row>> {
      onSaid(said.sql)
      schedule.begin()
      try {
        return (await query(said)) as QueryResult<Row>
      } finally {
        schedule.end()
      }
    },
    streamQuery: () => {
      throw new Error('nothing streams from the database of the simulator')
    },
  }
}
