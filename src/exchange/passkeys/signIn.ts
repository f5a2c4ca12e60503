import { type Result, refuse } from '../../message/refusal.ts'
import { append } from '../../store/audit.ts'
import { inTransaction } from '../../store/failures.ts'
import { findPasskey } from '../../store/people/passkeys.ts'
import { lockPerson } from '../../store/people/people.ts'
import { exchangeLimits } from '../limits.ts'
import type { Node } from '../node.ts'
import { type Attempt, askAttempt, attemptAt, beginAttempt, succeed } from '../people/attempts.ts'
import { personOfRow } from '../people/person.ts'
import { type Place, type Whereabouts, keepWhereabouts, placeOf } from '../people/places.ts'
import { refused, refusedTooOften } from '../people/refusedSignIn.ts'
import { endSecondStep } from '../people/secondStep.ts'
import { actorOf, beginSession, signedInBy } from '../people/sessions.ts'
import type { SignedIn } from '../people/signIn.ts'
import { rolledBack, standingOf } from '../standing.ts'
import { openTrail } from '../trail.ts'
import { readAssertion } from './answer.ts'
import { beginChallenge, spendChallenge } from './challenges.ts'
import type { PasskeySite } from './site.ts'
import { type ProvenPasskey, provePasskey, usePasskey } from './use.ts'

/** What came of a passkey that somebody used to sign in. */
export interface PasskeyOrder extends Whereabouts {
  /** What was told when the browser was asked; empty: it was not. */
  readonly attempt: string
  /** JSON, as the browser gave it. */
  readonly answer: string
  /** What was told when the password was right, or when they came from the identity provider; null: nothing was. */
  readonly step: string | null
}

/** A browser that wants to be asked for a passkey. */
export interface SignInAsk extends Whereabouts {
  /** What was told when it was asked before; null: it was not, or has answered since. */
  readonly attempt: string | null
}

/** What a browser is asked for (WebAuthn: PublicKeyCredentialRequestOptionsJSON), with no name: it shows which passkeys it has. */
export interface AskedForPasskey {
  readonly challenge: string
  readonly rpId: string
  readonly timeout: number
  readonly userVerification: 'required'
  readonly allowCredentials: readonly {
    readonly id: string
    readonly type: 'public-key'
    readonly transports: readonly string[]
  }[]
}

const tokenBytes = 32

/**
 * Asks a browser for a passkey of anybody, and tells by what it says so with the answer; a browser that was asked before keeps
 * that, so that it has one challenge at a time. Refuses with NODE_BUSY, with SIGN_IN_TOO_OFTEN where browsers of its address were
 * asked too often and have let nobody in, or with NODE_ROLLED_BACK.
 */
export async function askToSignIn(
  node: Node,
  site: PasskeySite,
  order: SignInAsk,
): Promise<Result<{ readonly attempt: string; readonly asked: AskedForPasskey }>> {
  if ((await standingOf(node, node.db)).isBehind) return rolledBack
  if (order.countedAs !== null) {
    const counted = await beginAttempt(node, askAttempt(order.countedAs))
    if (!counted.ok) return await refusedTooOften(node, counted.tooOften, null, order.address)
  }
  const attempt = attemptBefore(order) ?? Buffer.from(node.random(tokenBytes)).toString('base64url')
  const begun = await beginChallenge(node, attempt, 'signIn')
  return begun.ok ? { ok: true, attempt, asked: askedFor(site, begun.challenge, []) } : begun
}

function attemptBefore({ attempt }: SignInAsk): string | null {
  return attempt !== null && Buffer.from(attempt, 'base64url').length === tokenBytes ? attempt : null
}

/** What a browser is asked for, once the challenge is known. */
export function askedFor(
  site: PasskeySite,
  challenge: Buffer,
  passkeys: readonly { readonly id: Buffer; readonly transports: readonly string[] }[],
): AskedForPasskey {
  return {
    challenge: challenge.toString('base64url'),
    rpId: site.id,
    timeout: exchangeLimits.passkeys.takesMs,
    userVerification: 'required',
    allowCredentials: passkeys.map(({ id, transports }) => ({
      id: id.toString('base64url'),
      type: 'public-key',
      transports,
    })),
  }
}

/**
 * Lets a person in by a passkey alone, which says whose it is and has verified who uses it; where they had come from the identity
 * provider, the session is as if that had been enough. Refuses with PASSKEY_CHALLENGE_OVER what names no challenge that waits, which
 * anybody may send without end, so it is not noted; with PASSKEY_ANSWER_INVALID, PASSKEY_UNKNOWN (also where the person is disabled), PASSKEY_ORIGIN_WRONG, PASSKEY_UNVERIFIED,
 * PASSKEY_WRONG, PASSKEY_COUNTER_BACK, each of which is in the log before it is told; with SIGN_IN_TOO_OFTEN, for what fails counts
 * by person, place and address as codes do; with NODE_ROLLED_BACK.
 */
export async function signInByPasskey(
  node: Node,
  site: PasskeySite,
  order: PasskeyOrder,
): Promise<Result<SignedIn>> {
  if ((await standingOf(node, node.db)).isBehind) return rolledBack
  const spent = await spendChallenge(node, order.attempt, 'signIn')
  if (!spent.ok) return spent
  const assertion = readAssertion(order.answer)
  const found = assertion === null ? null : await findPasskey(node.db, assertion.id)
  const signInName = found?.person.sign_in_name ?? null
  const place = await placeOf(node, signInName ?? '', order)
  const begun = await beginAttempt(node, attemptAt('passkey', signInName ?? '', place, order))
  if (!begun.ok) return await refusedTooOften(node, begun.tooOften, signInName, order.address)
  if (assertion === null) return await refused(node, refuse('PASSKEY_ANSWER_INVALID'), null, order.address)
  const asked = { site, challenge: spent.challenge }
  const proven = await provePasskey(asked, found, assertion, true)
  const settled = proven.ok
    ? await letInBy(node, order, {
        ...proven,
        name: proven.person.sign_in_name,
        place,
        counted: begun.counted,
      })
    : proven
  return settled.ok ? settled : await refused(node, settled, signInName, order.address)
}

interface Admission extends ProvenPasskey {
  /** By which the person signs in. */
  readonly name: string
  readonly place: Place
  readonly counted: Attempt
}

async function letInBy(
  node: Node,
  order: PasskeyOrder,
  { name: signInName, place, counted, ...proven }: Admission,
): Promise<Result<SignedIn>> {
  return await inTransaction(node.db, async (trx): Promise<Result<SignedIn>> => {
    const now = await lockPerson(trx, signInName)
    if (now?.disabled_at !== null) return refuse('PASSKEY_UNKNOWN')
    const used = await usePasskey(node, trx, proven)
    if (!used.ok) return used
    await succeed(trx, counted)
    if (order.countedAs !== null) await succeed(trx, askAttempt(order.countedAs))
    const person = personOfRow(now)
    const actor = actorOf(person, order.address)
    const browser = await keepWhereabouts(node, trx, { person: person.id, from: order, place })
    const step = order.step === null ? null : await endSecondStep(node, trx, person.id, order.step)
    const issuer = step?.issuer ?? null
    const token = await beginSession(node, trx, person.id, { issuer, isByPasskey: true })
    const trail = await openTrail(node, trx, [], node.now())
    trail.add(signedInBy(issuer, actor))
    const details = { passkey: proven.passkey.name, signInName }
    trail.add({ event: 'person.passkey', actor, code: 'signedIn', details })
    await append(trx, trail.audit())
    return { ok: true, token, browser, person }
  })
}
