import type { Readable, Writable } from 'node:stream'
import type pg from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import { RestoreRefused } from './restoreRefused.ts'
import { type CopiedTable, ownSchema, quoted, sequencesOf, tablesOf } from './tablesOf.ts'

/** Pieces of a table in the text form of COPY, as large as they may be held in memory. */
const pieceBytes = 4 * 1024 * 1024

/** Begins to see the database as it is at this moment, whatever is written meanwhile. */
export async function holdSnapshot(client: pg.ClientBase): Promise<void> {
  await client.query('begin isolation level repeatable read read only')
  await withoutTimeouts(client)
}

/** For this transaction alone: whoever has the connection after it, behind a pooler, has what it had. */
async function withoutTimeouts(client: pg.ClientBase): Promise<void> {
  await client.query('set local statement_timeout = 0')
  await client.query('set local idle_in_transaction_session_timeout = 0')
}

/** A table in pieces that are put together again as they are. */
export async function* copyOut(
  client: pg.ClientBase,
  { name, columns }: CopiedTable,
  counted: (rows: number) => void,
): AsyncGenerator<Buffer> {
  const stream: Readable & { readonly rowCount: number } = client.query(
    copyTo(`copy ${quoted(name)} (${columns.map(quoted).join(', ')}) to stdout`),
  )
  let pieces: Buffer[] = []
  let bytes = 0
  for await (const piece of stream as AsyncIterable<Buffer>) {
    pieces.push(piece)
    bytes += piece.length
    if (bytes < pieceBytes) continue
    yield Buffer.concat(pieces)
    pieces = []
    bytes = 0
  }
  if (bytes > 0) yield Buffer.concat(pieces)
  counted(stream.rowCount)
}

/** Tables of an empty database that are being filled, in one transaction; triggers do nothing meanwhile, for what they did is in the rows. */
export interface Filling {
  /** A piece of a table, in the order in which they were copied out. */
  readonly fill: (table: CopiedTable, piece: Buffer) => Promise<void>
  /** Ends the table that is being filled, and returns how many rows each was given. */
  readonly end: () => Promise<ReadonlyMap<string, number>>
}

/** @throws RestoreRefused DATABASE_NOT_EMPTY */
export async function fillTables(
  client: pg.ClientBase,
  sequences: readonly { readonly name: string; readonly last: string }[],
): Promise<Filling> {
  await client.query('begin')
  await withoutTimeouts(client)
  const triggers = await silenceTriggers(client)
  await refuseBegun(client)
  // What the making of the tables has put there is in the backup as well.
  for (const { name } of [...(await tablesOf(client))].reverse())
    await client.query(`delete from ${quoted(name)}`)
  const rows = new Map<string, number>()
  let open: OpenTable | null = null
  const close = async (): Promise<void> => {
    if (open === null) return
    const { name, stream, unlessBroken } = open
    await unlessBroken((done) => {
      stream.end(done)
    })
    rows.set(name, stream.rowCount)
    open = null
  }
  return {
    async fill({ name, columns }, piece) {
      if (open?.name !== name) {
        await close()
        const statement = `copy ${quoted(name)} (${columns.map(quoted).join(', ')}) from stdin`
        open = openTable(name, client.query(copyFrom(statement)))
      }
      const { stream, unlessBroken } = open
      await unlessBroken((done) => {
        stream.write(piece, done)
      })
    },
    async end() {
      await close()
      for (const { name, last } of sequences)
        await client.query('select setval($1::regclass, $2::bigint, true)', [quoted(name), last])
      await setUnseen(
        client,
        sequences.map(({ name }) => name),
      )
      for (const { table, trigger, mode } of triggers)
        await client.query(`alter table ${table} ${mode} trigger ${quoted(trigger)}`)
      await client.query('commit')
      return rows
    },
  }
}

/** A table that is being filled. */
interface OpenTable {
  readonly name: string
  readonly stream: FillStream
  /**
   * Waits until something is done. Throws what the server says against a row, which it may say long after that was written; whoever fills
   * next is told.
   */
  readonly unlessBroken: (work: (done: (reason?: Error | null) => void) => void) => Promise<void>
}

type FillStream = Writable & { readonly rowCount: number }

function openTable(name: string, stream: FillStream): OpenTable {
  let broken: { readonly reason: Error } | null = null
  // Not a promise that lives as long as the table: each piece that is waited for beside it would stay in memory until the end.
  let fail: (reason: Error) => void = () => undefined
  stream.on('error', (reason: Error) => {
    broken ??= { reason }
    fail(reason)
  })
  return {
    name,
    stream,
    async unlessBroken(work) {
      if (broken !== null) throw broken.reason
      await new Promise<void>((resolve, reject) => {
        fail = reject
        work((reason) => (reason == null ? resolve() : reject(reason)))
      })
    },
  }
}

/** Somebody has begun a node with these tables since it was looked whether there are any; its rows are not thrown away. */
async function refuseBegun(client: pg.ClientBase): Promise<void> {
  const { rowCount } = await client.query(`select from setting where name = 'database'`)
  if (rowCount !== 0)
    throw new RestoreRefused('DATABASE_NOT_EMPTY', 'the database has become that of a node meanwhile')
}

interface TriggerMode {
  readonly table: string
  readonly trigger: string
  /** What makes it again what it was. */
  readonly mode: string
}

async function silenceTriggers(client: pg.ClientBase): Promise<readonly TriggerMode[]> {
  const { rows } = await client.query<TriggerMode>(`
    select tgrelid::regclass::text as table, tgname::text as trigger,
      case tgenabled when 'A' then 'enable always' when 'R' then 'enable replica' else 'enable' end as mode
    from pg_trigger join pg_class on pg_class.oid = tgrelid
    where not tgisinternal and tgenabled <> 'D' and relnamespace = ${ownSchema}`)
  for (const { table, trigger } of rows)
    await client.query(`alter table ${table} disable trigger ${quoted(trigger)}`)
  return rows
}

/** A sequence that the backup does not tell of goes on behind the largest number that it has given. */
async function setUnseen(client: pg.ClientBase, seen: readonly string[]): Promise<void> {
  const { rows } = await client.query<{ name: string; table: string; column: string }>(`
    select s.relname as name, d.refobjid::regclass::text as table, a.attname::text as column
    from pg_class s
      join pg_depend d on d.objid = s.oid and d.classid = 'pg_class'::regclass and d.deptype in ('a', 'i')
      join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
    where s.relkind = 'S' and s.relnamespace = ${ownSchema}`)
  for (const { name, table, column } of rows.filter((one) => !seen.includes(one.name)))
    await client.query(
      `select setval($1::regclass, coalesce((select max(${quoted(column)}) from ${table}), 0) + 1, false)`,
      [quoted(name)],
    )
}

/** Tables and sequences as they are at this moment. */
export async function formOf(client: pg.ClientBase) {
  return { tables: await tablesOf(client), sequences: await sequencesOf(client) }
}
