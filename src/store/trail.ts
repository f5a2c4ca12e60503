import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Database } from './tables.ts'

/** A detail of an event by which it names whoever acted. */
export interface ActingDetail {
  readonly event: string
  readonly detail: string
}

/** Which entries of the log are wanted; everything that is given must hold. */
export interface TrailQuery {
  /** A request: what is about it, and what names it among those that were shown or taken away (`coveringAll`: all of them). */
  readonly request?: { readonly id: string; readonly subject: string }
  /** Who did it, as they are named in the log's openings: as the actor, or in these details of these events. */
  readonly person?: { readonly name: string; readonly details: readonly ActingDetail[] }
  /** Code of the other State. */
  readonly peer?: string
  /** Names of events; absent: all. */
  readonly events?: readonly string[]
  readonly from?: Date
  readonly until?: Date
  /** Places from here on. */
  readonly first: number
  readonly limit: number
}

/** An entry with what opens its commitments; what was erased is null. */
export interface TrailRow {
  readonly index: number
  /** Canonical JSON. */
  readonly entry: string
  /** JSON of who did it, and of the details. */
  readonly actor: string | null
  readonly details: string | null
  /** Of the message that it names, where this node has it: its type, and its place in the record as far as it has one. */
  readonly type: string | null
  readonly place: number | null
}

/** In the place of ids, where an entry covers every request of the node. */
export const coveringAll = 'all'

/** Entries that have a place in the log, in its order. */
export async function readTrailRows(db: Kysely<Database>, query: TrailQuery): Promise<TrailRow[]> {
  const { rows } = await sql<TrailRow>`
    select l.index, e.entry,
      (select value from audit_secret where entry = e.id and field = 'actor') as actor,
      (select value from audit_secret where entry = e.id and field = 'details') as details,
      (select type from message where digest = e.entry::jsonb ->> 'msg') as type,
      (select sequence from message where digest = e.entry::jsonb ->> 'msg') as place
    from audit_leaf l join audit_entry e on e.id = l.entry
    where ${sql.join(conditionsOf(query), sql` and `)}
    order by l.index limit ${query.limit}`.execute(db)
  return rows
}

function conditionsOf({
  request,
  person,
  peer,
  events,
  from,
  until,
  first,
}: TrailQuery): RawBuilder<unknown>[] {
  const member = (name: string): RawBuilder<unknown> => sql`e.entry::jsonb ->> ${sql.lit(name)}`
  return [
    sql`l.index >= ${first}::bigint`,
    ...(request === undefined
      ? []
      : [sql`(${member('record')} = ${request.subject} or e.id = any(array(${covering(request.id)})))`]),
    ...(peer === undefined ? [] : [sql`${member('peer')} = ${peer}`]),
    ...(events === undefined ? [] : [sql`${member('evt')} = any(${events}::text[])`]),
    ...(from === undefined ? [] : [sql`e.at >= ${from}`]),
    ...(until === undefined ? [] : [sql`e.at < ${until}`]),
    ...(person === undefined
      ? []
      : [
          sql`exists (select from audit_secret where entry = e.id and (
            (field = 'actor' and value::jsonb ->> 'person' = ${person.name})
            or (field = 'details' and value::jsonb ->> ${detailOf(person.details)} = ${person.name})))`,
        ]),
  ]
}

/** Which detail of the entry names whoever acted; null: none does. */
function detailOf(details: readonly ActingDetail[]): RawBuilder<string | null> {
  const whens = details.map(({ event, detail }) => sql`when ${event}::text then ${detail}::text`)
  return sql`(case e.entry::jsonb ->> 'evt' ${sql.join(whens, sql` `)} end)`
}

/** The entries whose details name the request, by the index that holds no others. */
function covering(id: string): RawBuilder<unknown> {
  return sql`select entry from audit_secret where field = 'details' and value like '%"scope":[%'
    and value::jsonb -> 'scope' ?| ${[id, coveringAll]}::text[]`
}

/** Everybody by whom anything in the log is, as they are spelt there; read through, so for who asks in vain. */
export async function listPersons(db: Kysely<Database>, details: readonly ActingDetail[]): Promise<string[]> {
  const { rows } = await sql<{ person: string }>`
    select value::jsonb ->> 'person' as person from audit_secret where field = 'actor'
    union
    select value::jsonb ->> ${detailOf(details)} from audit_secret s join audit_entry e on e.id = s.entry
    where field = 'details' and e.entry::jsonb ->> 'evt' = any(${details.map(({ event }) => event)}::text[])
      and value::jsonb ->> ${detailOf(details)} is not null`.execute(db)
  return rows.map(({ person }) => person)
}

/** What the entries are about that answer a query: the log's names of requests. */
export async function listSubjects(
  db: Kysely<Database>,
  query: Pick<TrailQuery, 'person' | 'from' | 'until'>,
): Promise<string[]> {
  const { rows } = await sql<{ subject: string }>`
    select distinct e.entry::jsonb ->> 'record' as subject
    from audit_leaf l join audit_entry e on e.id = l.entry
    where ${sql.join(conditionsOf({ ...query, first: 0, limit: 0 }), sql` and `)}
      and e.entry::jsonb ? 'record'`.execute(db)
  return rows.map(({ subject }) => subject)
}

/** A request as the log's names of it are put into words: what it is called, and which authority of this State has it. */
export interface NamedRequest {
  readonly id: string
  readonly reference: string
  readonly own_authority: string
}

/** All requests of this node by id, with their references: to tell which the log's names stand for. */
export async function listReferences(db: Kysely<Database>): Promise<NamedRequest[]> {
  return await db.selectFrom('request').select(['id', 'reference', 'own_authority']).execute()
}

/** Those of these requests that another authority of this State has, by their ids. */
export async function listOfOthers(
  db: Kysely<Database>,
  requests: readonly string[],
  authority: string,
): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ id: string }>`
    select id from request where id = any(${requests}::uuid[]) and own_authority <> ${authority}`.execute(db)
  return new Set(rows.map(({ id }) => id))
}
