import type { Actor } from '../../audit/events.ts'
import { type Refusal, type Result, refuse } from '../../message/refusal.ts'
import { append } from '../../store/audit.ts'
import type { Db, Trx } from '../../store/database.ts'
import { inTransaction } from '../../store/failures.ts'
import { lockPerson } from '../../store/people/people.ts'
import type { SecondFactorRow } from '../../store/people/peopleTables.ts'
import {
  changeFactor,
  countRecoveryCodes,
  deleteFactor,
  findFactor,
  keepRecoveryCodes,
  lockFactor,
  offerFactor,
  useRecoveryCode,
} from '../../store/people/secondFactors.ts'
import { hasPasskey } from '../../store/people/passkeys.ts'
import { endOwnSessions, hasSession, isSteppedUp, stepUpSession } from '../../store/people/sessions.ts'
import { exchangeLimits } from '../limits.ts'
import type { Node } from '../node.ts'
import { refusalNoted } from '../refusedActs.ts'
import { sealedFor } from '../sealedFor.ts'
import { rolledBack, standingOf } from '../standing.ts'
import { openTrail } from '../trail.ts'
import { succeed } from './attempts.ts'
import { keepAct, mayNotGive } from './credentialActs.ts'
import type { Confirming } from './deciding.ts'
import {
  type ShownSecret,
  hashOfRecoveryCode,
  makeRecoveryCodes,
  makeSecret,
  showSecret,
  stepOfCode,
} from './oneTimeCode.ts'
import type { RenewedSession } from './ownPassword.ts'
import type { DeskPerson } from './person.ts'
import { type Whereabouts, keepWhereabouts, placeOf } from './places.ts'
import { provePassword } from './provePassword.ts'
import { actorOf, beginSession, hashOf, steppedUpAfter } from './sessions.ts'
import { refused } from './refusedSignIn.ts'

/** What a person has beside their password. */
export type SecondFactor =
  | { readonly is: 'none' }
  | ({ readonly is: 'offered' } & ShownSecret)
  | { readonly is: 'set'; readonly recoveryCodes: number }

/** What somebody says who wants to change their second factor. */
export interface FactorOrder extends Whereabouts {
  readonly password: string
  readonly code: string
  /** Token of their session. */
  readonly token: string
}

/** What a person has beside their password; what was shown and not confirmed in ten minutes is nothing. */
export async function secondFactorOf(node: Node, person: DeskPerson): Promise<SecondFactor> {
  const row = await findFactor(node.db, person.id)
  if (row === null) return { is: 'none' }
  if (row.set_at !== null) return { is: 'set', recoveryCodes: await countRecoveryCodes(node.db, person.id) }
  const secret = isFresh(node, row)
    ? await node.sealer.open(row.secret, sealedFor.secondFactor(person.id))
    : null
  if (secret === null) return { is: 'none' }
  return {
    is: 'offered',
    ...showSecret(secret, { issuer: `Rogatory ${node.state}`, label: person.signInName }),
  }
}

/** Makes a secret that a person may confirm. Refuses with SECOND_FACTOR_EXISTS or NODE_ROLLED_BACK. */
export async function offerSecondFactor(node: Node, person: DeskPerson): Promise<Result<object>> {
  if ((await standingOf(node, node.db)).isBehind) return rolledBack
  const secret = await node.sealer.seal(makeSecret(node), sealedFor.secondFactor(person.id))
  return await inTransaction(node.db, async (trx) => {
    const row = await lockFactor(trx, person.id)
    if (isSet(row)) return refuse('SECOND_FACTOR_EXISTS')
    await offerFactor(trx, { person: person.id, secret, offered_at: node.machineNow() })
    return { ok: true }
  })
}

/**
 * Sets the second factor that was offered, for who knows the password and has a code of it: their sessions end, and another
 * begins, in which they have proved who they are just now. Tells the recovery codes, which are kept as hashes. Refuses with SECOND_FACTOR_MISSING (none was offered lately),
 * SECOND_FACTOR_EXISTS, SECOND_FACTOR_WRONG, or as `provePassword` does; with PASSKEY_MISSING whoever has a passkey and has not
 * used it just now, for otherwise the password alone would open another way in beside it.
 */
export async function setSecondFactor(
  node: Node,
  person: DeskPerson,
  order: FactorOrder,
): Promise<Result<RenewedSession & { readonly recoveryCodes: readonly string[] }>> {
  if (!(await mayOpenAnotherWay(node, node.db, person, order)))
    return await passkeyMissing(node, person, order.address, 'second-factor set')
  const proven = await provenBeforeChange(node, person, order)
  if (!proven.ok) return proven
  const place = await placeOf(node, person.signInName, order)
  const settled = await inTransaction(node.db, async (trx) => {
    const now = await lockPerson(trx, person.signInName)
    // Meanwhile disabled, or given another password.
    if (now?.disabled_at !== null || now.password !== proven.row.password) return refuse('PASSWORD_WRONG')
    // Their sessions ended meanwhile, or a passkey was added.
    if (!(await hasSession(trx, hashOf(order.token), person.id))) return refuse('PASSWORD_WRONG')
    if (!(await mayOpenAnotherWay(node, trx, person, order))) return refuse('PASSKEY_MISSING')
    const row = await lockFactor(trx, person.id)
    if (isSet(row)) return refuse('SECOND_FACTOR_EXISTS')
    if (row === null || !isFresh(node, row)) return refuse('SECOND_FACTOR_MISSING')
    const wrong = await useCode(node, trx, row, order.code)
    if (!wrong.ok) return wrong
    const recoveryCodes = makeRecoveryCodes(node)
    await changeFactor(trx, person.id, { set_at: node.machineNow() })
    const hashes = recoveryCodes.map(hashOfRecoveryCode).filter((one) => one !== null)
    await keepRecoveryCodes(trx, person.id, hashes)
    await endOwnSessions(trx, person.id, null)
    await succeed(trx, proven.counted)
    const browser = await keepWhereabouts(node, trx, { person: person.id, from: order, place })
    const token = await beginSession(node, trx, person.id)
    // The password and a code were given in this very act: to ask for another code of the same minute would prove no more.
    await stepUpSession(trx, hashOf(token), person.id, node.machineNow())
    await noteFactor(node, trx, actorOf(person, order.address), person.signInName, 'set')
    return { ok: true as const, token, browser, recoveryCodes }
  })
  if (!settled.ok && settled.code === 'PASSKEY_MISSING')
    return await passkeyMissing(node, person, order.address, 'second-factor set')
  return settled.ok ? settled : await notedWrong(node, settled, person, order)
}

/** Refuses what the password alone would do beside a passkey: whoever knows it and has none is told of in the log. */
export async function passkeyMissing(
  node: Node,
  person: DeskPerson,
  address: string,
  wanted: string,
): Promise<Refusal> {
  const act = { actor: actorOf(person, address), wanted }
  return await refusalNoted(node, act, Promise.resolve(refuse('PASSKEY_MISSING')))
}

/** Whether a person has no passkey, or has proved just now in this session who they are. */
async function mayOpenAnotherWay(
  { machineNow }: Pick<Node, 'machineNow'>,
  db: Db | Trx,
  { id }: DeskPerson,
  { token }: FactorOrder,
): Promise<boolean> {
  if (await isSteppedUp(db, hashOf(token), id, steppedUpAfter(machineNow()))) return true
  return !(await hasPasskey(db, id))
}

/**
 * Takes off the second factor of who knows the password and has a code, of the app or for recovery. Refuses with
 * SECOND_FACTOR_MISSING, SECOND_FACTOR_WRONG, SECOND_FACTOR_SEALED, or as `provePassword` does.
 */
export async function removeSecondFactor(
  node: Node,
  person: DeskPerson,
  order: FactorOrder,
): Promise<Result<object>> {
  const proven = await provenBeforeChange(node, person, order)
  if (!proven.ok) return proven
  const settled = await inTransaction(node.db, async (trx): Promise<Result<object>> => {
    const row = await lockFactor(trx, person.id)
    if (!isSet(row)) return refuse('SECOND_FACTOR_MISSING')
    const used = await useCode(node, trx, row, order.code)
    if (!used.ok) return used
    await deleteFactor(trx, person.id)
    await succeed(trx, proven.counted)
    await noteFactor(node, trx, actorOf(person, order.address), person.signInName, 'takenOff')
    return { ok: true }
  })
  return settled.ok ? settled : await notedWrong(node, settled, person, order)
}

/**
 * Takes off the second factor of somebody who has lost it. Refuses with PERSON_UNKNOWN, SECOND_FACTOR_MISSING or NODE_ROLLED_BACK; at
 * the desk as `mayNotGive`.
 *
 * @param at - null: it is done at the machine of the node
 */
export async function takeOffSecondFactor(
  node: Node,
  signInName: string,
  actor: Actor,
  at: Confirming | null = null,
): Promise<Result<object>> {
  const taken = inTransaction(node.db, async (trx): Promise<Result<object>> => {
    if ((await standingOf(node, trx)).isBehind) return rolledBack
    const row = await lockPerson(trx, signInName)
    if (row === null) return refuse('PERSON_UNKNOWN')
    const refused = await mayNotGive(node, trx, actor, at)
    if (refused !== null) return refused
    if (!(await deleteFactor(trx, row.id))) return refuse('SECOND_FACTOR_MISSING')
    await keepAct(node, trx, row, { act: 'secondFactor', actor })
    await noteFactor(node, trx, actor, signInName, 'takenOff')
    return { ok: true }
  })
  return await refusalNoted(node, { actor, wanted: `person second-factor ${signInName}` }, taken)
}

/**
 * Uses up a code: of the app, which counts once and none before it any more, or for recovery. Refuses with
 * SECOND_FACTOR_WRONG, or SECOND_FACTOR_SEALED where the secret was sealed with another passphrase of the node.
 */
export async function useCode(
  node: Node,
  trx: Trx,
  { person, secret, last_step, set_at }: SecondFactorRow,
  typed: string,
): Promise<Result<{ readonly isRecovery: boolean }>> {
  const recovery = set_at === null ? null : hashOfRecoveryCode(typed)
  if (recovery !== null)
    return (await useRecoveryCode(trx, person, recovery))
      ? { ok: true, isRecovery: true }
      : refuse('SECOND_FACTOR_WRONG')
  const opened = await node.sealer.open(secret, sealedFor.secondFactor(person))
  if (opened === null) return refuse('SECOND_FACTOR_SEALED')
  const step = stepOfCode(opened, typed, node.machineNow().getTime(), last_step)
  if (step === null) return refuse('SECOND_FACTOR_WRONG')
  await changeFactor(trx, person, { last_step: step })
  return { ok: true, isRecovery: false }
}

async function noteFactor(
  node: Node,
  trx: Trx,
  actor: Actor,
  signInName: string,
  code: 'set' | 'takenOff',
): Promise<void> {
  const trail = await openTrail(node, trx, [], node.now())
  trail.add({ event: 'person.secondFactor', actor, code, details: { signInName } })
  await append(trx, trail.audit())
}

async function provenBeforeChange(node: Node, person: DeskPerson, { password, address }: FactorOrder) {
  if ((await standingOf(node, node.db)).isBehind) return rolledBack
  return await provePassword(node, person, password, address)
}

/** A wrong code is in the log before it is told, as a wrong password is; it has counted with the password that came along. */
async function notedWrong(
  node: Node,
  refusal: Refusal,
  { signInName }: DeskPerson,
  { address }: FactorOrder,
): Promise<Refusal> {
  return refusal.code === 'SECOND_FACTOR_WRONG' ? await refused(node, refusal, signInName, address) : refusal
}

/** Whether the person has a second factor; what was only shown is none. */
export function isSet(row: SecondFactorRow | null): row is SecondFactorRow & { readonly set_at: Date } {
  return row !== null && row.set_at !== null
}

function isFresh({ machineNow }: Pick<Node, 'machineNow'>, { offered_at }: SecondFactorRow): boolean {
  return machineNow().getTime() - offered_at.getTime() < exchangeLimits.desk.offeredMs
}
