import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../database.ts'

/** A message of the other side that a person, or nobody of the authority, has opened; without its words. */
export interface UnopenedMessage {
  readonly digest: string
  readonly id: string
  readonly type: string
  readonly sequence: number
}

/**
 * At most so many messages of the other side in a request that stand behind the mark of a person, or that nobody of the authority
 * has opened; the newest first.
 *
 * @param mark - how far the person has read
 */
export async function listUnopened(
  db: Db,
  request: string,
  mark: number,
  limit: number,
): Promise<readonly UnopenedMessage[]> {
  return (await listingUnopened(request, mark, limit).execute(db)).rows
}

export function listingUnopened(request: string, mark: number, limit: number): RawBuilder<UnopenedMessage> {
  const max = sql.lit(limit)
  return sql`
    select digest, id, type, sequence from (
      (select digest, id, type, sequence from message
        where request = ${request}::uuid and direction = 'received' and sequence > ${mark}::integer
        order by sequence desc limit ${max})
      union
      (select m.digest, m.id, m.type, m.sequence from arrival a
        join message m on m.request = a.request and m.sequence = a.sequence
        where a.request = ${request}::uuid order by a.sequence desc limit ${max})
    ) as unopened
    order by sequence desc limit ${max}`
}

/** The first message of the other side behind the mark of a person that is not at one of these places; null: there is none. */
export async function firstUnreadBeside(
  db: Db,
  request: string,
  mark: number,
  places: readonly number[],
): Promise<number | null> {
  const { rows } = await sql<{ sequence: number }>`
    select sequence from message where request = ${request}::uuid and direction = 'received'
      and sequence > ${mark}::integer and not (sequence = any(${places}::integer[]))
    order by sequence limit 1`.execute(db)
  return rows[0]?.sequence ?? null
}
