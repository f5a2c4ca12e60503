import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { EventName } from '../audit/events.ts'
import { entryMember } from './entryMember.ts'
import type { Database } from './tables.ts'

/** Events that whoever checks a node looks into; the index `audit_entry_alarm` holds them. */
export const alarmEvents = [
  'log.broken',
  'log.unwitnessed',
  'log.unstamped',
  'log.continued',
  'witness.refused',
  'balance.differed',
  'equivocation.found',
  'receipt.unproven',
  'record.closed',
  'exhibit.damaged',
  'draft.approvedByOne',
] as const satisfies readonly EventName[]

export type AlarmEvent = (typeof alarmEvents)[number]

/** How often an alarm was noted since a time, and when last. */
export interface NotedAlarm {
  readonly event: AlarmEvent
  readonly count: number
  readonly last: Date
}

/** The alarms that the log tells of since a time, the last first. */
export async function listAlarms(db: Kysely<Database>, since: Date): Promise<NotedAlarm[]> {
  const { rows } = await sql<NotedAlarm>`
    select ${entryMember('evt')} as event, count(*) as count, max(at) as last from audit_entry
    where ${entryMember('evt')} in (${sql.join(alarmEvents.map((event) => sql.lit(event)))}) and at >= ${since}
    group by 1 order by last desc`.execute(db)
  return rows
}

/**
 * Whether the log says that it lacks witnesses: the newest entry of `log.unwitnessed` has no `log.witnessed` behind it. Whichever process
 * has noted them.
 */
export async function isNotedUnwitnessed(db: Kysely<Database>): Promise<boolean> {
  const { rows } = await lookingForUnwitnessed().execute(db)
  return rows.length > 0
}

/** The statement of `isNotedUnwitnessed`: one row of the index of the alarms, and those entries that say that witnesses were back, which are few. */
export function lookingForUnwitnessed(): RawBuilder<{ readonly id: number }> {
  const event = entryMember('evt')
  return sql<{ id: number }>`
    select last.id
    from (
      select id from audit_entry where ${event} = ${sql.lit('log.unwitnessed')} order by at desc limit 1
    ) as last
    where not exists (
      select from (select id from audit_entry where ${event} = ${sql.lit('log.witnessed')} offset 0) as back
      where back.id > last.id
    )`
}
