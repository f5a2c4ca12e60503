import { CompactEncrypt } from 'jose'
import type { Recipient } from '../trust/list.ts'
import { encryption } from './algorithms.ts'
import { sealedKind } from './kinds.ts'

/**
 * Encrypts a signed message to one node as a compact JWE (ECDH-ES+A256KW, A256GCM; X25519 or P-256). The key of the
 * content is drawn anew each time, so that the same message never looks the same twice. Who sends and who is meant
 * stands inside the signature and nowhere outside.
 */
export async function seal(jws: string, recipient: Recipient): Promise<string> {
  const { alg, enc } = encryption
  return new CompactEncrypt(Buffer.from(jws, 'ascii'))
    .setProtectedHeader({ alg, cty: sealedKind.cty, enc, kid: recipient.kid, typ: sealedKind.typ })
    .encrypt(recipient.key)
}
