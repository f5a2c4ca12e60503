import { type Kysely, sql } from 'kysely'
import type { Database } from '../tables.ts'

/** What was made of what was made of something … so often at most; the rest is looked for by nobody. */
const depthMax = 64

/** The SHA-256 (hex) of the files from which each of these deposits was made, however far back, by the deposit. */
export async function findSources(
  db: Kysely<Database>,
  deposits: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, string[]>()
  if (deposits.length === 0) return found
  const { rows } = await sql<{ made: string; sha256: string }>`
    with recursive source (made, id, state, derived_from, depth) as (
      select id, id, state, derived_from, 0 from exhibit_deposit where id = any(${[...new Set(deposits)]}::uuid[])
      union all
      select source.made, deposit.id, deposit.state, deposit.derived_from, source.depth + 1
        from exhibit_deposit deposit join source on deposit.id = source.derived_from
          -- What another State names is a file by the id that it has given it.
          or (deposit.given_id = source.derived_from and deposit.state = source.state)
        where source.depth < ${sql.lit(depthMax)}
    )
    select source.made, encode(deposit.sha256, 'hex') as sha256
      from source join exhibit_deposit deposit on deposit.id = source.id
      where source.depth > 0
      order by source.made, source.depth`.execute(db)
  for (const { made, sha256 } of rows) found.set(made, [...(found.get(made) ?? []), sha256])
  return found
}
