import type { Db, Trx } from '../database.ts'
import type { CredentialActRow } from './peopleTables.ts'

/** Keeps what was done to what somebody signs in by, or may. */
export async function insertCredentialAct(
  trx: Trx,
  act: Omit<CredentialActRow, 'confirmed_by' | 'confirmed_at'>,
): Promise<void> {
  await trx.insertInto('credential_act').values(act).execute()
}

/** Whether somebody else is an administrator, or was one after an instant. */
export async function hasOtherAdministrator(trx: Trx, signInName: string, since: Date): Promise<boolean> {
  const row = await trx
    .selectFrom('person')
    .select('id')
    .where('sign_in_name', '!=', signInName)
    .where((eb) =>
      eb.or([
        eb.and([
          eb(eb.val('administrator'), '=', eb.fn.any('roles')),
          eb.or([eb('disabled_at', 'is', null), eb('disabled_at', '>', since)]),
        ]),
        eb.exists(
          eb
            .selectFrom('credential_act')
            .select('credential_act.id')
            .whereRef('credential_act.person', '=', 'person.id')
            .where('ended_administrator', '=', true)
            .where('credential_act.made_at', '>', since),
        ),
      ]),
    )
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/**
 * What was done to somebody and nobody else has confirmed, the oldest first: whatever an administrator did at the desk, however long
 * ago, and what was done at the machine of the node after an instant.
 */
export async function listUnconfirmed(
  db: Db | Trx,
  person: string | null,
  since: Date,
): Promise<CredentialActRow[]> {
  const all = db.selectFrom('credential_act').selectAll().where('confirmed_at', 'is', null)
  const of = person === null ? all : all.where('person', '=', person)
  return await of
    .where((eb) => eb.or([eb('by_machine', '=', false), eb('made_at', '>', since)]))
    .orderBy('made_at')
    .orderBy('id')
    .execute()
}

/** Writes who has confirmed it. */
export async function confirmActs(trx: Trx, ids: readonly string[], by: string, at: Date): Promise<void> {
  await trx
    .updateTable('credential_act')
    .set({ confirmed_by: by, confirmed_at: at })
    .where('id', 'in', ids)
    .where('confirmed_at', 'is', null)
    .execute()
}
