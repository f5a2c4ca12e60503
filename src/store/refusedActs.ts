import { type Transaction, sql } from 'kysely'
import type { Database, RefusedActRow } from './tables.ts'

/** Who was refused something, and the code. */
export type Refused = Pick<RefusedActRow, 'person' | 'role' | 'authority' | 'last_code'>

/**
 * Counts an act that was refused. False: so many of this person were told within their minute that it is not told by
 * itself. The clock is that of the database, which all processes of a node share.
 */
export async function countRefusedAct(
  trx: Transaction<Database>,
  { person, role, authority, last_code }: Refused,
  notedMax: number,
): Promise<boolean> {
  const { rows } = await sql<{ more: number }>`
    insert into refused_act as known (person, role, authority, noted, more, last_code)
    values (${person}, ${role}, ${authority}, 1, 0, ${last_code})
    on conflict (person) do update set role = excluded.role, authority = excluded.authority,
      last_code = excluded.last_code, noted = least(known.noted + 1, ${notedMax}::integer),
      more = known.more + case when known.noted < ${notedMax}::integer then 0 else 1 end
    returning more`.execute(trx)
  return rows[0]?.more === 0
}

/** Forgets those whose minute is over; returns the ones of which not everything was told. */
export async function takeElapsedActs(trx: Transaction<Database>): Promise<RefusedActRow[]> {
  const { rows } = await sql<RefusedActRow>`
    delete from refused_act where person in (
      select person from refused_act where since <= now() - interval '1 minute' for update skip locked
    ) returning *`.execute(trx)
  return rows.filter(({ more }) => more > 0)
}
