import { createCipheriv, createDecipheriv, pbkdf2, randomBytes } from 'node:crypto'
import { promisify } from 'node:util'
import { stretchingOf } from './stretching.ts'

/** Seals small secrets that stand in the database: whoever has it alone, without the passphrase of the node, reads none. */
export interface Sealer {
  /** @param bound - what the secret belongs to: in the place of another it does not open */
  readonly seal: (secret: Uint8Array, bound: string) => Promise<Buffer>
  /** Null: it was sealed with another passphrase, for something else, or was changed. */
  readonly open: (sealed: Buffer, bound: string) => Promise<Buffer | null>
}

const derive = promisify(pbkdf2)
const label = 'rogatory-sealed/v1'
const saltBytes = 16
const ivBytes = 12
const tagBytes = 16

/** Salt, nonce, tag and ciphertext of AES-256-GCM (NIST SP 800-38D), under a key of its own for each secret (PBKDF2). */
export function sealerOf(passphrase: string): Sealer {
  const { iterations } = stretchingOf(passphrase)
  const keyOf = (salt: Buffer) =>
    derive(passphrase, Buffer.concat([Buffer.from(`${label}\0`), salt]), iterations, 32, 'sha256')
  return {
    async seal(secret, bound) {
      const [salt, iv] = [randomBytes(saltBytes), randomBytes(ivBytes)]
      const cipher = createCipheriv('aes-256-gcm', await keyOf(salt), iv).setAAD(Buffer.from(bound))
      const sealed = Buffer.concat([cipher.update(secret), cipher.final()])
      return Buffer.concat([salt, iv, cipher.getAuthTag(), sealed])
    },
    async open(sealed, bound) {
      const head = saltBytes + ivBytes + tagBytes
      if (sealed.length < head) return null
      const [salt, iv] = [sealed.subarray(0, saltBytes), sealed.subarray(saltBytes, saltBytes + ivBytes)]
      const decipher = createDecipheriv('aes-256-gcm', await keyOf(salt), iv, { authTagLength: tagBytes })
      decipher.setAAD(Buffer.from(bound)).setAuthTag(sealed.subarray(saltBytes + ivBytes, head))
      try {
        return Buffer.concat([decipher.update(sealed.subarray(head)), decipher.final()])
      } catch {
        return null
      }
    },
  }
}
