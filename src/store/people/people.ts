import type { Db, Trx } from '../database.ts'
import type { PersonRow } from './peopleTables.ts'

/** Keeps a person. Unique violation where the sign-in name was given before. */
export async function insertPerson(
  trx: Trx,
  person: Omit<PersonRow, 'disabled_at' | 'disabled_by'>,
): Promise<void> {
  await trx.insertInto('person').values(person).execute()
}

/** The person who signs in by this name, or null. */
export async function findPerson(db: Db | Trx, signInName: string): Promise<PersonRow | null> {
  const query = db.selectFrom('person').selectAll().where('sign_in_name', '=', signInName)
  return (await query.executeTakeFirst()) ?? null
}

/** The same, locked until the transaction ends. */
export async function lockPerson(trx: Trx, signInName: string): Promise<PersonRow | null> {
  const query = trx.selectFrom('person').selectAll().where('sign_in_name', '=', signInName).forUpdate()
  return (await query.executeTakeFirst()) ?? null
}

/** Sign-in names of the administrators who are not disabled, locked until the transaction ends, in one order for all who do so. */
export async function lockAdministrators(trx: Trx): Promise<readonly string[]> {
  const rows = await trx
    .selectFrom('person')
    .select('sign_in_name')
    .where((eb) => eb(eb.val('administrator'), '=', eb.fn.any('roles')))
    .where('disabled_at', 'is', null)
    .orderBy('id')
    .forUpdate()
    .execute()
  return rows.map((row) => row.sign_in_name)
}

/** Those with these ids, in no order. */
export async function findPeople(db: Db | Trx, ids: readonly string[]): Promise<PersonRow[]> {
  if (ids.length === 0) return []
  return await db
    .selectFrom('person')
    .selectAll()
    .where('id', 'in', [...new Set(ids)])
    .execute()
}

/** All people that there ever were, by sign-in name. */
export async function listPeople(db: Db | Trx): Promise<PersonRow[]> {
  return await db.selectFrom('person').selectAll().orderBy('sign_in_name').execute()
}

/** So many people that there are or were, by sign-in name, with what they are called. */
export async function listNamesOfPeople(
  db: Db | Trx,
  max: number,
): Promise<readonly Pick<PersonRow, 'sign_in_name' | 'name'>[]> {
  return await db
    .selectFrom('person')
    .select(['sign_in_name', 'name'])
    .orderBy('sign_in_name')
    .limit(max)
    .execute()
}

/** What of a person may change. */
export type PersonChange = Partial<
  Pick<PersonRow, 'roles' | 'language' | 'password' | 'password_given' | 'disabled_at' | 'disabled_by'>
>

/** Writes what has changed of a person. */
export async function changePerson(trx: Trx, id: string, change: PersonChange): Promise<void> {
  await trx.updateTable('person').set(change).where('id', '=', id).execute()
}
