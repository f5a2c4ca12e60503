import { type Kysely, type Transaction, sql } from 'kysely'
import type { Database } from './tables.ts'
import type { ShownHeadRow } from './trailTables.ts'

/** Keeps the head of a peer's log that came with a proof, where it is the largest of that log. */
export async function keepShownHead(trx: Transaction<Database>, row: ShownHeadRow): Promise<void> {
  const { size, note } = row
  await trx
    .insertInto('shown_head')
    .values(row)
    .onConflict((conflict) =>
      conflict
        .columns(['peer_state', 'origin'])
        .doUpdateSet({ size, note })
        .where('shown_head.size', '<', size),
    )
    .execute()
}

/** The largest head of this log of a State that was cosigned here or shown here with a proof, as a signed note; null: none. */
export async function largestKnownHead(
  db: Kysely<Database>,
  { state, origin }: { readonly state: string; readonly origin: string },
): Promise<string | null> {
  const { rows } = await sql<{ note: string }>`
    select note from (
      select size, note from shown_head where peer_state = ${state} and origin = ${origin}
      union all select size, note from witnessed_log where state = ${state} and origin = ${origin}
    ) as known order by size desc limit 1`.execute(db)
  return rows[0]?.note ?? null
}
