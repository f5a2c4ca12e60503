import { hash } from 'node:crypto'
import { type Refusal, type Result, refuse } from '../../message/refusal.ts'
import { append } from '../../store/audit.ts'
import type { Trx } from '../../store/database.ts'
import { inTransaction } from '../../store/failures.ts'
import { changePerson, findPerson, lockPerson } from '../../store/people/people.ts'
import {
  countAttempt,
  forgetAttempts,
  giveBackAttempt,
  lastAttempt,
  markRefused,
  sweepAttempts,
} from '../../store/people/signInFailures.ts'
import { exchangeLimits } from '../limits.ts'
import type { Node } from '../node.ts'
import { noteInLog } from '../noteInLog.ts'
import { noteRefusedAct } from '../refusedActs.ts'
import { rolledBack, standingOf } from '../standing.ts'
import { openTrail } from '../trail.ts'
import { comparePassword, keepPassword } from './password.ts'
import { type DeskPerson, isSignInName, personOfRow } from './person.ts'
import { actorOf, beginSession } from './sessions.ts'

/** What somebody says who wants to sign in. */
export interface SignInOrder {
  readonly signInName: string
  readonly password: string
  readonly address: string
  /** What failures count against beside the sign-in name: the address, or the network that one holder has; null: nothing. */
  readonly countedAs: string | null
}

/** Who signed in, and the token of the session. */
export interface SignedIn {
  readonly token: string
  readonly person: DeskPerson
}

/**
 * Lets a person in. Who is not there, has another password or is disabled gets the same answer, PERSON_NOT_ADMITTED, in the
 * same time. SIGN_IN_TOO_OFTEN says from when on it may be tried again (`expected`), before the password is looked at;
 * NODE_BUSY where too many passwords wait; NODE_ROLLED_BACK where nothing could be noted.
 */
export async function signIn(node: Node, order: SignInOrder): Promise<Result<SignedIn>> {
  if ((await standingOf(node, node.db)).isBehind) return rolledBack
  const signInName = order.signInName.trim().toLowerCase()
  const attempt = attemptOf(signInName, order)
  const tooOften = await beginAttempt(node, attempt)
  if (tooOften !== null) return await refusedTooOften(node, tooOften, null, order.address)
  const row = isSignInName(signInName) ? await findPerson(node.db, signInName) : null
  const comparison = await comparePassword(order.password, row?.password ?? null)
  if (comparison === null) return await notLookedAt(node, attempt)
  if (!comparison.isRight || row?.disabled_at !== null)
    return await refused(node, refuse('PERSON_NOT_ADMITTED'), row?.sign_in_name ?? null, order.address)
  const renewed = comparison.isStale ? await keepPassword(node, order.password) : null
  return await inTransaction(node.db, async (trx) => {
    const now = await lockPerson(trx, signInName)
    // Meanwhile disabled, or given another password.
    if (now?.disabled_at !== null || now.password !== row.password) return refuse('PERSON_NOT_ADMITTED')
    if (renewed !== null) await changePerson(trx, now.id, { password: renewed })
    await succeed(trx, attempt)
    const person = personOfRow(now)
    const token = await beginSession(node, trx, person.id)
    const trail = await openTrail(node, trx, [], node.now())
    trail.add({ event: 'person.signedIn', actor: actorOf(person, order.address) })
    await append(trx, trail.audit())
    return { ok: true, token, person }
  })
}

/** What an attempt counts against. */
export interface Attempt {
  readonly name: Buffer
  /** Null: everybody comes from there. */
  readonly address: Buffer | null
}

export function attemptOf(signInName: string, { countedAs }: Pick<SignInOrder, 'countedAs'>): Attempt {
  return {
    name: hash('sha256', `name\0${signInName}`, 'buffer'),
    address: countedAs === null ? null : hash('sha256', `address\0${countedAs}`, 'buffer'),
  }
}

/** Why an attempt is not looked at: SIGN_IN_TOO_OFTEN. */
export interface TooOften {
  readonly refusal: Refusal
  /** No other was refused so since as many as may be have failed. */
  readonly isFirst: boolean
}

/** Counts an attempt as failed until it has succeeded; or tells why no more may be made. */
export async function beginAttempt(
  { db, machineNow }: Pick<Node, 'db' | 'machineNow'>,
  { name, address }: Attempt,
): Promise<TooOften | null> {
  const { failuresByNameMax, failuresByAddressMax, failuresCountMs } = exchangeLimits.desk
  const at = machineNow()
  const countedAfter = new Date(at.getTime() - failuresCountMs)
  const refusedFor = async (trx: Trx, what: Buffer, max: number): Promise<TooOften> => {
    const last = (await lastAttempt(trx, what)) ?? at
    const until = new Date(last.getTime() + failuresCountMs).toISOString()
    return {
      refusal: refuse('SIGN_IN_TOO_OFTEN', { expected: [until] }),
      isFirst: await markRefused(trx, what, max),
    }
  }
  return await inTransaction(db, async (trx) => {
    await sweepAttempts(trx, countedAfter)
    if (
      address !== null &&
      !(await countAttempt(trx, address, { max: failuresByAddressMax, countedAfter }, at))
    )
      return await refusedFor(trx, address, failuresByAddressMax)
    if (await countAttempt(trx, name, { max: failuresByNameMax, countedAfter }, at)) return null
    if (address !== null) await giveBackAttempt(trx, address)
    return await refusedFor(trx, name, failuresByNameMax)
  })
}

/** The attempt has succeeded: what failed by that name before is forgotten. */
export async function succeed(trx: Trx, { name, address }: Attempt): Promise<void> {
  if (address !== null) await giveBackAttempt(trx, address)
  await forgetAttempts(trx, name)
}

/** Too many passwords wait to be looked at: the attempt does not count. */
export async function notLookedAt({ db }: Pick<Node, 'db'>, { name, address }: Attempt): Promise<Refusal> {
  await inTransaction(db, async (trx) => {
    if (address !== null) await giveBackAttempt(trx, address)
    await giveBackAttempt(trx, name)
  })
  return refuse('NODE_BUSY')
}

/** When refusals of nobody were told one by one lately, by the node; in the memory of this process. */
const told = new WeakMap<object, number[]>()

function mayTell({ db, machineNow }: Pick<Node, 'db' | 'machineNow'>): boolean {
  const now = machineNow().getTime()
  const lately = (told.get(db) ?? []).filter((at) => now - at < 60_000)
  const may = lately.length < exchangeLimits.desk.refusalsToldAMinuteMax
  told.set(db, may ? [...lately, now] : lately)
  return may
}

/** Notes what is refused before it is told. */
export async function refused(
  node: Node,
  refusal: Refusal,
  signInName: string | null,
  address: string,
): Promise<Refusal> {
  const details = { from: address, ...(signInName === null ? {} : { signInName }) }
  // Names that nobody has are endless: so many a minute are told one by one, those beyond in one entry that counts them.
  if (signInName === null && !mayTell(node)) {
    await noteRefusedAct(node, { actor: { person: '-', role: '-' }, wanted: 'sign in' }, refusal.code)
    return refusal
  }
  await noteInLog(node, { event: 'person.signInRefused', code: refusal.code, details })
  return refusal
}

/** The same where it comes too often: the first is noted, and nobody fills the log by those that follow. */
export async function refusedTooOften(
  node: Node,
  { refusal, isFirst }: TooOften,
  signInName: string | null,
  address: string,
): Promise<Refusal> {
  return isFirst ? await refused(node, refusal, signInName, address) : refusal
}
