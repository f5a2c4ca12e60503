import { hash } from 'node:crypto'
import type { AuditEvent } from '../../audit/auditEvent.ts'
import type { Actor } from '../../audit/events.ts'
import type { LetterLanguage } from '../../letter/language.ts'
import type { Refusal } from '../../message/refusal.ts'
import { append } from '../../store/audit.ts'
import type { Db, Trx } from '../../store/database.ts'
import { inTransaction } from '../../store/failures.ts'
import { changePerson } from '../../store/people/people.ts'
import {
  type SessionEnds,
  endAllSessions,
  endSession,
  findSession,
  insertSession,
  sweepSessions,
  touchSession,
} from '../../store/people/sessions.ts'
import { sweepEnded } from '../../store/people/typedForms.ts'
import { exchangeLimits } from '../limits.ts'
import type { Node } from '../node.ts'
import { rolledBack, standingOf } from '../standing.ts'
import { type Trail, openTrail } from '../trail.ts'
import { formTokenOf } from './formToken.ts'
import { type DeskPerson, personOfRow } from './person.ts'

/** Somebody with a session that has not ended. */
export interface Visitor {
  readonly person: DeskPerson
  /** They have a password from somebody else and choose another one before anything else. */
  readonly mustChoosePassword: boolean
  /** Their roles need a second factor, and they have none: they set one before anything else. */
  readonly mustSetSecondFactor: boolean
  /** They gave their password again within the last minutes. */
  readonly isSteppedUp: boolean
  /** The issuer by which they have signed in; null: by none. */
  readonly issuer: string | null
}

const tokenBytes = 32

/** By what somebody has signed in: by neither of these it was a password. */
export interface SignedInBy {
  /** Of the identity provider; null: by none. */
  readonly issuer?: string | null
  readonly isByPasskey?: boolean
  /** The provider has said that a second factor was used which counts. */
  readonly isByStrongProvider?: boolean
}

/** Begins a session for a person, and tells its token, of which only the SHA-256 is kept. */
export async function beginSession(
  { random, machineNow }: Pick<Node, 'random' | 'machineNow'>,
  trx: Trx,
  person: string,
  { issuer = null, isByPasskey = false, isByStrongProvider = false }: SignedInBy = {},
): Promise<string> {
  const token = Buffer.from(random(tokenBytes)).toString('base64url')
  const at = machineNow()
  await sweepOverSessions(trx, at)
  await insertSession(trx, {
    ...{ token: hashOf(token), form_token: hashOf(formTokenOf(token)), person },
    ...{ begun_at: at, seen_at: at, issuer, by_passkey: isByPasskey, by_strong_provider: isByStrongProvider },
  })
  return token
}

/** Removes the sessions that have ended by then, and what is known of those that ended long before. */
export async function sweepOverSessions(trx: Trx, at: Date): Promise<void> {
  await sweepSessions(trx, endsAt(at))
  await sweepEnded(trx, knownAfter(at))
}

/** Whose session this is; null where it is none, or has ended. NODE_ROLLED_BACK: sessions that ended might live again. */
export async function visitorOf(
  node: Pick<Node, 'db' | 'machineNow' | 'memory' | 'logSigner' | 'secondFactorRoles'>,
  token: string,
): Promise<Visitor | Refusal | null> {
  if ((await standingOf(node, node.db)).isBehind) return rolledBack
  const now = node.machineNow()
  const found = await findSession(node.db, hashOf(token), endsAt(now))
  if (found === null) return null
  await noteSeen(node.db, token, found.seenAt, now)
  const person = personOfRow(found.person)
  return {
    person,
    // Whoever came without it need not know it.
    mustChoosePassword: found.person.password_given && found.issuer === null && !found.isByPasskey,
    mustSetSecondFactor: needsSecondFactor(node, person) && !found.hasTwoFactors,
    isSteppedUp: found.steppedUpAt !== null && found.steppedUpAt > steppedUpAfter(now),
    issuer: found.issuer,
  }
}

/** Whether somebody with these roles must have a second factor. */
export function needsSecondFactor(
  { secondFactorRoles }: Pick<Node, 'secondFactorRoles'>,
  { roles }: Pick<DeskPerson, 'roles'>,
): boolean {
  return secondFactorRoles.some((role) => roles.includes(role))
}

async function noteSeen(db: Db, token: string, seenAt: Date, now: Date): Promise<void> {
  if (now.getTime() - seenAt.getTime() < exchangeLimits.desk.seenEveryMs) return
  await touchSession(db, hashOf(token), now)
}

/** Ends a session because its person wants that. Nothing where it has ended. */
export async function signOut(node: Node, token: string, actor: Actor): Promise<void> {
  await inTransaction(node.db, async (trx) => {
    if (!(await endSession(trx, hashOf(token)))) return
    const trail = await openTrail(node, trx, [], node.now())
    trail.add({ event: 'person.signedOut', actor, code: 'byPerson', details: { signInName: actor.person } })
    await append(trx, trail.audit())
  })
}

/** A database that went back may have sessions that had ended, and people that had been disabled: nobody is signed in any more. */
export async function endSessionsAfterLoss(trx: Trx, trail: Trail): Promise<void> {
  for (const signInName of await endAllSessions(trx))
    trail.add({ event: 'person.signedOut', code: 'afterLoss', details: { signInName } })
}

/** Keeps in which language a person reads. It is no matter of the log. */
export async function keepLanguage(
  { db }: Pick<Node, 'db'>,
  { id }: DeskPerson,
  language: LetterLanguage,
): Promise<void> {
  await inTransaction(db, (trx) => changePerson(trx, id, { language }))
}

/** How the log names a person who does something at the desk. */
export function actorOf({ signInName, roles, authority }: DeskPerson, address: string): Actor {
  return { person: signInName, role: roles.join(', '), authority, from: { by: 'network', address } }
}

/** What the log tells of a person who signs in: by an issuer, or by none (null). */
export function signedInBy(issuer: string | null, actor: Actor): AuditEvent {
  return issuer === null
    ? { event: 'person.signedIn', actor }
    : { event: 'person.signedInByProvider', actor, details: { provider: issuer } }
}

function endsAt(now: Date): SessionEnds {
  const { idleMs, sessionMs } = exchangeLimits.desk
  const before = (ms: number): Date => new Date(now.getTime() - ms)
  return { begunAfter: before(sessionMs), seenAfter: before(idleMs) }
}

/** What was proved anew before this instant counts no more. */
export function steppedUpAfter(now: Date): Date {
  return new Date(now.getTime() - exchangeLimits.desk.stepUpMs)
}

/** What was last seen before this instant is not known any more, once it has ended. */
export function knownAfter(now: Date): Date {
  return new Date(now.getTime() - exchangeLimits.desk.typed.pageOpenMs)
}

/** SHA-256 of a token of a session. */
export function hashOf(token: string): Buffer {
  return hash('sha256', token, 'buffer')
}
