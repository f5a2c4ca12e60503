import type { Db, Trx } from '../database.ts'
import type { SavedSearchRow } from './searchTables.ts'

/** What a person has saved, by its names. */
export async function listSavedSearches(db: Db | Trx, person: string): Promise<SavedSearchRow[]> {
  return await db
    .selectFrom('saved_search')
    .selectAll()
    .where('person', '=', person)
    .orderBy('name')
    .execute()
}

/** Saves what a person looks for; a second of the same name is a unique violation. */
export async function insertSavedSearch(trx: Trx, row: SavedSearchRow): Promise<void> {
  await trx.insertInto('saved_search').values(row).execute()
}

/** Takes away what a person has saved, and returns what it was; null: they have none of that id. */
export async function deleteSavedSearch(
  trx: Trx,
  id: string,
  person: string,
): Promise<Pick<SavedSearchRow, 'name' | 'place'> | null> {
  const row = await trx
    .deleteFrom('saved_search')
    .where('id', '=', id)
    .where('person', '=', person)
    .returning(['name', 'place'])
    .executeTakeFirst()
  return row ?? null
}
