import { type Kysely, type RawBuilder, sql } from 'kysely'
import { type AlarmEvent, alarmEvents } from './alarms.ts'
import { entryMember } from './entryMember.ts'
import type { Database } from './tables.ts'

// What of the alarms of a node is counted for whoever watches it: as in `measured.ts`, by indexes and of no more rows than is told.

/** How many of something there are, of those of one word. */
export interface CountedOf<Word extends string = string> {
  readonly of: Word
  readonly rows: number
}

/** How often each alarm was noted in the log since an instant: every one, also where that is never. */
export async function alarmsNoted(
  db: Kysely<Database>,
  since: Date,
  rowsMax: number,
): Promise<CountedOf<AlarmEvent>[]> {
  const { rows } = await countingAlarms(since, rowsMax).execute(db)
  return rows
}

/** The statement of `alarmsNoted`. That the event is one of the list is said again, for only then the index of the alarms is used. */
export function countingAlarms(since: Date, rowsMax: number): RawBuilder<CountedOf<AlarmEvent>> {
  const event = entryMember('evt')
  const words = sql.join(alarmEvents.map((word) => sql.lit(word)))
  return sql<CountedOf<AlarmEvent>>`
    select alarm.event as of, (
      select count(*) from (
        select at from audit_entry
        where ${event} = alarm.event and ${event} in (${words}) and at >= ${since}::timestamptz
        order by at desc limit ${sql.lit(rowsMax)}
      ) as noted
    ) as rows
    from unnest(array[${words}]) as alarm (event) order by 1`
}

/** The last balance with a peer. */
export interface MeasuredBalance {
  readonly peer: string
  readonly differs: boolean
  readonly madeAt: Date
}

/** The last balance with each of these peers; nothing of one with which there was none. */
export async function lastBalances(
  db: Kysely<Database>,
  peers: readonly string[],
): Promise<MeasuredBalance[]> {
  const { rows } = await lookingAtBalances(peers).execute(db)
  return rows
}

/** The statement of `lastBalances`: one row of an index for each peer. */
export function lookingAtBalances(peers: readonly string[]): RawBuilder<MeasuredBalance> {
  return sql<MeasuredBalance>`
    select wanted.peer, not last.agreed as differs, last.made_at as "madeAt"
    from unnest(${[...peers]}::text[]) as wanted (peer)
    cross join lateral (
      select agreed, made_at from balance where peer_state = wanted.peer
      order by until_at desc, made_at desc limit 1
    ) as last order by 1`
}

/** How many files of each of these States do not lie here as they were: damaged, or not there at all. */
export async function filesDamaged(
  db: Kysely<Database>,
  states: readonly string[],
  rowsMax: number,
): Promise<CountedOf[]> {
  const { rows } = await countingDamaged(states, rowsMax).execute(db)
  return rows
}

/** The statement of `filesDamaged`. */
export function countingDamaged(states: readonly string[], rowsMax: number): RawBuilder<CountedOf> {
  return sql<CountedOf>`
    select wanted.state as of, (
      select count(*) from (
        select id from exhibit_deposit where state = wanted.state and status = 'damaged' limit ${sql.lit(rowsMax)}
      ) as damaged
    ) as rows
    from unnest(${[...states]}::text[]) as wanted (state) order by 1`
}

/** How many deliveries to systems were given up, of the newest so many; what a person has disabled is as it should be. */
export async function webhooksGivenUp(db: Kysely<Database>, rowsMax: number): Promise<number> {
  const { rows } = await countingWebhooks(rowsMax).execute(db)
  return rows[0]?.rows ?? 0
}

/** The statement of `webhooksGivenUp`. */
export function countingWebhooks(rowsMax: number): RawBuilder<{ readonly rows: number }> {
  return sql<{ rows: number }>`
    with dead as materialized (
      select endpoint from webhook_delivery where status = 'dead'
      order by made_at desc, endpoint desc, index desc limit ${sql.lit(rowsMax)}
    )
    select count(*) as rows from dead join webhook_endpoint e on e.name = dead.endpoint
    where e.disabled_at is null or e.disabled_by is null`
}
