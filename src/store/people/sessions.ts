import type { ExpressionBuilder } from 'kysely'
import type { Db, Trx } from '../database.ts'
import type { Database } from '../tables.ts'
import type { DeskSessionRow, PersonRow } from './peopleTables.ts'

/** Keeps a session that begins. */
export async function insertSession(trx: Trx, session: Omit<DeskSessionRow, 'stepped_up_at'>): Promise<void> {
  await trx.insertInto('desk_session').values(session).execute()
}

/** Instants before which a session ended: begun before the first, or last seen before the second. */
export interface SessionEnds {
  readonly begunAfter: Date
  readonly seenAfter: Date
}

/** A session that has not ended, and its person. */
export interface FoundSession {
  readonly person: PersonRow
  readonly seenAt: Date
  readonly steppedUpAt: Date | null
  /** The issuer by which it was begun; null: by none. */
  readonly issuer: string | null
  readonly isByPasskey: boolean
  /** The person has a second factor or a passkey, or the identity provider has said that one was used. */
  readonly hasTwoFactors: boolean
}

/** The session with this SHA-256 of its token, and its person; null where there is none or it has ended. */
export async function findSession(
  db: Db,
  token: Buffer,
  { begunAfter, seenAfter }: SessionEnds,
): Promise<FoundSession | null> {
  const row = await db
    .selectFrom('desk_session')
    .innerJoin('person', 'person.id', 'desk_session.person')
    .selectAll('person')
    .select([
      'desk_session.seen_at',
      'desk_session.stepped_up_at',
      'desk_session.issuer',
      'desk_session.by_passkey',
    ])
    .select((eb) => twoFactors(eb).as('has_two_factors'))
    .where('desk_session.token', '=', token)
    .where('desk_session.begun_at', '>', begunAfter)
    .where('desk_session.seen_at', '>', seenAfter)
    .where('person.disabled_at', 'is', null)
    .executeTakeFirst()
  if (row === undefined) return null
  const { seen_at: seenAt, stepped_up_at: steppedUpAt, by_passkey: isByPasskey, ...others } = row
  const { issuer, has_two_factors: hasTwoFactors, ...person } = others
  return { person, seenAt, steppedUpAt, issuer, isByPasskey, hasTwoFactors: hasTwoFactors === true }
}

function twoFactors(eb: ExpressionBuilder<Database, 'desk_session'>) {
  const factor = eb.selectFrom('second_factor').select('person').where('set_at', 'is not', null)
  const passkey = eb.selectFrom('passkey').select('person')
  return eb.or([
    eb('desk_session.by_strong_provider', '=', true),
    eb.exists(factor.whereRef('second_factor.person', '=', 'desk_session.person')),
    eb.exists(passkey.whereRef('passkey.person', '=', 'desk_session.person')),
  ])
}

/** Whether a person who holds this session has a second factor or a passkey, or came by a provider that said that one was used. */
export async function hasTwoFactors(trx: Trx, token: Buffer, person: string): Promise<boolean> {
  const query = trx.selectFrom('desk_session').select((eb) => twoFactors(eb).as('has'))
  const row = await query.where('token', '=', token).where('person', '=', person).executeTakeFirst()
  return row?.has === true
}

/** Notes that whoever holds a session of this person has given the password again. False: it has ended. */
export async function stepUpSession(trx: Trx, token: Buffer, person: string, at: Date): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('desk_session')
    .set({ stepped_up_at: at })
    .where('token', '=', token)
    .where('person', '=', person)
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}

/** Whether a session of this person has been stepped up after an instant. */
export async function isSteppedUp(
  db: Db | Trx,
  token: Buffer,
  person: string,
  after: Date,
): Promise<boolean> {
  const row = await db
    .selectFrom('desk_session')
    .select('token')
    .where('token', '=', token)
    .where('person', '=', person)
    .where('stepped_up_at', '>', after)
    .executeTakeFirst()
  return row !== undefined
}

/** Whether a session of this person is still there. */
export async function hasSession(trx: Trx, token: Buffer, person: string): Promise<boolean> {
  const query = trx.selectFrom('desk_session').select('token').where('token', '=', token)
  return (await query.where('person', '=', person).executeTakeFirst()) !== undefined
}

/** Notes that a session was used. */
export async function touchSession(db: Db, token: Buffer, at: Date): Promise<void> {
  await db.updateTable('desk_session').set({ seen_at: at }).where('token', '=', token).execute()
}

/** Ends a session. False: there was none. */
export async function endSession(trx: Trx, token: Buffer): Promise<boolean> {
  const gone = await trx.deleteFrom('desk_session').where('token', '=', token).returning(remembered).execute()
  await rememberEnded(trx, gone)
  return gone.length > 0
}

/**
 * Ends every session of a person because somebody else wants that, and what was on the way to one: somebody else may have had
 * them, so nothing that is typed in their pages counts any more.
 */
export async function endSessionsOf(trx: Trx, person: string): Promise<void> {
  await trx.deleteFrom('desk_session').where('person', '=', person).execute()
  await trx.deleteFrom('ended_session').where('person', '=', person).execute()
  await trx.deleteFrom('second_step').where('person', '=', person).execute()
}

/**
 * Ends the sessions of a person who goes on in another, and what was on the way to one.
 *
 * @param token - SHA-256 of that of a session that does not end; null: all do
 */
export async function endOwnSessions(trx: Trx, person: string, token: Buffer | null): Promise<void> {
  const all = trx.deleteFrom('desk_session').where('person', '=', person)
  const ending = token === null ? all : all.where('token', '!=', token)
  await rememberEnded(trx, await ending.returning(remembered).execute())
  await trx.deleteFrom('second_step').where('person', '=', person).execute()
}

/** Ends every session, and tells the sign-in names of whose they were. */
export async function endAllSessions(trx: Trx): Promise<string[]> {
  await trx.deleteFrom('second_step').execute()
  await trx.deleteFrom('passkey_challenge').execute()
  await trx.deleteFrom('provider_attempt').execute()
  const rows = await trx
    .deleteFrom('desk_session')
    .using('person')
    .whereRef('person.id', '=', 'desk_session.person')
    .returning('person.sign_in_name')
    .execute()
  return [...new Set(rows.map(({ sign_in_name }) => sign_in_name))].sort()
}

/** Removes the rows of sessions that have ended. */
export async function sweepSessions(trx: Trx, { begunAfter, seenAfter }: SessionEnds): Promise<void> {
  const gone = await trx
    .deleteFrom('desk_session')
    .where((eb) => eb.or([eb('begun_at', '<=', begunAfter), eb('seen_at', '<=', seenAfter)]))
    .returning(remembered)
    .execute()
  await rememberEnded(trx, gone)
}

const remembered = ['token', 'form_token', 'person', 'seen_at'] as const

/** A page of a session may be open in a browser for long after it has ended. */
async function rememberEnded(
  trx: Trx,
  gone: readonly Pick<DeskSessionRow, (typeof remembered)[number]>[],
): Promise<void> {
  const ended = gone.flatMap(({ form_token, ...one }) =>
    form_token === null ? [] : [{ ...one, form_token }],
  )
  if (ended.length > 0) await trx.insertInto('ended_session').values(ended).execute()
}
