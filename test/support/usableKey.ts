import type * as node from 'node:crypto'
import type * as page from '../../src/cli/page/nodeCrypto.ts'

/** Whether a secret can be agreed with an encryption key of a list, by either cryptography: as `trust/list.ts` asks. */
export function isUsableKey(crypto: typeof node | typeof page, jwk: object): boolean {
  const { createPublicKey, createPrivateKey, diffieHellman } = crypto as typeof node
  const d = Buffer.alloc(32, 8).toString('base64url')
  const privateKey = createPrivateKey({ key: { kty: 'OKP', crv: 'X25519', d, x: '' }, format: 'jwk' })
  try {
    const publicKey = createPublicKey({ key: { ...jwk }, format: 'jwk' })
    if ('kty' in jwk && jwk.kty === 'OKP') diffieHellman({ privateKey, publicKey })
    return true
  } catch {
    return false
  }
}
