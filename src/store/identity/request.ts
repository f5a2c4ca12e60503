import { createHash, createPublicKey, type KeyObject } from 'node:crypto'
import { makeRequest } from '../../trust/request.ts'
import { encryptedKeyPem } from './encryptedKey.ts'
import { addFiles, keyFile } from './folder.ts'
import { IdentityError } from './identityError.ts'
import { newKeys } from './newKeys.ts'
import { certificateUses, subjectOf } from './newSigner.ts'
import { type RequestedKey, type SigningUse, nameFrom, readRoles, writeRoles } from './roles.ts'

/** A new key that waits for its certificate. */
export interface Requested extends RequestedKey {
  /** Its encrypted private key, as a file. */
  readonly file: readonly [string, string]
  /** PKCS#10, DER. */
  readonly request: Buffer
}

/** Whom a request names. */
export interface Requesting {
  readonly country: string
  readonly organisation: string
  readonly holder: string
}

/** How many keys of a use may wait for certificates. */
const waitingMax = 4

/** A new key with its request, not yet written. */
export async function newRequest(
  requesting: Requesting,
  use: SigningUse,
  kind: 'rsa' | 'ec',
  passphrase: string,
): Promise<Requested> {
  const { privateKey } = await newKeys[kind]()
  const wanted = { subject: subjectOf(requesting, use), holder: requesting.holder }
  const request = makeRequest(certificateUses[use].use, wanted, privateKey)
  const name = nameFrom(use, publicKeyDigest(privateKey))
  return { use, name, file: [keyFile(name), encryptedKeyPem(privateKey, passphrase)], request }
}

/**
 * Makes a key for a certificate from elsewhere and keeps it in the folder, where nothing uses it. `anew` forgets the
 * keys of that use that wait already. Throws IdentityError REQUESTS_WAITING where there are many.
 */
export async function requestKey(
  folder: string,
  passphrase: string,
  order: Requesting & { readonly use: SigningUse; readonly kind: 'rsa' | 'ec'; readonly anew: boolean },
): Promise<Requested> {
  const roles = await readRoles(folder)
  const { use, kind, anew } = order
  const waiting = (roles.requested ?? []).filter((one) => !anew || one.use !== use)
  if (waiting.filter((one) => one.use === use).length >= waitingMax) {
    throw new IdentityError(
      'REQUESTS_WAITING',
      `${waitingMax} keys for ${use} wait for a certificate already. Import one, or forget them: cert request --anew.`,
    )
  }
  const requested = await newRequest(order, use, kind, passphrase)
  // If the process dies between, a file is left that no role names.
  await addFiles(folder, new Map([requested.file]))
  await writeRoles(folder, { ...roles, requested: [...waiting, { use, name: requested.name }] })
  return requested
}

/** SHA-256 (hex) of the SubjectPublicKeyInfo of a key, private or public. */
export function publicKeyDigest(key: KeyObject): string {
  const publicKey = key.type === 'private' ? createPublicKey(key) : key
  return createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('hex')
}
