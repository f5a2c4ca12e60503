import { sql } from 'kysely'
import type { Db, Trx } from '../database.ts'
import type { DraftRow, DraftStage } from './draftTables.ts'

/** A draft that begins. */
export type NewDraftRow = { readonly system: string | null } & Omit<
  DraftRow,
  | 'submitted_by'
  | 'submitted_by_system'
  | 'submitted_at'
  | 'submitted_from'
  | 'message'
  | 'digest'
  | 'approver'
  | 'approved_at'
  | 'approved_from'
  | 'on_behalf_of'
  | 'returned_by'
  | 'reason'
  | 'refusal'
  | 'message_digest'
  | 'system'
  | 'highest_exhibit'
  | 'returned_words'
>

/** What of a draft may change. */
export type DraftChange = Partial<
  Omit<
    DraftRow,
    | 'id'
    | 'authority'
    | 'request'
    | 'type'
    | 'author'
    | 'made_at'
    | 'system'
    | 'highest_exhibit'
    | 'returned_words'
    | 'begun_like'
  >
> & {
  /** What it said when it last came back is kept, or goes. */
  readonly returned_words?: null
}

/** Stages of a draft that has not ended. */
export const openStages = ['writing', 'submitted', 'returned', 'sending'] as const satisfies DraftStage[]

/** Keeps a draft. */
export async function insertDraft(trx: Trx, draft: NewDraftRow): Promise<void> {
  await trx.insertInto('draft').values(draft).execute()
}

/** The draft with this id, or null. */
export async function findDraft(db: Db | Trx, id: string): Promise<DraftRow | null> {
  return (await db.selectFrom('draft').selectAll().where('id', '=', id).executeTakeFirst()) ?? null
}

/** The same, locked until the transaction ends. */
export async function lockDraft(trx: Trx, id: string): Promise<DraftRow | null> {
  const query = trx.selectFrom('draft').selectAll().where('id', '=', id).forUpdate()
  return (await query.executeTakeFirst()) ?? null
}

/** Writes what has changed of a draft. */
export async function changeDraft(trx: Trx, id: string, change: DraftChange): Promise<void> {
  await trx.updateTable('draft').set(change).where('id', '=', id).execute()
}

/**
 * Lets drafts of an authority, those of its systems among them, begin one at a time until the transaction ends, so that no two find the
 * last place. Whoever locks a request as well locks it after this.
 */
export async function lockOpenDrafts(trx: Trx, authority: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`rogatory drafts ${authority}`}, 0))`.execute(trx)
}

/** How many drafts of an authority have not ended. */
export async function countOpenDrafts(trx: Trx, authority: string): Promise<number> {
  const { count } = await trx
    .selectFrom('draft')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .where('authority', '=', authority)
    .where('stage', 'in', openStages)
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** How many drafts that a system has begun have not ended. */
export async function countOpenDraftsOfSystem(trx: Trx, system: string): Promise<number> {
  const { count } = await trx
    .selectFrom('draft')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .where('system', '=', system)
    .where('stage', 'in', openStages)
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** What a list shows of a draft: without its words. */
export type ListedDraft = Omit<
  DraftRow,
  | 'body'
  | 'exhibits'
  | 'highest_exhibit'
  | 'submitted_by_system'
  | 'submitted_from'
  | 'approved_from'
  | 'returned_words'
  | 'begun_like'
>

/** Drafts of an authority that wait for an approval, the longest waiting first, each with when the first thing in its request runs out. */
export async function listSubmittedDrafts(
  db: Db,
  authority: string,
  max: number,
): Promise<(ListedDraft & { readonly due_at: Date | null })[]> {
  return await db
    .selectFrom('draft')
    .leftJoin('request', 'request.id', 'draft.request')
    .select(listed.map((column) => `draft.${column}` as const))
    .select('request.due_at')
    .where('draft.authority', '=', authority)
    .where('draft.stage', '=', 'submitted')
    .orderBy('draft.changed_at')
    .orderBy('draft.id')
    .limit(max)
    .execute()
}

/** Drafts of an authority that have not ended, the one changed longest ago first. */
export async function listOpenDrafts(db: Db, authority: string, max: number): Promise<ListedDraft[]> {
  return await db
    .selectFrom('draft')
    .select(listed)
    .where('authority', '=', authority)
    .where('stage', 'in', openStages)
    .orderBy('changed_at')
    .orderBy('id')
    .limit(max)
    .execute()
}

/** Those of them that are about one request. */
export async function listOpenDraftsAbout(
  db: Db,
  request: string,
  authority: string,
  max: number,
): Promise<ListedDraft[]> {
  return await db
    .selectFrom('draft')
    .select(listed)
    .where('request', '=', request)
    .where('authority', '=', authority)
    .where('stage', 'in', openStages)
    .orderBy('changed_at')
    .orderBy('id')
    .limit(max)
    .execute()
}

/** A page of the drafts that a system has begun, the last begun first, after the one with this id; null: it has begun none with that. */
export async function listDraftsOfSystem(
  db: Db,
  system: string,
  after: string | null,
  max: number,
): Promise<ListedDraft[] | null> {
  let query = db.selectFrom('draft').select(listed).where('system', '=', system)
  if (after !== null) {
    const last = await db
      .selectFrom('draft')
      .select(['id', 'made_at'])
      .where('id', '=', after)
      .where('system', '=', system)
      .executeTakeFirst()
    if (last === undefined) return null
    query = query.where((eb) => eb(eb.refTuple('made_at', 'id'), '<', eb.tuple(last.made_at, last.id)))
  }
  return await query.orderBy('made_at', 'desc').orderBy('id', 'desc').limit(max).execute()
}

/** Drafts of this request that were sent as these messages, in no order. */
export async function listSentDrafts(
  db: Db,
  request: string,
  messages: readonly string[],
): Promise<ListedDraft[]> {
  return await db
    .selectFrom('draft')
    .select(listed)
    .where('request', '=', request)
    .where('stage', '=', 'sent')
    .where(sql<boolean>`message = any(${messages}::uuid[])`)
    .execute()
}

/** Whether the draft that became this message was let go by its system, and not by a person at the desk. */
export async function wasSubmittedBySystem(db: Db, request: string, message: string): Promise<boolean> {
  const row = await db
    .selectFrom('draft')
    .select('submitted_by_system')
    .where('request', '=', request)
    .where('stage', '=', 'sent')
    .where('message', '=', message)
    .executeTakeFirst()
  return row?.submitted_by_system ?? false
}

/** A draft that was let go, and its place among them. */
export interface SendingDraft {
  readonly id: string
  readonly to_authority: string
  /** When it was changed, to the microsecond, as the database writes it. */
  readonly at: string
}

/**
 * Drafts that were let go before this instant and of which it is not known yet whether they were sent, the oldest first: a page of at
 * most so many, from the one after `after`.
 */
export async function listSending(
  db: Db,
  before: Date,
  after: SendingDraft | null,
  max: number,
): Promise<readonly SendingDraft[]> {
  let query = db
    .selectFrom('draft')
    .select(['id', 'to_authority', sql<string>`changed_at::text`.as('at')])
    .where('stage', '=', 'sending')
    .where('changed_at', '<', before)
  if (after !== null)
    query = query.where(sql<boolean>`(changed_at, id) > (${after.at}::timestamptz, ${after.id}::uuid)`)
  return await query.orderBy('changed_at').orderBy('id').limit(max).execute()
}

const listed = [
  'id',
  'authority',
  'request',
  'type',
  'to_authority',
  'reference',
  'matter',
  'in_reply_to',
  'measures',
  'language',
  'author',
  'editors',
  'made_at',
  'changed_at',
  'version',
  'stage',
  'submitted_by',
  'submitted_at',
  'message',
  'digest',
  'approver',
  'approved_at',
  'on_behalf_of',
  'returned_by',
  'reason',
  'refusal',
  'message_digest',
  'system',
] as const
