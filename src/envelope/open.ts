import type { KeyObject } from 'node:crypto'
import { compactDecrypt } from 'jose'
import { type Result, refuse } from '../message/refusal.ts'
import { encryption } from './algorithms.ts'
import { gateJwe } from './gate.ts'
import type { SealedKind } from './kinds.ts'

/** The private encryption keys of a node by `kid`, old ones among them for as long as messages to them are kept. */
export type DecryptionKeys = ReadonlyMap<string, KeyObject>

/** How keys name their curve in OpenSSL's words. */
const curveOf = (key: KeyObject) => (key.asymmetricKeyType === 'x25519' ? 'X25519' : 'P-256')

/**
 * Decrypts a sealed thing of one kind, most often a message; what comes out is a JWS that nobody has verified. Refuses with what `gateJwe` refuses,
 * ENVELOPE_KEY_UNKNOWN where `kid` is none of ours, and for whatever goes wrong after that with the one
 * ENVELOPE_DECRYPTION_FAILED and no detail, so that the answer tells an attacker nothing about the key.
 */
export async function open(
  jwe: string,
  keys: DecryptionKeys,
  kind: SealedKind = 'message',
): Promise<Result<{ jws: string; kid: string }>> {
  const gated = gateJwe(jwe, kind)
  if (!gated.ok) return gated
  const { kid, curve } = gated
  const key = keys.get(kid)
  if (key === undefined) return refuse('ENVELOPE_KEY_UNKNOWN')
  if (curveOf(key) !== curve) return refuse('ENVELOPE_DECRYPTION_FAILED')
  const allowed = { keyManagementAlgorithms: [encryption.alg], contentEncryptionAlgorithms: [encryption.enc] }
  try {
    const { plaintext } = await compactDecrypt(jwe, key, allowed)
    return { ok: true, jws: Buffer.from(plaintext).toString('latin1'), kid }
  } catch {
    return refuse('ENVELOPE_DECRYPTION_FAILED')
  }
}
