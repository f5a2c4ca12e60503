import { type Refusal, type Result, refuse } from '../../message/refusal.ts'
import { inTransaction } from '../../store/failures.ts'
import { insertPasskey, listPasskeysOf } from '../../store/people/passkeys.ts'
import type { PasskeyRow } from '../../store/people/passkeyTables.ts'
import { lockPerson } from '../../store/people/people.ts'
import { endOwnSessions, isSteppedUp } from '../../store/people/sessions.ts'
import type { Db, Trx } from '../../store/database.ts'
import { exchangeLimits } from '../limits.ts'
import type { Node } from '../node.ts'
import type { DeskPerson } from '../people/person.ts'
import { actorOf, hashOf, steppedUpAfter } from '../people/sessions.ts'
import { refusalNoted } from '../refusedActs.ts'
import { rolledBack, standingOf } from '../standing.ts'
import { readAttestation } from './answer.ts'
import { beginChallenge, spendChallenge } from './challenges.ts'
import { handleOf } from './handle.ts'
import { algorithms, judgeAttestation } from './judge.ts'
import type { PasskeySite } from './site.ts'
import { notePasskeys } from './use.ts'

/** What a browser is asked to make (WebAuthn: PublicKeyCredentialCreationOptionsJSON). */
export interface AskedToMake {
  readonly challenge: string
  readonly rp: { readonly id: string; readonly name: string }
  readonly user: { readonly id: string; readonly name: string; readonly displayName: string }
  readonly pubKeyCredParams: readonly { readonly alg: number; readonly type: 'public-key' }[]
  readonly timeout: number
  readonly attestation: 'none'
  readonly excludeCredentials: readonly {
    readonly id: string
    readonly type: 'public-key'
    readonly transports: readonly string[]
  }[]
  readonly authenticatorSelection: {
    readonly residentKey: 'required'
    readonly requireResidentKey: true
    readonly userVerification: 'required'
  }
}

/** Somebody who wants to add a passkey. */
export interface WantedPasskey {
  /** By which they will know it again. */
  readonly name: string
  /** Token of the session in which they have proved anew who they are. */
  readonly token: string
}

/** The same with what came of it. */
export interface PasskeyAddition extends WantedPasskey {
  /** JSON, as the browser gave it. */
  readonly answer: string
  readonly address: string
}

/**
 * Asks the browser of a person to make a passkey. Refuses with STEP_UP_MISSING where they have not proved anew who they are;
 * PASSKEY_NAME_INVALID, PASSKEYS_TOO_MANY, NODE_BUSY or NODE_ROLLED_BACK.
 */
export async function offerPasskey(
  node: Node,
  site: PasskeySite,
  person: DeskPerson,
  { name, token }: WantedPasskey,
): Promise<Result<{ readonly asked: AskedToMake }>> {
  if ((await standingOf(node, node.db)).isBehind) return rolledBack
  const may = await mayAdd(node, person, { name, token })
  if (!may.ok) return may
  const { passkeys } = may
  const begun = await beginChallenge(node, token, 'add')
  return begun.ok ? { ok: true, asked: askedToMake(site, person, begun.challenge, passkeys) } : begun
}

/**
 * Adds a passkey that a browser has made for a person, whose other sessions end. Refuses as `offerPasskey` does; with
 * PASSKEY_CHALLENGE_OVER, PASSKEY_ANSWER_INVALID, PASSKEY_EXISTS, and as `judgeAttestation` does. Each refusal is in the log.
 */
export async function addPasskey(
  node: Node,
  site: PasskeySite,
  person: DeskPerson,
  order: PasskeyAddition,
): Promise<Result<object>> {
  const actor = actorOf(person, order.address)
  return await refusalNoted(node, { actor, wanted: 'passkey add' }, add(node, site, person, order))
}

async function add(
  node: Node,
  site: PasskeySite,
  person: DeskPerson,
  { name: typed, token, answer, address }: PasskeyAddition,
): Promise<Result<object>> {
  if ((await standingOf(node, node.db)).isBehind) return rolledBack
  // Where no browser was asked because of it, it is told of the form that comes without an answer.
  const may = await mayAdd(node, person, { name: typed, token })
  if (!may.ok) return may
  const spent = await spendChallenge(node, token, 'add')
  if (!spent.ok) return spent
  const attestation = readAttestation(answer)
  if (attestation === null) return refuse('PASSKEY_ANSWER_INVALID')
  const made = await judgeAttestation({ site, challenge: spent.challenge }, attestation)
  if (!made.ok) return made
  const { signInName } = person
  const name = plainName(typed)
  return await inTransaction(node.db, async (trx): Promise<Result<object>> => {
    // Of two that are added at once the second sees the first.
    const row = await lockPerson(trx, signInName)
    if (row?.disabled_at !== null || !(await isProvenAnew(node, trx, person, token)))
      return refuse('STEP_UP_MISSING')
    const unfit = unfitBeside(await listPasskeysOf(trx, person.id), name)
    if (unfit !== null) return unfit
    const { publicKey: public_key, counter } = made
    const { id, transports } = attestation
    const added_at = node.machineNow()
    const passkey = { id, person: person.id, name, public_key, counter, transports, added_at }
    if (!(await insertPasskey(trx, passkey))) return refuse('PASSKEY_EXISTS')
    await endOwnSessions(trx, person.id, hashOf(token))
    await notePasskeys(node, trx, 'added', { actor: actorOf(person, address), signInName, names: [name] })
    return { ok: true }
  })
}

async function mayAdd(
  node: Node,
  person: DeskPerson,
  { name, token }: WantedPasskey,
): Promise<Result<{ readonly passkeys: readonly PasskeyRow[] }>> {
  if (!(await isProvenAnew(node, node.db, person, token))) return refuse('STEP_UP_MISSING')
  const passkeys = await listPasskeysOf(node.db, person.id)
  return unfitBeside(passkeys, plainName(name)) ?? { ok: true, passkeys }
}

/** Whether a person has proved anew in this session who they are, within the last minutes. */
export async function isProvenAnew(
  { machineNow }: Pick<Node, 'machineNow'>,
  db: Db | Trx,
  { id }: DeskPerson,
  token: string,
): Promise<boolean> {
  return await isSteppedUp(db, hashOf(token), id, steppedUpAfter(machineNow()))
}

/** Why a person cannot have one more passkey of this name, or null. */
function unfitBeside(passkeys: readonly PasskeyRow[], name: string): Refusal | null {
  const { ofPersonMax, nameCharactersMax } = exchangeLimits.passkeys
  if (passkeys.length >= ofPersonMax) return refuse('PASSKEYS_TOO_MANY')
  // It stands on pages, and in the log.
  const isName = /^[^\p{C}\p{Zl}\p{Zp}]+$/u.test(name) && Array.from(name).length <= nameCharactersMax
  return isName && passkeys.every((one) => one.name !== name) ? null : refuse('PASSKEY_NAME_INVALID')
}

function plainName(typed: string): string {
  return typed.trim().normalize('NFC')
}

function askedToMake(
  site: PasskeySite,
  person: DeskPerson,
  challenge: Buffer,
  passkeys: readonly PasskeyRow[],
): AskedToMake {
  return {
    challenge: challenge.toString('base64url'),
    rp: { id: site.id, name: site.name },
    user: {
      id: handleOf(person.id).toString('base64url'),
      name: `${person.signInName} (${site.state})`,
      displayName: person.name,
    },
    pubKeyCredParams: algorithms.map((alg) => ({ alg, type: 'public-key' })),
    timeout: exchangeLimits.passkeys.takesMs,
    attestation: 'none',
    // None twice in one authenticator.
    excludeCredentials: passkeys.map(({ id, transports }) => ({
      id: id.toString('base64url'),
      type: 'public-key',
      transports,
    })),
    authenticatorSelection: {
      residentKey: 'required',
      requireResidentKey: true,
      userVerification: 'required',
    },
  }
}
