import { type RawBuilder, sql } from 'kysely'
import type { Db, Trx } from '../database.ts'

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
): Promise<ArrivedMessage[]> {
  return (await listingArrivals(authority, after, limit).execute(db)).rows
}

export function listingArrivals(
  authority: string,
  after: ArrivalPlace | null,
  limit: number,
): RawBuilder<ArrivedMessage> {
  const from =
    after === null
      ? sql``
      : sql`and (at, request, sequence) < (${after.at}, ${after.request}::uuid, ${after.sequence}::integer)`
  return sql`
    select a.at, a.request, a.sequence, r.reference, m.type, m.from_authority
    from (
      select at, request, sequence from arrival where authority = ${authority} ${from}
      order by at desc, request desc, sequence desc limit ${sql.lit(limit)}
    ) as a
    join request r on r.id = a.request
    join message m on m.request = a.request and m.sequence = a.sequence
    order by a.at desc, a.request desc, a.sequence desc`
}

/** Somebody has opened the messages of a request at these places, both included. */
export async function forgetArrivals(trx: Trx, request: string, from: number, to: number): Promise<void> {
  await trx
    .deleteFrom('arrival')
    .where('request', '=', request)
    .where('sequence', '>=', from)
    .where('sequence', '<=', to)
    .execute()
}
