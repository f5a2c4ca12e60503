import { sql } from 'kysely'
import type { Db, Trx } from '../database.ts'

/** How far a person has read in these requests, by request; one that is not among them was not opened. */
export async function readMarks(
  db: Db,
  signInName: string,
  requests: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  if (requests.length === 0) return new Map()
  const { rows } = await sql<{ request: string; sequence: number }>`
    select request, sequence from reading_mark
    where person = (select id from person where sign_in_name = ${signInName})
      and request = any(${requests}::uuid[])`.execute(db)
  return new Map(rows.map(({ request, sequence }) => [request, sequence]))
}

/** How far a person has read in a request, and whether something in it was not opened by anybody of its authority. */
export async function readOpening(
  db: Db,
  signInName: string,
  request: string,
): Promise<{ readonly mark: number; readonly hasArrivals: boolean }> {
  const { rows } = await sql<{ mark: number | null; has_arrivals: boolean }>`
    select exists (select from arrival where request = ${request}::uuid) as has_arrivals, (
      select sequence from reading_mark
      where person = (select id from person where sign_in_name = ${signInName}) and request = ${request}::uuid
    ) as mark`.execute(db)
  return { mark: rows[0]?.mark ?? 0, hasArrivals: rows[0]?.has_arrivals ?? false }
}

/** A person has read a request up to a place. A mark goes forward only. Somebody who is not there has read nothing. */
export async function markRead(trx: Trx, signInName: string, request: string, upTo: number): Promise<void> {
  await sql`
    insert into reading_mark (person, request, sequence)
    select id, ${request}::uuid, ${upTo}::integer from person where sign_in_name = ${signInName}
    on conflict (person, request) do update set sequence = excluded.sequence
      where reading_mark.sequence < excluded.sequence`.execute(trx)
}
