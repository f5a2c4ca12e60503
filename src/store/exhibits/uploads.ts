import { type Kysely, type Transaction, sql } from 'kysely'
import type { Database } from '../tables.ts'
import type { ExhibitUploadRow, UploadStatus } from './exhibitTables.ts'

type Trx = Transaction<Database>

/** How an upload is over. */
export interface UploadEnd {
  readonly status: Exclude<UploadStatus, 'coming' | 'whole'>
  readonly at: Date
  /** Id of what it became. */
  readonly deposit?: string
  /** The code of why it was not taken in. */
  readonly refusal?: string
}

/** Whose an upload is: of a system, by the name of its token; or of a person, by their id, for one draft. */
export type UploadOwner = { readonly token: string } | { readonly person: string; readonly draft: string }

/** Uploads that are not over, and the bytes that they will have together. */
export interface OpenUploads {
  readonly count: number
  readonly bytes: number
}

/** Lets one upload be begun at a time until the transaction ends, so that no two find the last room. */
export async function lockUploads(trx: Trx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('rogatory uploads', 0))`.execute(trx)
}

/** Those of one token, or of one person for whichever draft, or of all. */
export async function countOpenUploads(db: Kysely<Database>, owner?: UploadOwner): Promise<OpenUploads> {
  let query = db
    .selectFrom('exhibit_upload')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    // A sum of bigint is numeric, which would come as text.
    .select(sql<number>`coalesce(sum(bytes), 0)::bigint`.as('bytes'))
    .where('status', 'in', ['coming', 'whole'])
  if (owner !== undefined)
    query =
      'token' in owner ? query.where('token', '=', owner.token) : query.where('person', '=', owner.person)
  return await query.executeTakeFirstOrThrow()
}

/** Keeps a new upload. */
export async function insertUpload(
  trx: Trx,
  upload: Omit<ExhibitUploadRow, 'deposit' | 'refusal' | 'over_at'>,
): Promise<void> {
  await trx.insertInto('exhibit_upload').values(upload).execute()
}

/** The upload with this UUID, or null. */
export async function findUpload(db: Kysely<Database>, id: string): Promise<ExhibitUploadRow | null> {
  const query = db.selectFrom('exhibit_upload').selectAll().where('id', '=', id)
  return (await query.executeTakeFirst()) ?? null
}

/** Says until when an upload waits for more. */
export async function prolongUpload(db: Kysely<Database>, id: string, until: Date): Promise<void> {
  await db
    .updateTable('exhibit_upload')
    .set({ expires_at: until })
    .where('id', '=', id)
    .where('status', '=', 'coming')
    .execute()
}

/** Says that all bytes of an upload are on the disk: from then on it is taken in, and does not run out. */
export async function noteUploadWhole(db: Kysely<Database>, id: string): Promise<void> {
  await db
    .updateTable('exhibit_upload')
    .set({ status: 'whole' })
    .where('id', '=', id)
    .where('status', '=', 'coming')
    .execute()
}

/** Says how an upload is over, and destroys its key and what was said of it; false where it was over, or stands otherwise than `before` by now. */
export async function endUpload(
  trx: Trx,
  id: string,
  before: readonly UploadStatus[],
  { status, at, deposit, refusal }: UploadEnd,
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('exhibit_upload')
    .set({
      ...{ status, over_at: at, file_key: null, posted: null },
      ...{ deposit: deposit ?? null, refusal: refusal ?? null },
    })
    .where('id', '=', id)
    .where('status', 'in', before)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** Uploads that wait for more and whose time is over. */
export async function listExpiredUploads(db: Kysely<Database>, now: Date): Promise<ExhibitUploadRow[]> {
  return await db
    .selectFrom('exhibit_upload')
    .selectAll()
    .where('status', '=', 'coming')
    .where('expires_at', '<', now)
    .orderBy('expires_at')
    .execute()
}

/** Uploads of a person for a draft that are not over, or were not taken in, the oldest first. */
export async function listUploadsOfDraft(
  db: Kysely<Database>,
  { person, draft }: { readonly person: string; readonly draft: string },
): Promise<ExhibitUploadRow[]> {
  return await db
    .selectFrom('exhibit_upload')
    .selectAll()
    .where('person', '=', person)
    .where('draft', '=', draft)
    .where('status', 'in', ['coming', 'whole', 'refused'])
    .orderBy('begun_at')
    .orderBy('id')
    .execute()
}

/** The ids of uploads that stand so, the oldest first. */
export async function listUploads(
  db: Kysely<Database>,
  statuses: readonly UploadStatus[],
): Promise<string[]> {
  const rows = await db
    .selectFrom('exhibit_upload')
    .select('id')
    .where('status', 'in', statuses)
    .orderBy('begun_at')
    .orderBy('id')
    .execute()
  return rows.map(({ id }) => id)
}

/** Forgets uploads that were over before an instant. */
export async function forgetUploads(db: Kysely<Database>, before: Date): Promise<void> {
  await db.deleteFrom('exhibit_upload').where('over_at', '<', before).execute()
}
