import { sql } from 'kysely'
import type { Db, Trx } from '../database.ts'
import type { PasskeyPurpose, PasskeyRow } from './passkeyTables.ts'
import type { PersonRow } from './peopleTables.ts'

/** Keeps a passkey that was added. False: there is one with this id already, whoever has it. */
export async function insertPasskey(trx: Trx, passkey: Omit<PasskeyRow, 'used_at'>): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('passkey')
    .values(passkey)
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirstOrThrow()
  return (numInsertedOrUpdatedRows ?? 0n) > 0n
}

/** The passkeys of a person, the oldest first. */
export async function listPasskeysOf(db: Db | Trx, person: string): Promise<readonly PasskeyRow[]> {
  const query = db.selectFrom('passkey').selectAll().where('person', '=', person)
  return await query.orderBy('added_at').orderBy('name').execute()
}

/** Whether a person has any. */
export async function hasPasskey(db: Db | Trx, person: string): Promise<boolean> {
  const query = db.selectFrom('passkey').select('person').where('person', '=', person).limit(1)
  return (await query.executeTakeFirst()) !== undefined
}

/** All passkeys, by the id of their person. */
export async function listPasskeys(db: Db): Promise<ReadonlyMap<string, readonly PasskeyRow[]>> {
  const rows = await db.selectFrom('passkey').selectAll().orderBy('added_at').orderBy('name').execute()
  const byPerson = new Map<string, PasskeyRow[]>()
  for (const row of rows) byPerson.set(row.person, [...(byPerson.get(row.person) ?? []), row])
  return byPerson
}

/** A passkey and whose it is. */
export interface FoundPasskey {
  readonly passkey: PasskeyRow
  readonly person: PersonRow
}

/** A passkey and whose it is; null: nobody has it. */
export async function findPasskey(db: Db, id: Buffer): Promise<FoundPasskey | null> {
  const passkey = await db.selectFrom('passkey').selectAll().where('id', '=', id).executeTakeFirst()
  if (passkey === undefined) return null
  const person = await db
    .selectFrom('person')
    .selectAll()
    .where('id', '=', passkey.person)
    .executeTakeFirstOrThrow()
  return { passkey, person }
}

/** A passkey, locked until the transaction ends; null: nobody has it. */
export async function lockPasskey(trx: Trx, id: Buffer): Promise<PasskeyRow | null> {
  const query = trx.selectFrom('passkey').selectAll().where('id', '=', id).forUpdate()
  return (await query.executeTakeFirst()) ?? null
}

/** Writes that a passkey was used. */
export async function noteUse(
  trx: Trx,
  id: Buffer,
  use: { readonly counter: number; readonly used_at: Date },
): Promise<void> {
  await trx.updateTable('passkey').set(use).where('id', '=', id).execute()
}

/** Removes a passkey of a person, and tells its name; null: they have none such. */
export async function deletePasskey(trx: Trx, person: string, id: Buffer): Promise<string | null> {
  const row = await trx
    .deleteFrom('passkey')
    .where('person', '=', person)
    .where('id', '=', id)
    .returning('name')
    .executeTakeFirst()
  return row?.name ?? null
}

/** A challenge as it is kept. */
export interface KeptChallenge {
  readonly holder: Buffer
  readonly purpose: PasskeyPurpose
  readonly challenge: Buffer
  readonly begun_at: Date
}

/** Keeps a challenge in the place of one of the same holder and purpose, and forgets those begun before an instant. */
export async function keepChallenge(trx: Trx, kept: KeptChallenge, begunAfter: Date): Promise<void> {
  const { challenge, begun_at } = kept
  // What others hold at this moment is left to them.
  await sql`delete from passkey_challenge where (holder, purpose) in (
    select holder, purpose from passkey_challenge where begun_at <= ${begunAfter} for update skip locked)`.execute(
    trx,
  )
  await trx
    .insertInto('passkey_challenge')
    .values(kept)
    .onConflict((conflict) => conflict.columns(['holder', 'purpose']).doUpdateSet({ challenge, begun_at }))
    .execute()
}

/** How many challenges are kept. */
export async function countChallenges(trx: Trx): Promise<number> {
  const row = await trx
    .selectFrom('passkey_challenge')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return row.count
}

/** Takes a challenge away, so that it counts once; null: there is none, or it was begun before an instant. */
export async function takeChallenge(
  trx: Trx,
  { holder, purpose }: Pick<KeptChallenge, 'holder' | 'purpose'>,
  begunAfter: Date,
): Promise<Buffer | null> {
  const row = await trx
    .deleteFrom('passkey_challenge')
    .where('holder', '=', holder)
    .where('purpose', '=', purpose)
    .returning(['challenge', 'begun_at'])
    .executeTakeFirst()
  return row !== undefined && row.begun_at > begunAfter ? row.challenge : null
}
