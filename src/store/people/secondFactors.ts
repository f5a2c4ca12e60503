import type { Db, Trx } from '../database.ts'
import type { PersonRow, SecondFactorRow } from './peopleTables.ts'

/** Keeps a secret that was shown to a person, in the place of one that was shown before. */
export async function offerFactor(
  trx: Trx,
  offer: Pick<SecondFactorRow, 'person' | 'secret' | 'offered_at'>,
): Promise<void> {
  const { secret, offered_at } = offer
  await trx
    .insertInto('second_factor')
    .values(offer)
    .onConflict((conflict) => conflict.column('person').doUpdateSet({ secret, offered_at }))
    .execute()
}

/** What a person has, set or only shown; null: nothing. */
export async function findFactor(db: Db | Trx, person: string): Promise<SecondFactorRow | null> {
  const query = db.selectFrom('second_factor').selectAll().where('person', '=', person)
  return (await query.executeTakeFirst()) ?? null
}

/** The same, locked until the transaction ends. */
export async function lockFactor(trx: Trx, person: string): Promise<SecondFactorRow | null> {
  const query = trx.selectFrom('second_factor').selectAll().where('person', '=', person).forUpdate()
  return (await query.executeTakeFirst()) ?? null
}

/** Writes what has changed of a factor. */
export async function changeFactor(
  trx: Trx,
  person: string,
  change: Partial<Pick<SecondFactorRow, 'set_at' | 'last_step'>>,
): Promise<void> {
  await trx.updateTable('second_factor').set(change).where('person', '=', person).execute()
}

/** Removes the factor of a person with its recovery codes. False: none was set. */
export async function deleteFactor(trx: Trx, person: string): Promise<boolean> {
  const { numDeletedRows } = await trx
    .deleteFrom('second_factor')
    .where('person', '=', person)
    .where('set_at', 'is not', null)
    .executeTakeFirstOrThrow()
  return numDeletedRows > 0n
}

/** Since when people have a second factor, by id. */
export async function listFactors(db: Db): Promise<ReadonlyMap<string, Date>> {
  const rows = await db.selectFrom('second_factor').select(['person', 'set_at']).execute()
  return new Map(rows.flatMap(({ person, set_at }) => (set_at === null ? [] : [[person, set_at] as const])))
}

/** Keeps the SHA-256 of recovery codes. */
export async function keepRecoveryCodes(trx: Trx, person: string, codes: readonly Buffer[]): Promise<void> {
  await trx
    .insertInto('recovery_code')
    .values(codes.map((code) => ({ person, code })))
    .execute()
}

/** Uses up a recovery code. False: there is none such. */
export async function useRecoveryCode(trx: Trx, person: string, code: Buffer): Promise<boolean> {
  const { numDeletedRows } = await trx
    .deleteFrom('recovery_code')
    .where('person', '=', person)
    .where('code', '=', code)
    .executeTakeFirstOrThrow()
  return numDeletedRows > 0n
}

/** How many recovery codes a person has left. */
export async function countRecoveryCodes(db: Db, person: string): Promise<number> {
  const query = db.selectFrom('recovery_code').select('code').where('person', '=', person)
  return (await query.execute()).length
}

/**
 * Keeps that somebody has said their password, or comes from the identity provider, and forgets those who began before an instant
 * and never ended.
 */
export async function beginStep(
  trx: Trx,
  step: {
    readonly token: Buffer
    readonly person: string
    readonly begun_at: Date
    readonly issuer: string | null
  },
  begunAfter: Date,
): Promise<void> {
  await sweepSteps(trx, begunAfter)
  await trx.insertInto('second_step').values(step).execute()
}

/** Forgets of whom a code or a passkey is awaited since before an instant. */
export async function sweepSteps(trx: Trx, begunAfter: Date): Promise<void> {
  await trx.deleteFrom('second_step').where('begun_at', '<=', begunAfter).execute()
}

/** Somebody who has said their password, or comes from an identity provider. */
export interface FoundStep {
  readonly person: PersonRow
  /** Null: by a password. */
  readonly issuer: string | null
}

/** Who has, and may say the code; null: nobody, or they waited too long, or were disabled. */
export async function findStep(db: Db, token: Buffer, begunAfter: Date): Promise<FoundStep | null> {
  const row = await db
    .selectFrom('second_step')
    .innerJoin('person', 'person.id', 'second_step.person')
    .selectAll('person')
    .select('second_step.issuer')
    .where('second_step.token', '=', token)
    .where('second_step.begun_at', '>', begunAfter)
    .where('person.disabled_at', 'is', null)
    .executeTakeFirst()
  if (row === undefined) return null
  const { issuer, ...person } = row
  return { person, issuer }
}

/** Ends what a person began, and tells by which issuer they did. Null: it was over, or another's. */
export async function endStep(
  trx: Trx,
  token: Buffer,
  person: string,
  begunAfter: Date,
): Promise<{ readonly issuer: string | null } | null> {
  const ended = await trx
    .deleteFrom('second_step')
    .where('token', '=', token)
    .where('person', '=', person)
    .where('begun_at', '>', begunAfter)
    .returning('issuer')
    .executeTakeFirst()
  return ended ?? null
}
