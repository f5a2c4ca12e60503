import { type RawBuilder, sql } from 'kysely'
import { binaryArray } from './binaryArray.ts'

/** SQL type of every column that is handed over. */
type ColumnTypes<Row> = Readonly<Record<keyof Row & string, string>>

/**
 * Many rows as one FROM item: `unnest($1::uuid[], $2::text[]) as given (id, name)`. The statement has the same text
 * for one row and for a thousand, so that it is prepared once, and costs one round trip.
 *
 * @param alias - name of the FROM item
 */
export function rowsOf<Row extends object>(
  alias: string,
  rows: readonly Row[],
  types: ColumnTypes<Row>,
): RawBuilder<unknown> {
  const names = namesOf(types)
  const arrays = names.map((name) => {
    const values = rows.map((row): unknown => row[name])
    return sql`${binaryArray(types[name], values) ?? values}::${sql.raw(types[name])}[]`
  })
  return sql`unnest(${sql.join(arrays)}) as ${sql.raw(alias)} (${columnsOf(types)})`
}

/** Parts of one statement by name; a part may read from those before it what they return. */
export type Parts = Readonly<Record<string, RawBuilder<unknown>>>

/**
 * Several writes as one statement: `with a as (insert ...), b as (update ...) select`. All see the tables as they
 * were before it. PostgreSQL wants such parts at the top, so they cannot be nested.
 */
export function together(parts: Parts): RawBuilder<unknown> {
  const named = Object.entries(parts).map(([name, statement]) => sql`${sql.raw(name)} as (${statement})`)
  return sql`with ${sql.join(named)} select`
}

/** The names of the columns as a list: `id, name`. */
export function columnsOf<Row>(types: ColumnTypes<Row>): RawBuilder<unknown> {
  return sql.raw(namesOf(types).map(quoted).join(', '))
}

/** `name = excluded.name` for every column but those of the key. */
export function overwrite<Row>(
  types: ColumnTypes<Row>,
  key: readonly (keyof Row & string)[],
): RawBuilder<unknown> {
  const names = namesOf(types).filter((name) => !key.includes(name))
  return sql.raw(names.map((name) => `${quoted(name)} = excluded.${quoted(name)}`).join(', '))
}

function namesOf<Row>(types: ColumnTypes<Row>): (keyof Row & string)[] {
  return Object.keys(types) as (keyof Row & string)[]
}

function quoted(name: string): string {
  return `"${name}"`
}
