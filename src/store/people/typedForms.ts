import type { Db, Trx } from '../database.ts'
import type { TypedFormRow } from './peopleTables.ts'

/** Whose a session with this SHA-256 of its token was that has ended, and was last used after an instant; null: nobody's who is let in still. */
export async function personOfEnded(db: Db, token: Buffer, seenAfter: Date): Promise<string | null> {
  const row =
    (await endedOf(db, 'ended_session', token, seenAfter)) ??
    // One that has ended by itself stands here until somebody else signs in.
    (await endedOf(db, 'desk_session', token, seenAfter))
  return row?.person ?? null
}

async function endedOf(db: Db, table: 'ended_session' | 'desk_session', token: Buffer, seenAfter: Date) {
  const query = db
    .selectFrom(table)
    .innerJoin('person', 'person.id', `${table}.person`)
    .select(`${table}.person`)
    .where(`${table}.token`, '=', token)
    .where(`${table}.seen_at`, '>', seenAfter)
    .where('person.disabled_at', 'is', null)
  return await query.executeTakeFirst()
}

/** Whether a session of this person has ended whose forms had a token with this SHA-256, and that was last used after an instant. */
export async function hasEndedForm(
  db: Db,
  person: string,
  formToken: Buffer,
  seenAfter: Date,
): Promise<boolean> {
  const row = await db
    .selectFrom('ended_session')
    .select('token')
    .where('person', '=', person)
    .where('form_token', '=', formToken)
    .where('seen_at', '>', seenAfter)
    .executeTakeFirst()
  return row !== undefined
}

/** Forgets the sessions that were last used before an instant. */
export async function sweepEnded(trx: Trx, seenAfter: Date): Promise<void> {
  await trx.deleteFrom('ended_session').where('seen_at', '<=', seenAfter).execute()
}

/** Keeps what was typed, and of all that is kept of the person the newest so many alone. */
export async function insertTypedForm(trx: Trx, form: TypedFormRow, ofPersonMax: number): Promise<void> {
  await trx.insertInto('typed_form').values(form).execute()
  const newest = trx
    .selectFrom('typed_form')
    .select('id')
    .where('person', '=', form.person)
    .orderBy('typed_at', 'desc')
    .orderBy('id')
    .limit(ofPersonMax)
  await trx.deleteFrom('typed_form').where('person', '=', form.person).where('id', 'not in', newest).execute()
}

/** What was typed by a person after an instant, the newest first. */
export async function listTypedForms(db: Db | Trx, person: string, after: Date): Promise<TypedFormRow[]> {
  return await db
    .selectFrom('typed_form')
    .selectAll()
    .where('person', '=', person)
    .where('typed_at', '>', after)
    .orderBy('typed_at', 'desc')
    .orderBy('id')
    .execute()
}

/** Whether anything is kept of a person that was typed after an instant. */
export async function hasTypedForm(db: Db, person: string, after: Date): Promise<boolean> {
  const query = db.selectFrom('typed_form').select('id').where('person', '=', person)
  return (await query.where('typed_at', '>', after).limit(1).executeTakeFirst()) !== undefined
}

/** Destroys what a person had typed. */
export async function deleteTypedForms(trx: Trx, person: string, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await trx.deleteFrom('typed_form').where('person', '=', person).where('id', 'in', ids).execute()
}

/** Destroys what was typed before an instant. */
export async function sweepTypedForms(db: Db, after: Date): Promise<void> {
  await db.deleteFrom('typed_form').where('typed_at', '<=', after).execute()
}
