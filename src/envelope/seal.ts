import { CompactEncrypt } from 'jose'
import type { Recipient } from '../trust/list.ts'
import { encryption } from './algorithms.ts'
import { type SealedKind, sealedKinds } from './kinds.ts'

/**
 * Encrypts a signed thing, most often a message, to one node as a compact JWE (ECDH-ES+A256KW, A256GCM; X25519 or P-256). The key of the
 * content is drawn anew each time, so that the same message never looks the same twice. Who sends and who is meant
 * stands inside the signature and nowhere outside.
 */
export async function seal(jws: string, recipient: Recipient, kind: SealedKind = 'message'): Promise<string> {
  const { alg, enc } = encryption
  const { cty, typ } = sealedKinds[kind]
  return new CompactEncrypt(Buffer.from(jws, 'ascii'))
    .setProtectedHeader({ alg, cty, enc, kid: recipient.kid, typ })
    .encrypt(recipient.key)
}
