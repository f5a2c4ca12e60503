import { type Kysely, sql } from 'kysely'
import type { Database, RequestRow } from './tables.ts'

// What is counted for whoever watches the node. Each is one statement over an index that looks at no more rows than it is
// told: a long queue costs no more than that, and is told as at least so many.

/** What waits for a peer, or was given up. */
export interface QueuedFor {
  readonly peer: string
  readonly rows: number
  /** When the first of them was stored. */
  readonly oldest: Date
}

/** What waits for each peer, of the messages that were queued first. */
export async function queuedFor(db: Kysely<Database>, rowsMax: number): Promise<QueuedFor[]> {
  const { rows } = await sql<QueuedFor>`
    with first as materialized (
      select peer_state, digest, ordinal from outbox where status = 'waiting' order by ordinal limit ${sql.lit(rowsMax)}
    ), counted as (
      select peer_state, count(*) as rows, (array_agg(digest order by ordinal))[1] as digest
      from first group by peer_state
    )
    select counted.peer_state as peer, counted.rows, message.stored_at as oldest
    from counted join message on message.digest = counted.digest
    order by peer`.execute(db)
  return rows
}

/** How many messages to each peer were given up. */
export async function givenUpFor(
  db: Kysely<Database>,
  rowsMax: number,
): Promise<{ readonly peer: string; readonly rows: number }[]> {
  const { rows } = await sql<{ peer: string; rows: number }>`
    select peer_state as peer, count(*) as rows
    from (select peer_state from outbox where status = 'dead' order by ordinal limit ${sql.lit(rowsMax)}) as dead
    group by peer_state order by peer`.execute(db)
  return rows
}

/** How many entries that peers have promised lack a proof, and of how many of them it was an alarm. */
export async function unprovenOf(
  db: Kysely<Database>,
  rowsMax: number,
): Promise<{ readonly peer: string; readonly rows: number; readonly late: number }[]> {
  const { rows } = await sql<{ peer: string; rows: number; late: number }>`
    select peer_state as peer, count(*) as rows, count(*) filter (where alarmed) as late
    from (select peer_state, alarmed from promise order by peer_state, due_at limit ${sql.lit(rowsMax)}) as promised
    group by peer_state order by peer`.execute(db)
  return rows
}

/** How many entries of the log wait for their place. */
export async function countPending(db: Kysely<Database>, rowsMax: number): Promise<number> {
  const { rows } = await sql<{ rows: number }>`
    select count(*) as rows from (select entry from audit_pending order by entry limit ${sql.lit(rowsMax)}) as pending`.execute(
    db,
  )
  return rows[0]?.rows ?? 0
}

/** How many files of other States are not here yet, by where they stand. */
export async function filesUnderWay(
  db: Kysely<Database>,
  rowsMax: number,
): Promise<{ readonly status: string; readonly rows: number }[]> {
  const { rows } = await sql<{ status: string; rows: number }>`
    select status, count(*) as rows
    from (
      select status from exhibit_deposit where status in ('announced', 'accepted', 'fetching')
      order by taken_at, id limit ${sql.lit(rowsMax)}
    ) as wanted
    group by status order by status`.execute(db)
  return rows
}

/** When a witness cosigned the log of that number last; null: none did. */
export async function cosignedLast(db: Kysely<Database>, log: number): Promise<Date | null> {
  const row = await db
    .selectFrom('cosignature')
    .select('cosigned_at')
    .where('log', '=', log)
    .orderBy('size', 'desc')
    .limit(sql.lit(1))
    .executeTakeFirst()
  return row?.cosigned_at ?? null
}

/** Records of these authorities in which something ends before that instant, or has ended: the first of each. */
export async function endingBefore(
  db: Kysely<Database>,
  authorities: readonly string[],
  before: Date,
  rowsMax: number,
): Promise<RequestRow[]> {
  const pages: RequestRow[] = []
  for (const authority of authorities) {
    if (pages.length >= rowsMax) break
    const page = await db
      .selectFrom('request')
      .selectAll()
      .where('own_authority', '=', authority)
      .where('due_at', '<', before)
      .orderBy('due_at')
      .orderBy('id')
      .limit(rowsMax - pages.length)
      .execute()
    pages.push(...page)
  }
  return pages
}
