import { type RawBuilder, sql } from 'kysely'
import type { Db, Trx } from '../database.ts'
import { type Whose, isOpenOf } from './assignments.ts'
import { passedMax } from './pageOfCases.ts'

/** Where a message stood among those that nobody has opened. */
export interface ArrivalPlace {
  readonly at: Date
  readonly request: string
  readonly sequence: number
}

/** A message of the other side that nobody of the authority has opened; without its words. */
export interface ArrivedMessage extends ArrivalPlace {
  readonly reference: string
  readonly type: string
  readonly from_authority: string
}

/** At most so many messages that nobody of the authority has opened, from behind a place, the newest first. */
export async function listArrivals(
  db: Db,
  authority: string,
  after: ArrivalPlace | null,
  limit: number,
  whose: Whose | null = null,
): Promise<ArrivedMessage[]> {
  return (await listingArrivals(authority, after, limit, whose).execute(db)).rows
}

/** Behind which of them those end that are gone through for what somebody has; null: nothing is behind them. */
export async function endOfArrivals(
  db: Db,
  authority: string,
  after: ArrivalPlace | null,
): Promise<ArrivalPlace | null> {
  const { rows } = await sql<ArrivalPlace>`
    select at, request, sequence from arrival where ${alongArrivals(authority, after)}
    order by at desc, request desc, sequence desc offset ${sql.lit(passedMax - 1)} limit 1`.execute(db)
  return rows[0] ?? null
}

export function listingArrivals(
  authority: string,
  after: ArrivalPlace | null,
  limit: number,
  whose: Whose | null = null,
): RawBuilder<ArrivedMessage> {
  const along = alongArrivals(authority, after)
  // Of what somebody has, so many are gone through at most.
  const passing = sql.lit(whose === null ? limit : passedMax)
  const filter = whose === null ? sql`` : sql`where ${isOpenOf(whose)}`
  return sql`
    select a.at, a.request, a.sequence, r.reference, m.type, m.from_authority
    from (
      select at, request, sequence from arrival where ${along}
      order by at desc, request desc, sequence desc limit ${passing}
    ) as a
    join request r on r.id = a.request
    join message m on m.request = a.request and m.sequence = a.sequence
    ${filter}
    order by a.at desc, a.request desc, a.sequence desc limit ${sql.lit(limit)}`
}

function alongArrivals(authority: string, after: ArrivalPlace | null): RawBuilder<unknown> {
  if (after === null) return sql`authority = ${authority}`
  return sql`authority = ${authority}
    and (at, request, sequence) < (${after.at}, ${after.request}::uuid, ${after.sequence}::integer)`
}

/** Somebody has opened the messages of a request at these places. */
export async function forgetArrivals(trx: Trx, request: string, places: readonly number[]): Promise<void> {
  await sql`
    delete from arrival where request = ${request}::uuid and sequence = any(${places}::integer[])`.execute(
    trx,
  )
}
