import { type Kysely, sql } from 'kysely'
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
