import { type Kysely, sql } from 'kysely'
import type { Database } from '../../src/store/tables.ts'

/** Where a table lies with Citus: on the coordinator alone, whole on each server, or by the hash of a column. */
export type Placement = 'coordinator' | 'reference' | { readonly by: string }

/** What the catalogue of PostgreSQL says of a table. */
export interface TableFacts {
  readonly name: string
  /** Columns of the primary key. */
  readonly primary: readonly string[]
  /** Columns of each key that no two rows share, the primary one first. */
  readonly unique: readonly (readonly string[])[]
  readonly refers: readonly {
    readonly to: string
    readonly from: readonly string[]
    readonly onto: readonly string[]
  }[]
  readonly triggers: number
  /** Triggers that see all rows of a statement, and those that wait for the commit. */
  readonly seesRows: boolean
  readonly isDeferred: boolean
  readonly nullable: readonly string[]
  /** Numbers its rows by a sequence. */
  readonly isNumbered: boolean
}

/** All tables of a database. */
export async function tableFacts(db: Kysely<Database>): Promise<readonly TableFacts[]> {
  const { rows } = await sql<TableFacts>`
    select c.relname as name,
      (select array_agg(a.attname::text order by k.place)
         from pg_index i, unnest(i.indkey::int[]) with ordinality as k (number, place)
         join pg_attribute a on a.attrelid = c.oid and a.attnum = k.number
        where i.indrelid = c.oid and i.indisprimary) as primary,
      (select coalesce(json_agg(u.columns order by u.is_primary desc, u.columns::text), '[]') from (
         select i.indisprimary as is_primary, json_agg(a.attname order by k.place) as columns
           from pg_index i cross join lateral unnest(i.indkey::int[]) with ordinality as k (number, place)
           join pg_attribute a on a.attrelid = c.oid and a.attnum = k.number
          where i.indrelid = c.oid and i.indisunique group by i.indexrelid, i.indisprimary
       ) as u) as unique,
      (select coalesce(json_agg(json_build_object('to', r.relname,
           'from', (select json_agg(a.attname order by k.place) from unnest(f.conkey) with ordinality as k (number, place)
                      join pg_attribute a on a.attrelid = f.conrelid and a.attnum = k.number),
           'onto', (select json_agg(a.attname order by k.place) from unnest(f.confkey) with ordinality as k (number, place)
                      join pg_attribute a on a.attrelid = f.confrelid and a.attnum = k.number)) order by f.conname), '[]')
         from pg_constraint f join pg_class r on r.oid = f.confrelid where f.conrelid = c.oid and f.contype = 'f') as refers,
      (select count(*)::integer from pg_trigger t where t.tgrelid = c.oid and not t.tgisinternal) as triggers,
      exists (select from pg_trigger t where t.tgrelid = c.oid and not t.tgisinternal
                and (t.tgnewtable is not null or t.tgoldtable is not null)) as "seesRows",
      exists (select from pg_trigger t where t.tgrelid = c.oid and not t.tgisinternal and t.tgconstraint <> 0) as "isDeferred",
      (select coalesce(array_agg(a.attname::text), '{}') from pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and not a.attnotnull) as nullable,
      exists (select from pg_attribute a where a.attrelid = c.oid and a.attidentity <> '') as "isNumbered"
    from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' order by c.relname`.execute(
    db,
  )
  return rows
}

/**
 * What keeps a table from its place with Citus, by what its documentation says: a distributed table has its column in every unique key,
 * refers to reference tables and by its column to those that lie beside it, and no table but those of the coordinator has triggers.
 */
export function inTheWayWithCitus(
  table: TableFacts,
  placeOf: (name: string) => Placement | undefined,
): readonly string[] {
  const place = placeOf(table.name) ?? 'coordinator'
  const column = typeof place === 'string' ? null : place.by
  const names = (columns: readonly string[]): string => `\`(${columns.join(', ')})\``
  const mayRefer = ({ to, from, onto }: TableFacts['refers'][number]): boolean => {
    const there = placeOf(to) ?? 'coordinator'
    if (there === 'reference') return true
    if (there === 'coordinator') return column === null
    return column !== null && from.some((one, at) => one === column && onto[at] === there.by)
  }
  const unmet = table.refers.filter((one) => !mayRefer(one)).map(({ to }) => `refers to \`${to}\``)
  return [
    ...(place !== 'coordinator' && table.triggers > 0 ? ['triggers'] : []),
    ...(column === null ? [] : table.unique.filter((key) => !key.includes(column))).map(
      (key) => `unique ${names(key)}`,
    ),
    ...(column !== null && table.nullable.includes(column) ? [`\`${column}\` may be null`] : []),
    ...new Set(unmet),
  ]
}

/** What keeps a table out of YugabyteDB as it is, or needs a look, by what its documentation says. */
export function inTheWayWithYugabyte(table: TableFacts): readonly string[] {
  return [
    ...(table.seesRows ? ['transition tables'] : []),
    ...(table.isDeferred ? ['constraint triggers'] : []),
    ...(table.isNumbered ? ['numbers in order'] : []),
  ]
}
