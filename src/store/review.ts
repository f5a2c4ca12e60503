import { type Kysely, sql } from 'kysely'
import { entryMember } from './entryMember.ts'
import { pageMax } from './requests.ts'
import type { Database, MessageRow, RefusalRow, RequestRow } from './tables.ts'
import { entriesAbout } from './trailNarrowing.ts'

/** Messages that are held at once while records are gone through. */
const messagesMax = 200

/** Which requests are gone through; everything that is given must hold. */
export interface Reviewed {
  readonly request?: string
  /** Code of the other State. */
  readonly peer?: string
  /** Only what has changed since, or in which something may still run out. */
  readonly changedSince?: Date
  /** Only what came to this node since. */
  readonly openedSince?: Date
  /** Only what this authority of this State has. */
  readonly authority?: string
}

/** A request as a review knows it; what is in it is told by its record. */
export type ReviewedRequest = Pick<
  RequestRow,
  'id' | 'reference' | 'side' | 'own_state' | 'counterpart_state'
>

/** One page of requests in the order of their ids, behind `after`. */
export async function listReviewed(
  db: Kysely<Database>,
  { request, peer, changedSince, openedSince, authority }: Reviewed,
  after: string | null,
): Promise<ReviewedRequest[]> {
  let query = db
    .selectFrom('request')
    .select(['id', 'reference', 'side', 'own_state', 'counterpart_state'])
    .where('sequence', '>', 0)
    .where('erased_at', 'is', null)
  if (request !== undefined) query = query.where('id', '=', request)
  if (peer !== undefined) query = query.where('counterpart_state', '=', peer)
  if (authority !== undefined) query = query.where('own_authority', '=', authority)
  if (openedSince !== undefined) query = query.where('opened_at', '>=', openedSince)
  if (changedSince !== undefined)
    query = query.where((eb) => eb.or([eb('updated_at', '>=', changedSince), eb('due_at', 'is not', null)]))
  if (after !== null) query = query.where('id', '>', after)
  return await query.orderBy('id').limit(sql.lit(pageMax)).execute()
}

/** How many of these requests were erased: their records tell nothing any more. */
export async function countErased(
  db: Kysely<Database>,
  { request, peer, authority }: Reviewed,
): Promise<number> {
  let query = db
    .selectFrom('request')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('erased_at', 'is not', null)
  if (request !== undefined) query = query.where('id', '=', request)
  if (peer !== undefined) query = query.where('counterpart_state', '=', peer)
  if (authority !== undefined) query = query.where('own_authority', '=', authority)
  return (await query.executeTakeFirstOrThrow()).count
}

/** A message of a record that is gone through, with its receipt. */
export type ReviewedMessage = Pick<MessageRow, 'request' | 'sequence' | 'digest' | 'jws' | 'receipt'>

/** The messages of these requests that have a place, request by request and in their order. */
export async function* recordsOf(
  db: Kysely<Database>,
  requests: readonly string[],
): AsyncGenerator<ReviewedMessage> {
  let last = { request: '00000000-0000-0000-0000-000000000000', sequence: 0 }
  for (;;) {
    const { rows } = await sql<ReviewedMessage & { readonly sequence: number }>`
      select request, sequence, digest, jws, receipt from message
      where request = any(${requests}::uuid[]) and sequence is not null
        and (request, sequence) > (${last.request}::uuid, ${last.sequence}::integer)
      order by request, sequence limit ${sql.lit(messagesMax)}`.execute(db)
    yield* rows
    const end = rows.at(-1)
    if (end === undefined || rows.length < messagesMax) return
    last = end
  }
}

/** An entry about a clock that has run out, with its place in the log. */
export interface NotedClock {
  readonly index: number
  readonly code: string
  /** JSON of the details; null: erased. */
  readonly details: string | null
}

/** What the log says about the clocks of a request. */
export async function listNotedClocks(db: Kysely<Database>, subject: string): Promise<NotedClock[]> {
  const { rows } = await sql<NotedClock>`
    select l.index, e.entry::jsonb ->> 'code' as code,
      (select value from audit_secret where entry = e.id and field = 'details') as details
    from (${entriesAbout(subject)}) as about join audit_entry e on e.id = about.entry
    join audit_leaf l on l.entry = e.id
    where ${entryMember('evt', sql`e.entry`)} = 'clock.ranOut' order by l.index`.execute(db)
  return rows
}

/** What this node refused with a code and no word more, the oldest first, behind the one with id `after`. */
export async function listBareRefusals(
  db: Kysely<Database>,
  { request, peer, authority }: Reviewed,
  { from, until, after }: { readonly from?: Date; readonly until?: Date; readonly after: number },
): Promise<Omit<RefusalRow, 'bytes'>[]> {
  let query = db
    .selectFrom('refusal')
    .select([
      'id',
      'at',
      'from_state',
      'message_digest',
      'message_id',
      'request',
      'code',
      'detail',
      'receipt',
    ])
    .where('detail', '=', '')
    .where('receipt', 'is not', null)
    .where('id', '>', after)
  if (request !== undefined) query = query.where('request', '=', request)
  if (peer !== undefined) query = query.where('from_state', '=', peer)
  // What is about no request that is here is nobody's.
  if (authority !== undefined)
    query = query.where(
      sql<boolean>`not exists (select from request r where r.own_authority <> ${authority}
        and r.id = case when refusal.request ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then refusal.request::uuid end)`,
    )
  if (from !== undefined) query = query.where('at', '>=', from)
  if (until !== undefined) query = query.where('at', '<', until)
  return await query.orderBy('id').limit(sql.lit(pageMax)).execute()
}
