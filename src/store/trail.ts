import { type Kysely, type RawBuilder, sql } from 'kysely'
import { entryMember } from './entryMember.ts'
import type { Database } from './tables.ts'
import { type TrailQuery, byPersonOrTime, detailOf, narrowest } from './trailNarrowing.ts'

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

/** Entries that have a place in the log, in its order, or the newest first. */
export async function readTrailRows(db: Kysely<Database>, query: TrailQuery): Promise<TrailRow[]> {
  const { rows } = await readingTrailRows(await narrowest(db, query), query).execute(db)
  return rows
}

/**
 * The query for them.
 *
 * @param narrow - a query for the entries among which they are; null: it goes along the log
 */
export function readingTrailRows(
  narrow: RawBuilder<unknown> | null,
  query: TrailQuery,
): RawBuilder<TrailRow> {
  const leaves = narrow === null ? sql`audit_leaf l` : sql`(${placedAmong(narrow, query.first)}) as l`
  return sql<TrailRow>`
    select l.index, e.entry,
      (select value from audit_secret where entry = e.id and field = 'actor') as actor,
      (select value from audit_secret where entry = e.id and field = 'details') as details,
      (select type from message where digest = e.entry::jsonb ->> 'msg') as type,
      (select sequence from message where digest = e.entry::jsonb ->> 'msg') as place
    from ${leaves} join audit_entry e on e.id = l.entry
    where ${sql.join(conditionsOf(query), sql` and `)}
    order by l.index ${query.newestFrom === undefined ? sql`asc` : sql`desc`} limit ${query.limit}`
}

/** The places of these entries. By themselves (offset 0): else the plan goes along the log after all and looks for them in it. */
function placedAmong(entries: RawBuilder<unknown>, first: number): RawBuilder<unknown> {
  return sql`select p.index, p.entry from (${entries}) as narrow join audit_leaf p on p.entry = narrow.entry
    where p.index >= ${first}::bigint offset 0`
}

function conditionsOf({
  person,
  peer,
  events,
  from,
  until,
  first,
  newestFrom = null,
}: TrailQuery): RawBuilder<unknown>[] {
  const member = (name: 'evt' | 'peer'): RawBuilder<string> => entryMember(name, sql`e.entry`)
  return [
    sql`l.index >= ${first}::bigint`,
    ...(newestFrom === null ? [] : [sql`l.index <= ${newestFrom}::bigint`]),
    ...(peer === undefined ? [] : [sql`${member('peer')} = ${peer}`]),
    ...(events === undefined ? [] : [sql`${member('evt')} = any(${events}::text[])`]),
    ...(from === undefined ? [] : [sql`e.at >= ${from}`]),
    ...(until === undefined ? [] : [sql`e.at < ${until}`]),
    ...(person === undefined
      ? []
      : [
          sql`exists (select from audit_secret where entry = e.id and (
            (field = 'actor' and value::jsonb ->> 'person' = any(${[...person.names]}::text[]))
            or (field = 'details' and value::jsonb ->> ${detailOf(person.details)} = any(${[...person.names]}::text[]))))`,
        ]),
  ]
}

/** What the entries are about that answer a query: the log's names of requests. */
export async function listSubjects(
  db: Kysely<Database>,
  query: Pick<TrailQuery, 'person' | 'from' | 'until'>,
): Promise<string[]> {
  const { rows } = await listingSubjects(query).execute(db)
  return rows.map(({ subject }) => subject)
}

/** The query for them. */
export function listingSubjects(
  query: Pick<TrailQuery, 'person' | 'from' | 'until'>,
): RawBuilder<{ readonly subject: string }> {
  return sql<{ subject: string }>`
    select distinct ${entryMember('record', sql`e.entry`)} as subject
    from (${placedAmong(byPersonOrTime(query), 0)}) as l join audit_entry e on e.id = l.entry
    where ${sql.join(conditionsOf({ ...query, first: 0, limit: 0 }), sql` and `)}
      and e.entry like '%"record":"%'`
}

/** A request as the log's names of it are put into words: what it is called, and which authority of this State has it. */
export interface NamedRequest {
  readonly id: string
  readonly reference: string
  readonly own_authority: string
}

/** The requests for which these names of the log stand, by name; of what is not here nothing is told. */
export async function listReferences(
  db: Kysely<Database>,
  subjects: readonly string[],
): Promise<ReadonlyMap<string, NamedRequest>> {
  if (subjects.length === 0) return new Map()
  const { rows } = await sql<NamedRequest & { readonly subject: string }>`
    select id, reference, own_authority, audit_subject_of(id) as subject from request
    where audit_subject_of(id) = any(${subjects}::text[])`.execute(db)
  return new Map(rows.map(({ subject, ...named }) => [subject, named]))
}

/** Those of these requests that are here, by what they are called, in no order. */
export async function listNamedRequests(
  db: Kysely<Database>,
  requests: readonly string[],
): Promise<readonly NamedRequest[]> {
  const { rows } = await sql<NamedRequest>`
    select id, reference, own_authority from request where id = any(${requests}::uuid[])`.execute(db)
  return rows
}

/** A draft as it is called: by its type, and by the request that it opens or is about. */
export interface NamedDraft {
  readonly id: string
  readonly type: string
  /** Id of that request; one that a draft would open is not here before it is sent. */
  readonly request: string
  /** Empty while whoever writes a draft that opens a record has given it none. */
  readonly reference: string
}

/** Those of these drafts that an authority has, in no order; of one that was erased nothing is told. */
export async function listNamedDrafts(
  db: Kysely<Database>,
  authority: string,
  drafts: readonly string[],
): Promise<readonly NamedDraft[]> {
  if (drafts.length === 0) return []
  const { rows } = await sql<NamedDraft>`
    select id, type, request, reference from draft
    where id = any(${drafts}::uuid[]) and authority = ${authority}`.execute(db)
  return rows
}
