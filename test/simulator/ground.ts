import { type CompiledQuery, CompiledQuery as Query, type Kysely, type QueryResult } from 'kysely'
import pg from 'pg'
import type { Database } from '../../src/store/tables.ts'
import { testDatabase } from '../support/database.ts'
import type { Life } from './schedule.ts'

/** A connection to the database of a State that outlives its processes, so that its plans are made once. */
export interface Held {
  readonly number: number
  /** Of its server process. */
  readonly pid: number
  readonly query: (query: CompiledQuery) => Promise<QueryResult<unknown>>
  owner: Life | null
}

/** The database of one State: real, and the same through all seeds of a run. */
export interface Ground {
  readonly url: string
  /** Sees what is committed. */
  readonly observer: Kysely<Database>
  readonly held: readonly Held[]
  /** The server processes for whose locks this one waits. */
  blockersOf(pid: number): Promise<readonly number[]>
  cancel(pid: number): Promise<void>
  /** Keeps everything under a name, as a backup does. */
  save(name: string): Promise<void>
  /** Puts everything back as it was when it was kept. No transaction may be under way. */
  restore(name: string): Promise<void>
  /** Gives back the room of rows that are gone, as nothing else does here. Between two seeds alone. */
  clearAway(): Promise<void>
  close(): Promise<void>
}

const connections = 5

/** Makes a database with all tables and nothing in them. */
export async function openGround(): Promise<Ground> {
  const database = await testDatabase({ poolMax: connections + 1 })
  const held: Held[] = []
  const releases: (() => void)[] = []
  for (let number = 0; number < connections; number += 1) held.push(await hold(database.db, number, releases))
  const side = new pg.Client({ connectionString: database.url })
  await side.connect()
  await loosen(side)
  const tables = await tablesOf(side)
  await leaveUntended(side, tables)
  const kept = new Set<string>()
  return {
    url: database.url,
    observer: database.db,
    held,
    async blockersOf(pid) {
      const { rows } = await side.query<{ pids: number[] }>('select pg_blocking_pids($1) as pids', [pid])
      return rows[0]?.pids ?? []
    },
    async cancel(pid) {
      await side.query('select pg_cancel_backend($1)', [pid])
    },
    async save(name) {
      await side.query((kept.has(name) ? again : anew)(name, tables).join(';'))
      kept.add(name)
    },
    async restore(name) {
      await side.query(back(name, tables).join(';'))
    },
    async clearAway() {
      await side.query(`vacuum ${tables.map((table) => table.name).join(',')}`)
    },
    async close() {
      for (const release of releases) release()
      await side.end()
      await database.close()
    },
  }
}

/** Keeps one connection of a database for as long as it is not released. */
export async function hold(db: Kysely<Database>, number: number, releases: (() => void)[]): Promise<Held> {
  return await new Promise((resolve, reject) => {
    db.connection()
      .execute(async (connection) => {
        const { rows } = await connection.executeQuery<{ pid: number }>(
          Query.raw('select pg_backend_pid() as pid'),
        )
        const query: Held['query'] = (one) => connection.executeQuery(one)
        resolve({ number, pid: rows[0]?.pid ?? 0, query, owner: null })
        await new Promise<void>((release) => releases.push(release))
      })
      .catch(reject)
  })
}

/** Triggers that fire whoever writes are those of everybody else, so that a backup can be put back. */
async function loosen(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ statement: string }>(
    `select format('alter table %s enable trigger %I', tgrelid::regclass, tgname) as statement
       from pg_trigger where tgenabled = 'A' and not tgisinternal`,
  )
  for (const { statement } of rows) await client.query(statement)
}

/**
 * The server tends tables when its own clock says so, and then finds rows by another way and in another order: two runs of one seed, of
 * which one takes longer, would part.
 */
async function leaveUntended(client: pg.Client, tables: readonly Table[]): Promise<void> {
  for (const { name } of tables)
    await client.query(`alter table ${name} set (autovacuum_enabled = off, toast.autovacuum_enabled = off)`)
}

interface Table {
  readonly name: string
  readonly columns: string
}

async function tablesOf(client: pg.Client): Promise<Table[]> {
  const { rows } = await client.query<Table>(
    `select quote_ident(table_name) as name, string_agg(quote_ident(column_name), ',' order by ordinal_position) as columns
       from information_schema.columns join information_schema.tables using (table_schema, table_name)
      where table_schema = 'public' and table_type = 'BASE TABLE' and is_generated = 'NEVER'
        and table_name not like '%migration%'
      group by table_name order by table_name`,
  )
  return rows
}

function anew(name: string, tables: readonly Table[]): string[] {
  return [
    `create schema ${name}`,
    `create table ${name}.sequences as select * from pg_sequences where schemaname = 'public'`,
    ...tables.map(
      (table) => `create table ${name}.${table.name} as select ${table.columns} from public.${table.name}`,
    ),
  ]
}

function again(name: string, tables: readonly Table[]): string[] {
  return [
    `delete from ${name}.sequences`,
    `insert into ${name}.sequences select * from pg_sequences where schemaname = 'public'`,
    ...tables.flatMap((table) => [
      `delete from ${name}.${table.name}`,
      `insert into ${name}.${table.name} select ${table.columns} from public.${table.name}`,
    ]),
  ]
}

/** Without triggers: they hold what nobody may change, and the administrator of a server puts back the whole. */
function back(name: string, tables: readonly Table[]): string[] {
  return [
    'begin',
    `set local session_replication_role = replica`,
    ...tables.flatMap((table) => [
      `delete from public.${table.name}`,
      `insert into public.${table.name} (${table.columns}) overriding system value select ${table.columns} from ${name}.${table.name}`,
    ]),
    `select setval(format('%I.%I', schemaname, sequencename)::regclass, coalesce(last_value, start_value), last_value is not null) from ${name}.sequences`,
    'commit',
  ]
}
