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

/** Forgets the challenges begun before an instant; what others hold at this moment is left to them. */
export async function forgetChallenges(trx: Trx, begunAfter: Date): Promise<void> {
  await sql`delete from passkey_challenge where (holder, purpose) in (
    select holder, purpose from passkey_challenge where begun_at <= ${begunAfter} for update skip locked)`.execute(
    trx,
  )
}

/**
 * Whether one more may be kept of a purpose of which there are `max` at most, or takes the place of one of the same holder. Of
 * those that are begun at the same moment a few more may be kept: as many as the node has connections.
 */
export async function hasRoomFor(
  trx: Trx,
  { holder, purpose }: Pick<KeptChallenge, 'holder' | 'purpose'>,
  max: number,
): Promise<boolean> {
  const ofPurpose = trx.selectFrom('passkey_challenge').select('purpose').where('purpose', '=', purpose)
  const last = await ofPurpose
    .offset(max - 1)
    .limit(1)
    .executeTakeFirst()
  return last === undefined || (await ofPurpose.where('holder', '=', holder).executeTakeFirst()) !== undefined
}

/** Keeps a challenge in the place of one of the same holder and purpose. */
export async function keepChallenge(trx: Trx, kept: KeptChallenge): Promise<void> {
  const { challenge, begun_at } = kept
  await trx
    .insertInto('passkey_challenge')
    .values(kept)
    .onConflict((conflict) => conflict.columns(['holder', 'purpose']).doUpdateSet({ challenge, begun_at }))
    .execute()
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
