import { sql } from 'kysely'
import type { Db, Trx } from '../database.ts'
import type { DraftTemplateRow } from './draftTables.ts'

/** Lets one template of an authority be kept at a time until the transaction ends. */
export async function lockTemplates(trx: Trx, authority: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`rogatory templates ${authority}`}, 0))`.execute(
    trx,
  )
}

/** Keeps a template. */
export async function insertTemplate(trx: Trx, row: DraftTemplateRow): Promise<void> {
  await trx.insertInto('draft_template').values(row).execute()
}

/** What a list shows of a template: without its words. */
export type ListedTemplate = Omit<DraftTemplateRow, 'body'>

/** The templates of an authority, by their names. */
export async function listTemplates(db: Db | Trx, authority: string): Promise<ListedTemplate[]> {
  return await db
    .selectFrom('draft_template')
    .select(['id', 'authority', 'name', 'type', 'language', 'made_by', 'made_at'])
    .where('authority', '=', authority)
    .orderBy('name')
    .execute()
}

/** The template with this UUID, or null. */
export async function findTemplate(db: Db | Trx, id: string): Promise<DraftTemplateRow | null> {
  return (await db.selectFrom('draft_template').selectAll().where('id', '=', id).executeTakeFirst()) ?? null
}

/** Takes a template of an authority away, and returns its name; null: it has none of that id. */
export async function deleteTemplate(trx: Trx, id: string, authority: string): Promise<string | null> {
  const row = await trx
    .deleteFrom('draft_template')
    .where('id', '=', id)
    .where('authority', '=', authority)
    .returning('name')
    .executeTakeFirst()
  return row?.name ?? null
}
