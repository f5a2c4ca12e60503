import { hash } from 'node:crypto'
import type { Actor } from '../audit/events.ts'
import { type Refusal, type RefusalCode, type Result, refuse } from '../message/refusal.ts'
import { together } from '../message/together.ts'
import {
  countAccessTokens,
  findAccessToken,
  findAccessTokenNamed,
  insertAccessToken,
  lockAccessToken,
  noteUse,
  revokeAccessTokenOf,
  revokeAllAccessTokens,
} from '../store/accessTokens.ts'
import { append } from '../store/audit.ts'
import type { Db, Trx } from '../store/database.ts'
import { inTransaction } from '../store/failures.ts'
import { findPeople, findPerson } from '../store/people/people.ts'
import type { PersonRow } from '../store/people/peopleTables.ts'
import type { AccessTokenRow } from '../store/tables.ts'
import { exchangeLimits } from './limits.ts'
import type { Node } from './node.ts'
import { noteInLog } from './noteInLog.ts'
import { needsSecondWord } from './people/credentialActs.ts'
import { type Deciding, unprovedAt } from './people/deciding.ts'
import type { Acting } from './people/deskPeople.ts'
import { personOfRow } from './people/person.ts'
import { refusalNoted } from './refusedActs.ts'
import { rolledBack, standingOf } from './standing.ts'
import { type Trail, openTrail } from './trail.ts'

/**
 * What a token may be used for; `audit`: to ask what an auditor asks; `exhibits`: to list files, and to upload some; `cases`: to read
 * the cases of its authority; `moves`: to write what an officer of its authority writes, which a person approves at the desk.
 */
export const accessScopes = ['audit', 'exhibits', 'cases', 'moves'] as const
export type AccessScope = (typeof accessScopes)[number]

/** A token that a person wants made. */
export interface AccessOrder {
  /** Of the system that will use it; never given before. */
  readonly name: string
  readonly scopes: readonly AccessScope[]
  /** For which authority the system asks. */
  readonly authority: string
  readonly days: number
  readonly by: Deciding
  /** Sign-in name of the officer who answers for what the system writes; with the scope `moves`, and only then. */
  readonly officer?: string | undefined
}

/** A token as it is shown once, and when it ends. */
export interface MadeAccess {
  readonly token: string
  readonly expiresAt: Date
  /** It counts only once another administrator has confirmed it. */
  readonly isAwaited: boolean
}

/** Who asks; or why not, with the name of the token where it is one of ours. */
export type Admission =
  | { readonly ok: true; readonly actor: Actor }
  | { readonly ok: false; readonly refusal: Refusal; readonly name: string | null }

/** So that whoever looks for secrets in files finds a token: `rogatory_` and 256 random bits in base64url. */
const beginning = 'rogatory_'
const randomBytes = 32

const dayMs = 24 * 3_600_000

/** Whether it can be the name of a token. */
export function isAccessName(name: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/.test(name)
}

/**
 * Makes a token, of which only the hash is kept: who loses it makes another. Its time is counted by the clock of the
 * machine. Made at the desk it counts only from when another administrator has confirmed it, where there is, or was lately,
 * another. Refuses with TOKEN_INVALID and the place; with TOKEN_EXISTS where the name was given before, with TOKEN_OFFICER_INVALID where
 * nobody can answer for what it writes, with TOKENS_TOO_MANY or NODE_ROLLED_BACK; at the desk as `unprovedAt`.
 */
export async function makeAccessToken(node: Node, order: AccessOrder): Promise<Result<MadeAccess>> {
  const { name, authority, by } = order
  const actor = { ...by.actor, authority: by.actor.authority ?? authority }
  return await refusalNoted(node, { actor, wanted: `token make ${name}` }, make(node, order, actor))
}

async function make(
  node: Node,
  { name, scopes, authority, days, by, officer }: AccessOrder,
  actor: Actor,
): Promise<Result<MadeAccess>> {
  const wrong = await wrongWithAccess(node, { name, scopes, authority, days, officer })
  if (wrong !== null) return wrong
  const token = `${beginning}${Buffer.from(node.random(randomBytes)).toString('base64url')}`
  return await inTransaction(node.db, async (trx) => {
    if ((await standingOf(node, trx)).isBehind) return rolledBack
    const unproved = await unprovedAt(node, trx, actor, by.at)
    if (unproved !== null) return unproved
    const madeAt = node.machineNow()
    const expiresAt = new Date(madeAt.getTime() + days * dayMs)
    if ((await lockAccessToken(trx, name)) !== null) return refuse('TOKEN_EXISTS')
    if ((await countAccessTokens(trx, madeAt)) >= exchangeLimits.access.tokensMax)
      return refuse('TOKENS_TOO_MANY')
    const answering = await answeringFor(trx, { scopes, authority, officer })
    if (!answering.ok) return answering
    const isAwaited = await needsSecondWord(node, trx, actor)
    const row = {
      ...{ name, hash: hashOf(token), scopes, authority, made_by: actor.person },
      ...{ officer: answering.officer, needs_second: isAwaited },
    }
    await insertAccessToken(trx, { ...row, made_at: madeAt, expires_at: expiresAt })
    const trail = await openTrail(node, trx, [], node.now())
    const details = {
      ...{ authority, name, scopes, until: expiresAt.toISOString() },
      ...(officer === undefined ? {} : { officer }),
    }
    trail.add({ event: 'token.made', actor, details })
    await append(trx, trail.audit())
    return { ok: true, token, expiresAt, isAwaited }
  })
}

/** All that is wrong with a token that is to be made, as `makeAccessToken` refuses it, whoever wants it; null: nothing. */
export async function wrongWithAccess(
  { db, state, trust }: Pick<Node, 'db' | 'state' | 'trust'>,
  order: Omit<AccessOrder, 'by'>,
): Promise<Refusal | null> {
  const { name, scopes, authority, days } = order
  const isThere = isAccessName(name) && (await findAccessTokenNamed(db, name)) !== null
  const isOwn = authority === state || trust.own().list.authorities.some(({ id }) => id === authority)
  const areScopes = scopes.length > 0 && new Set(scopes).size === scopes.length
  const areDays = Number.isInteger(days) && days >= 1 && days <= exchangeLimits.access.daysMax
  const answering = await answeringFor(db, order)
  return together([
    isAccessName(name) ? null : refuse('TOKEN_INVALID', { pointer: '/name' }),
    isThere ? refuse('TOKEN_EXISTS') : null,
    areScopes ? null : refuse('TOKEN_INVALID', { pointer: '/scopes', expected: accessScopes }),
    isOwn ? null : refuse('TOKEN_INVALID', { pointer: '/authority' }),
    // Whether somebody must answer for it hangs on what it is for, and who may on its authority.
    answering.ok || !areScopes || !isOwn ? null : answering,
    areDays ? null : refuse('TOKEN_INVALID', { pointer: '/days' }),
  ])
}

/** Id of the person who answers for what a token writes; null: it writes nothing. Refuses with TOKEN_OFFICER_INVALID. */
async function answeringFor(
  db: Db | Trx,
  { scopes, authority, officer }: Pick<AccessOrder, 'scopes' | 'authority' | 'officer'>,
): Promise<Result<{ readonly officer: string | null }>> {
  if (scopes.includes('moves') !== (officer !== undefined)) return refuse('TOKEN_OFFICER_INVALID')
  if (officer === undefined) return { ok: true, officer: null }
  const row = await findPerson(db, officer)
  return row !== null && mayAnswer(row, authority)
    ? { ok: true, officer: row.id }
    : refuse('TOKEN_OFFICER_INVALID')
}

/** Revokes a token from the next request on. Refuses with TOKEN_UNKNOWN, TOKEN_REVOKED or NODE_ROLLED_BACK. */
export async function revokeAccessToken(
  node: Node,
  name: string,
  { actor }: Pick<Deciding, 'actor'>,
): Promise<Result<object>> {
  return await refusalNoted(node, { actor, wanted: `token revoke ${name}` }, revoke(node, name, actor))
}

async function revoke(node: Node, name: string, by: Deciding['actor']): Promise<Result<object>> {
  return await inTransaction(node.db, async (trx) => {
    if ((await standingOf(node, trx)).isBehind) return rolledBack
    const row = await lockAccessToken(trx, name)
    if (row === null) return refuse('TOKEN_UNKNOWN')
    if (row.revoked_at !== null) return refuse('TOKEN_REVOKED')
    await revokeAccessTokenOf(trx, name, { by: by.person, at: node.machineNow() })
    const trail = await openTrail(node, trx, [], node.now())
    const actor = { ...by, authority: by.authority ?? row.authority }
    trail.add({ event: 'token.revoked', actor, code: 'byPerson', details: { name } })
    await append(trx, trail.audit())
    return { ok: true }
  })
}

/** What becomes of whoever comes with a token; `awaited`: it counts only once another administrator has confirmed it. */
export type AccessState = 'inForce' | 'awaited' | 'revoked' | 'expired'

/** How it stands with a token at an instant. */
export function accessStateOf(row: AccessTokenRow, now: Date): AccessState {
  if (row.revoked_at !== null) return 'revoked'
  if (row.expires_at <= now) return 'expired'
  return isAwaitedOf(row) ? 'awaited' : 'inForce'
}

/** Whether a token counts only once another administrator has confirmed it. */
function isAwaitedOf({
  needs_second,
  confirmed_at,
}: Pick<AccessTokenRow, 'needs_second' | 'confirmed_at'>): boolean {
  return needs_second && confirmed_at === null
}

/** A database that went back may have forgotten that tokens were revoked: none of them counts any more. */
export async function revokeAfterLoss(trx: Trx, trail: Trail, at: Date): Promise<void> {
  for (const name of await revokeAllAccessTokens(trx, at))
    trail.add({ event: 'token.revoked', code: 'afterLoss', details: { name } })
}

/**
 * Tells who asks by a token. It is looked up by its hash, so that no time tells how much of a guess was right. Refused
 * with TOKEN_UNKNOWN, TOKEN_REVOKED, TOKEN_EXPIRED, TOKEN_NOT_CONFIRMED, TOKEN_SCOPE_MISSING and the scope, or NODE_ROLLED_BACK: what is
 * asked could not be noted then.
 *
 * @param scope - what the token must be for; null: it need only be in force, as nothing is asked that there is
 */
export async function admitAccess(node: Node, token: string, scope: AccessScope | null): Promise<Admission> {
  if ((await standingOf(node, node.db)).isBehind) return { ok: false, refusal: rolledBack, name: null }
  const row = await findAccessToken(node.db, hashOf(token))
  if (row === null) return { ok: false, refusal: refuse('TOKEN_UNKNOWN'), name: null }
  const now = node.machineNow()
  const { name, authority } = row
  const refusal = endOf(row, now) ?? scopeRefusal(row, scope)
  if (refusal !== null) return { ok: false, refusal, name }
  await noteUse(node.db, name, now)
  return { ok: true, actor: { person: name, role: 'token', authority } }
}

function scopeRefusal({ scopes }: AccessTokenRow, scope: AccessScope | null): Refusal | null {
  if (scope === null || scopes.includes(scope)) return null
  return refuse('TOKEN_SCOPE_MISSING', { expected: [scope] })
}

/** Why whoever comes with a token is refused; null: it is in force. */
export function endOf(row: AccessTokenRow, now: Date): Refusal | null {
  const code = refusals[accessStateOf(row, now)]
  return code === null ? null : refuse(code)
}

const refusals = {
  inForce: null,
  awaited: 'TOKEN_NOT_CONFIRMED',
  revoked: 'TOKEN_REVOKED',
  expired: 'TOKEN_EXPIRED',
} as const satisfies Readonly<Record<AccessState, RefusalCode | null>>

/** Whether a token has not ended since it was let in. Refuses with TOKEN_UNKNOWN, TOKEN_REVOKED, TOKEN_EXPIRED or TOKEN_NOT_CONFIRMED. */
export async function tokenStands(
  { db, machineNow }: Pick<Node, 'db' | 'machineNow'>,
  name: string,
): Promise<Result<{ readonly row: AccessTokenRow }>> {
  const row = await findAccessTokenNamed(db, name)
  if (row === null) return refuse('TOKEN_UNKNOWN')
  return endOf(row, machineNow()) ?? { ok: true, row }
}

/**
 * The person for whom a system writes, who answers for it. It is asked in the transaction that writes: between the head of a request,
 * by which the token was let in, and its last byte the token may have ended. Refuses with TOKEN_REVOKED or TOKEN_EXPIRED then, with
 * TOKEN_OFFICER_MISSING where they are no officer of the authority of the token any more, or may not sign in.
 *
 * @param actor - as `admitAccess` has told who asks
 */
export async function actingFor(
  node: Pick<Node, 'db' | 'machineNow'>,
  { person: system, from }: Actor,
): Promise<Result<{ readonly by: Acting }>> {
  const standing = await tokenStands(node, system)
  if (!standing.ok) return standing
  const { row } = standing
  const [officer] = row.officer === null ? [] : await findPeople(node.db, [row.officer])
  if (officer === undefined || !mayAnswer(officer, row.authority)) return refuse('TOKEN_OFFICER_MISSING')
  const address = from?.by === 'network' ? from.address : ''
  return { ok: true, by: { person: personOfRow(officer), address, system } }
}

/** Whether somebody may answer for what systems of an authority write. */
export function mayAnswer(row: PersonRow | null, authority: string): boolean {
  return (
    row?.authority === authority &&
    row.disabled_at === null &&
    row.roles.some((role) => role === 'officer' || role === 'approver')
  )
}

/** Notes in the log that a token was refused, and from which address it came; before it is told. */
export async function noteRefusedAccess(
  node: Node,
  { refusal: { code }, name }: Extract<Admission, { ok: false }>,
  address: string,
): Promise<void> {
  const details = { from: address, ...(name === null ? {} : { name }) }
  await noteInLog(node, { event: 'token.refused', code, details })
}

function hashOf(token: string): Buffer {
  return hash('sha256', token, 'buffer')
}
