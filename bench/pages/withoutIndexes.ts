import { sql } from 'kysely'
import type { Db } from '../../src/store/database.ts'

/** The primary keys that the keys of other tables refer to stay. */
interface Index {
  readonly table: string
  readonly name: string
  readonly definition: string
  readonly constraint: string | null
}

/** Takes the indexes of tables away, to make them again as they were once all rows are there. */
export async function withoutIndexes(
  db: Db,
  tables: readonly string[],
): Promise<{ readonly make: () => Promise<void> }> {
  const { rows } = await sql<Index>`
    select i.indrelid::regclass::text as table, i.indexrelid::regclass::text as name,
      pg_get_indexdef(i.indexrelid) as definition,
      (select pg_get_constraintdef(c.oid) from pg_constraint c
        where c.conindid = i.indexrelid and c.conrelid = i.indrelid) as constraint
    from pg_index i where i.indrelid = any(${tables}::regclass[]) and not exists (
      select from pg_constraint c where c.conindid = i.indexrelid and c.contype = 'f'
    )`.execute(db)
  for (const { table, name, constraint } of rows)
    await sql
      .raw(constraint === null ? `drop index ${name}` : `alter table ${table} drop constraint ${name}`)
      .execute(db)
  return {
    make: () =>
      db.connection().execute(async (connection) => {
        await sql`set statement_timeout = 0`.execute(connection)
        await sql`set maintenance_work_mem = '1GB'`.execute(connection)
        for (const { table, name, definition, constraint } of rows)
          await sql
            .raw(
              constraint === null ? definition : `alter table ${table} add constraint ${name} ${constraint}`,
            )
            .execute(connection)
        await sql`reset statement_timeout`.execute(connection)
        await sql`reset maintenance_work_mem`.execute(connection)
      }),
  }
}
