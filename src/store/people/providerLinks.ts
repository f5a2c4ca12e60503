import type { Db, Trx } from '../database.ts'
import type { PersonRow } from './peopleTables.ts'
import type { ProviderLinkRow } from './providerTables.ts'

/** Keeps who a person is at the provider. Unique violation where the subject is somebody's, or the person has one there. */
export async function insertLink(trx: Trx, link: ProviderLinkRow): Promise<void> {
  await trx.insertInto('provider_link').values(link).execute()
}

/** Removes who a person is at a provider, and tells what named them there; null: nothing did. */
export async function deleteLink(trx: Trx, person: string, issuer: string): Promise<string | null> {
  const row = await trx
    .deleteFrom('provider_link')
    .where('person', '=', person)
    .where('issuer', '=', issuer)
    .returning('subject')
    .executeTakeFirst()
  return row?.subject ?? null
}

/** What names a person at a provider; null: nothing. */
export async function findSubject(db: Db | Trx, person: string, issuer: string): Promise<string | null> {
  const row = await db
    .selectFrom('provider_link')
    .select('subject')
    .where('person', '=', person)
    .where('issuer', '=', issuer)
    .executeTakeFirst()
  return row?.subject ?? null
}

/** Whom a subject of a provider names, locked until the transaction ends; null: nobody. A link may go while the lock is waited for. */
export async function lockPersonOf(trx: Trx, issuer: string, subject: string): Promise<PersonRow | null> {
  const row = await trx
    .selectFrom('provider_link')
    .innerJoin('person', 'person.id', 'provider_link.person')
    .selectAll('person')
    .where('issuer', '=', issuer)
    .where('subject', '=', subject)
    .forUpdate('person')
    .executeTakeFirst()
  return row ?? null
}

/** Everybody whom a provider names: what names them there, by id. */
export async function listSubjects(db: Db, issuer: string): Promise<ReadonlyMap<string, string>> {
  const rows = await db
    .selectFrom('provider_link')
    .select(['person', 'subject'])
    .where('issuer', '=', issuer)
    .execute()
  return new Map(rows.map(({ person, subject }) => [person, subject]))
}

/** Every link with the sign-in name of its person, in their order. */
export async function listLinks(
  db: Db,
): Promise<readonly (ProviderLinkRow & Pick<PersonRow, 'sign_in_name'>)[]> {
  return await db
    .selectFrom('provider_link')
    .innerJoin('person', 'person.id', 'provider_link.person')
    .selectAll('provider_link')
    .select('person.sign_in_name')
    .orderBy('person.sign_in_name')
    .orderBy('provider_link.issuer')
    .execute()
}
