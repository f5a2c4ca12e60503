import type pg from 'pg'

/** A table as it is copied. */
export interface CopiedTable {
  readonly name: string
  readonly columns: readonly string[]
}

/** Id of the schema in which the tables of a node are, as SQL: the one where a table is made that names none. */
export const ownSchema = '(select oid from pg_namespace where nspname = current_schema())'

/** Tables of the migrator: whoever restores makes the tables anew, and has its own. */
const ofMigrator = ['migration', 'migration_lock']

/** The tables of a node, each after those that it refers to. */
export async function tablesOf(client: pg.ClientBase): Promise<readonly CopiedTable[]> {
  const { rows: tables } = await client.query<{ name: string; columns: string[] }>(`
    select c.relname as name, array_agg(a.attname::text order by a.attnum) as columns
    from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relnamespace = ${ownSchema} and c.relkind = 'r'
      and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    group by c.relname order by c.relname`)
  const { rows: references } = await client.query<{ name: string; to: string }>(`
    select conrelid::regclass::text as name, confrelid::regclass::text as "to"
    from pg_constraint where contype = 'f' and conrelid <> confrelid and connamespace = ${ownSchema}`)
  return ordered(
    tables.filter(({ name }) => !ofMigrator.includes(name)),
    references,
  )
}

function ordered(
  tables: readonly CopiedTable[],
  references: readonly { readonly name: string; readonly to: string }[],
): readonly CopiedTable[] {
  const done = new Set<string>()
  const order: CopiedTable[] = []
  while (order.length < tables.length) {
    const free = tables.filter(
      ({ name }) => !done.has(name) && references.every((one) => one.name !== name || done.has(one.to)),
    )
    if (free.length === 0) throw new Error('tables refer to each other in a circle')
    for (const table of free) {
      done.add(table.name)
      order.push(table)
    }
  }
  return order
}

/** How far each sequence has come; null where the role may not see it. */
export async function sequencesOf(
  client: pg.ClientBase,
): Promise<readonly { readonly name: string; readonly last: string }[]> {
  const { rows } = await client.query<{ name: string; last: string | null }>(`
    select sequencename as name, last_value::text as last
    from pg_sequences where schemaname = current_schema() order by 1`)
  return rows.flatMap(({ name, last }) => (last === null ? [] : [{ name, last }]))
}

/** The name as it stands in a statement. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
