import { type Kysely, type RawBuilder, sql } from 'kysely'
import { entryMember } from './entryMember.ts'
import type { Database } from './tables.ts'

/** What the log tells of a record beside its messages and who read it: the events of the index of migration 0055. */
export const timelineEvents = [
  ...['draft.submitted', 'draft.returned', 'draft.approved', 'draft.sent', 'draft.dropped'],
  ...['decision.approved', 'clock.ranOut', 'exhibit.received', 'exhibit.damaged', 'exhibit.accepted'],
  ...['exhibit.opened', 'exhibit.told', 'exhibit.reported', 'exhibit.checked', 'exhibit.wanted'],
  ...['exhibit.noted', 'hold.placed', 'hold.released', 'record.closed', 'record.reopened', 'record.erased'],
] as const

/** What the log tells of who sent a message of this State, and who approved it. */
export const sendingEvents = ['message.sent', 'decision.approved'] as const

/** An entry of the log with what opens it; what was erased is null. */
export interface LoggedRow {
  /** In the order in which entries were written. */
  readonly id: number
  /** Its place in the log; null: it waits for one. */
  readonly index: number | null
  readonly at: Date
  readonly leaf: Buffer
  /** Canonical JSON. */
  readonly entry: string
  /** JSON of who did it, with what opens the commitment to that; likewise of the details. */
  readonly actor: string | null
  readonly actor_salt: Buffer | null
  readonly details: string | null
  readonly details_salt: Buffer | null
}

/** The entries of a timeline of a record (by the log's name of it) behind the one of this id, at most so many, in their order. */
export async function listTimeline(
  db: Kysely<Database>,
  subject: string,
  after: number,
  limit: number,
): Promise<LoggedRow[]> {
  const { rows } = await listingTimeline(subject, after, limit).execute(db)
  return rows
}

/** The query for them. */
export function listingTimeline(subject: string, after: number, limit: number): RawBuilder<LoggedRow> {
  return sql<LoggedRow>`select ${columns} from audit_entry e
    where ${about(subject, timelineEvents)} and e.id > ${after}::bigint order by e.id limit ${limit}`
}

/** The entry of a timeline of a record that has this leaf, or null. */
export async function findOfTimeline(
  db: Kysely<Database>,
  subject: string,
  leaf: Buffer,
): Promise<LoggedRow | null> {
  const { rows } = await sql<LoggedRow>`select ${columns} from audit_entry e
    where e.leaf = ${leaf} and ${about(subject, timelineEvents)}`.execute(db)
  return rows[0] ?? null
}

/** The id of the last entry of a timeline up to an instant; 0: there is none. */
export async function lastOfTimeline(db: Kysely<Database>, subject: string, until: Date): Promise<number> {
  const { rows } = await sql<{ id: number }>`select e.id from audit_entry e
    where ${about(subject, timelineEvents)} and e.at <= ${until} order by e.id desc limit 1`.execute(db)
  return rows[0]?.id ?? 0
}

/** Details (JSON) of all that the log tells of clocks that ran out in these records (by the log's names of them); erased ones are not there. */
export async function clocksTold(
  db: Kysely<Database>,
  subjects: readonly string[],
): Promise<{ readonly subject: string; readonly code: string; readonly details: string }[]> {
  const { rows } = await lookingForClocksTold(subjects).execute(db)
  return rows
}

/** The query for them. */
export function lookingForClocksTold(
  subjects: readonly string[],
): RawBuilder<{ readonly subject: string; readonly code: string; readonly details: string }> {
  return sql<{ subject: string; code: string; details: string }>`
    select wanted.subject, told.code, told.details from unnest(${[...subjects]}::text[]) as wanted (subject)
    cross join lateral (
      select e.entry::json ->> 'code' as code, s.value as details
      from audit_entry e join audit_secret s on s.entry = e.id and s.field = 'details'
      where ${about(sql`wanted.subject`, ['clock.ranOut'])}
    ) as told`
}

/** What the log tells of the sending of a message (by its digest) of a record, in its order. */
export async function listSending(
  db: Kysely<Database>,
  subject: string,
  digest: string,
): Promise<LoggedRow[]> {
  const { rows } = await sql<LoggedRow>`select ${columns} from audit_entry e
    where ${about(subject, sendingEvents)} and ${digest} in (
      split_part(split_part(e.entry, '"msg":"', 2), '"', 1), ${entryMember('digest', sql`e.entry`)})
    order by e.id limit ${sendingEvents.length}`.execute(db)
  return rows
}

const columns = sql`e.id, (select l.index from audit_leaf l where l.entry = e.id) as index, e.at, e.leaf, e.entry,
  (select value from audit_secret where entry = e.id and field = 'actor') as actor,
  (select salt from audit_secret where entry = e.id and field = 'actor') as actor_salt,
  (select value from audit_secret where entry = e.id and field = 'details') as details,
  (select salt from audit_secret where entry = e.id and field = 'details') as details_salt`

/** The events stand in the text: the plan, which is made once, can tell only then that the index holds them. */
function about(subject: string | RawBuilder<string>, events: readonly string[]): RawBuilder<boolean> {
  const named = sql.join(events.map((event) => sql.lit(event)))
  return sql<boolean>`e.entry like '%"record":"%' and ${entryMember('record', sql`e.entry`)} = ${subject}
    and ${entryMember('evt', sql`e.entry`)} in (${named})`
}
