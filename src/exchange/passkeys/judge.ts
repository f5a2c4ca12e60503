import { hash } from 'node:crypto'
import { type Refusal, type Result, refuse } from '../../message/refusal.ts'
import type { PasskeyRow } from '../../store/people/passkeyTables.ts'
import type { Assertion, Attestation } from './answer.ts'
import type { PasskeySite } from './site.ts'

/** EdDSA, ES256 and RS256 (RFC 9053), which every authenticator has one of. */
export const algorithms = [-8, -7, -257] as const

const flags = { isPresent: 0x01, isVerified: 0x04 } as const

/** What an answer must answer to. */
interface Asked {
  readonly site: PasskeySite
  readonly challenge: Buffer
}

/** A passkey that is one. */
export interface MadePasskey {
  /** COSE (RFC 9052). */
  readonly publicKey: Buffer
  readonly counter: number
}

/**
 * Whether a passkey has signed what was asked, at this desk, for somebody whom it has verified. Whether its counter goes forward
 * is told by who locks it. Refuses with PASSKEY_ORIGIN_WRONG, PASSKEY_CHALLENGE_OVER, PASSKEY_UNVERIFIED or PASSKEY_WRONG.
 */
export async function judgeAssertion(
  { site, challenge }: Asked,
  { client, data, json }: Assertion,
  { public_key }: Pick<PasskeyRow, 'public_key'>,
): Promise<Result<{ readonly counter: number }>> {
  const refusal = judgeClient({ site, challenge }, client, 'webauthn.get') ?? judgeData(site, data)
  if (refusal !== null) return refusal
  const { verifyAuthenticationResponse } = await library()
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: json,
      expectedChallenge: challenge.toString('base64url'),
      expectedOrigin: site.origin,
      expectedRPID: site.id,
      requireUserVerification: true,
      // Its counter is looked at once the signature is known to be right, and the passkey is locked.
      credential: { id: json.id, publicKey: new Uint8Array(public_key), counter: 0 },
    })
    return verified ? { ok: true, counter: authenticationInfo.newCounter } : refuse('PASSKEY_WRONG')
  } catch (reason) {
    return refuse('PASSKEY_WRONG', { detail: String(reason) })
  }
}

/**
 * Whether a passkey was made for this desk as it was asked. Nobody needs to know of which make it is: what an authenticator
 * attests of itself is not read, and a chain of certificates, which would have to be, is refused. Refuses as `judgeAssertion`.
 */
export async function judgeAttestation(
  { site, challenge }: Asked,
  { id, client, json }: Attestation,
): Promise<Result<MadePasskey>> {
  const refusal = judgeClient({ site, challenge }, client, 'webauthn.create')
  if (refusal !== null) return refusal
  const { verifyRegistrationResponse } = await library()
  const { decodeAttestationObject } = await import('@simplewebauthn/server/helpers')
  try {
    const made = decodeAttestationObject(
      new Uint8Array(Buffer.from(json.response.attestationObject, 'base64url')),
    )
    // With "none" a browser takes it out, but for what the passkey has signed itself (WebAuthn section 5.1.3).
    const [form, statement] = [made.get('fmt'), made.get('attStmt')]
    if (form !== 'none' && !(form === 'packed' && statement.get('x5c') === undefined))
      return refuse('PASSKEY_WRONG', { detail: 'it attests of which make it is' })
    const unfit = judgeData(site, Buffer.from(made.get('authData')))
    if (unfit !== null) return unfit
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response: json,
      expectedChallenge: challenge.toString('base64url'),
      expectedOrigin: site.origin,
      expectedRPID: site.id,
      requireUserVerification: true,
      supportedAlgorithmIDs: [...algorithms],
    })
    if (!verified) return refuse('PASSKEY_WRONG')
    const { publicKey, counter, id: named } = registrationInfo.credential
    if (named !== id.toString('base64url')) return refuse('PASSKEY_WRONG', { detail: 'it has two ids' })
    return { ok: true, publicKey: Buffer.from(publicKey), counter }
  } catch (reason) {
    return refuse('PASSKEY_WRONG', { detail: String(reason) })
  }
}

function judgeClient(
  { site, challenge }: Asked,
  { type, challenge: signed, origin, crossOrigin }: Assertion['client'],
  wanted: 'webauthn.get' | 'webauthn.create',
): Refusal | null {
  if (origin !== site.origin || crossOrigin)
    return refuse('PASSKEY_ORIGIN_WRONG', { expected: [site.origin] })
  if (signed !== challenge.toString('base64url')) return refuse('PASSKEY_CHALLENGE_OVER')
  return type === wanted ? null : refuse('PASSKEY_WRONG', { detail: `it is ${wanted} that was asked` })
}

/** What the authenticator itself says: for which host it has signed, and whether somebody was there whom it knows. */
function judgeData(site: PasskeySite, data: Buffer): Refusal | null {
  if (!data.subarray(0, 32).equals(hash('sha256', site.id, 'buffer')))
    return refuse('PASSKEY_ORIGIN_WRONG', { expected: [site.id] })
  const told = data[32] ?? 0
  const isVerified = (told & flags.isPresent) !== 0 && (told & flags.isVerified) !== 0
  return isVerified ? null : refuse('PASSKEY_UNVERIFIED')
}

/** Read once it is wanted: a node whose people have no passkeys starts without it. */
async function library() {
  return await import('@simplewebauthn/server')
}
