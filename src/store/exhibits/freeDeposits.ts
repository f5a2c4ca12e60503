import { type Kysely, sql } from 'kysely'
import type { Database } from '../tables.ts'
import type { ExhibitDepositRow } from './exhibitTables.ts'

/** A deposit that nothing has been done with yet, by what it is known again. */
export type FreeDeposit = Pick<
  ExhibitDepositRow,
  'id' | 'bytes' | 'media_type' | 'sha256' | 'sealed_sha256' | 'derived_from' | 'scan'
> & { readonly sha512: Buffer }

/**
 * Own deposits that are whole, that no message hands over, that no draft has or names and nothing describes, and of whose custody
 * nobody has noted anything: a file of the same content that is found elsewhere may stand for them. With others it would have a custody that is not its own.
 *
 * @param authority - for which the other is taken in; what was taken in for another one is not free
 * @param sizes - in bytes: only deposits of these are asked for, as there may be millions of others
 */
export async function listFreeDeposits(
  db: Kysely<Database>,
  {
    state,
    authority,
    sizes,
  }: { readonly state: string; readonly authority: string; readonly sizes: readonly number[] },
): Promise<FreeDeposit[]> {
  return await db
    .selectFrom('exhibit_deposit as d')
    .select(['id', 'bytes', 'media_type', 'sha256', 'sealed_sha256', 'derived_from', 'scan'])
    .select((given) => given.ref('sha512').$notNull().as('sha512'))
    .where('state', '=', state)
    .where((given) => given.or([given('authority', 'is', null), given('authority', '=', authority)]))
    .where(sql<boolean>`bytes = any(${sizes}::bigint[])`)
    .where('status', '=', 'whole')
    .where('sha512', 'is not', null)
    .where(sql<boolean>`not exists (select from exhibit_link where deposit = d.id)`)
    .where(sql<boolean>`not exists (select from custody_note where deposit = d.id)`)
    // What describes one file does not describe another, and what was taken in for a draft goes with it.
    .where(sql<boolean>`not exists (select from exhibit_description where deposit = d.id)`)
    .where(sql<boolean>`not exists (select from draft_file where deposit = d.id)`)
    .where(sql<boolean>`not exists (select from draft_deposit where deposit = d.id)`)
    .orderBy('taken_at')
    .orderBy('id')
    .execute()
}
