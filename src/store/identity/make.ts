import type { KeyObject } from 'node:crypto'
import type { SignatureAlgorithm } from '../../envelope/algorithms.ts'
import { issueCertificateAuthority, type CertificateAuthority } from '../../trust/issue.ts'
import { encryptedKeyPem, pem } from './encryptedKey.ts'
import { fileNames, writeFolder } from './folder.ts'
import { IdentityError } from './identityError.ts'
import { newEncryptionKey, newKeys, newLogKey } from './newKeys.ts'
import { newSerial, newSigner, validityYears, yearsAfter } from './newSigner.ts'
import { type Requested, newRequest } from './request.ts'
import { type Roles, type SigningUse, baseNames, firstRoles, followerOf, rolesFile } from './roles.ts'

/** What a new identity is made from. */
export interface IdentityOrder {
  /** Where it is to be; must be absent or empty. */
  readonly folder: string
  /** Protects every key at rest; at least 12 characters, better 32 random ones in a file. */
  readonly passphrase: string
  /** State code, which the certificates name as country. */
  readonly country: string
  /** Who operates the node, as the certificates name it. */
  readonly organisation: string
  /** URI of the node, as the trust list names it: `urn:rogatory:node:vn`. */
  readonly holder: string
  /** From when the certificates are valid. */
  readonly validFrom: Date
  /** Of the message signer; ES256 where nothing is said. */
  readonly algorithm?: SignatureAlgorithm
}

export const passphraseCharactersMin = 12

/**
 * Makes the keys and certificates of a new node and writes them to a folder only its owner may read: a national
 * authority (RSA-3072), two list signers (ES256), the one in use and the one that follows it, a message signer, a signer
 * of HTTP requests (P-256), an X25519 encryption key, and Ed25519 keys for the log and for cosigning those of others.
 * Each has one use and none stands in for another. Throws IdentityError.
 */
export async function makeIdentity(order: IdentityOrder): Promise<void> {
  const { folder, passphrase, country, organisation, holder, validFrom, algorithm = 'ES256' } = order
  checkPassphrase(passphrase)
  const ca = await newAuthority(order, 'rsa')
  const issuer = { ca, passphrase, country, organisation, holder, validFrom }
  const named = (use: SigningUse) => () => baseNames[use]
  const nextList = await newSigner(issuer, 'list', followerOf('list'), { years: validityYears.nextList })
  const roles: Roles = {
    ...firstRoles,
    signing: {
      ...firstRoles.signing,
      list: { ...firstRoles.signing.list, next: followerOf('list')(nextList.certificate) },
    },
  }
  const files = new Map<string, string | Buffer>([
    [fileNames.caCertificate, pem('CERTIFICATE', ca.certificate)],
    [fileNames.caKey, encryptedKeyPem(ca.key, passphrase)],
    ...(await newSigner(issuer, 'list', named('list'))).files,
    ...nextList.files,
    ...(await newSigner(issuer, 'message', named('message'), { algorithm })).files,
    ...(await newSigner(issuer, 'http', named('http'))).files,
    ...(await keysWithoutCertificate(passphrase)),
    rolesFile(roles),
  ])
  await writeFolder(folder, files)
}

/**
 * The same for a State with a certificate authority elsewhere: keys, and a PKCS#10 request (DER) for each that needs a
 * certificate. The identity is whole when `importCertificate` has had them all. Throws IdentityError.
 */
export async function makeRequestingIdentity(order: IdentityOrder): Promise<readonly Requested[]> {
  const { folder, passphrase, algorithm = 'ES256' } = order
  checkPassphrase(passphrase)
  const requested: Requested[] = []
  for (const use of ['message', 'http', 'list', 'list'] as const)
    requested.push(
      await newRequest(order, use, use === 'message' && algorithm === 'PS256' ? 'rsa' : 'ec', passphrase),
    )
  const roles = {
    ...firstRoles,
    authorities: [],
    requested: requested.map(({ use, name }) => ({ use, name })),
  }
  const files = new Map<string, string | Buffer>([
    ...requested.map(({ file }) => file),
    ...(await keysWithoutCertificate(passphrase)),
    rolesFile(roles),
  ])
  await writeFolder(folder, files)
  return requested
}

/** What a certificate authority is made from. */
export type AuthorityOrder = Pick<IdentityOrder, 'country' | 'organisation' | 'validFrom'>

/** A new national authority with its own certificate. */
export async function newAuthority(
  { country, organisation, validFrom }: AuthorityOrder,
  kind: keyof typeof newKeys,
  validUntil = yearsAfter(validFrom, validityYears.ca),
): Promise<CertificateAuthority> {
  const { privateKey: key }: { privateKey: KeyObject } = await newKeys[kind]()
  const subject = { country, organisation, commonName: `Certificate authority of ${country}` }
  const certificate = issueCertificateAuthority({ subject, serial: newSerial(), validFrom, validUntil, key })
  return { key, certificate }
}

/** Throws IdentityError PASSPHRASE_TOO_SHORT. */
export function checkPassphrase(passphrase: string): void {
  if (passphrase.length >= passphraseCharactersMin) return
  throw new IdentityError(
    'PASSPHRASE_TOO_SHORT',
    `A passphrase has at least ${passphraseCharactersMin} characters; 32 random ones in a file are best.`,
  )
}

async function keysWithoutCertificate(passphrase: string): Promise<readonly (readonly [string, string])[]> {
  const encryption = await newEncryptionKey(passphrase)
  return [
    [encryption.file, encryption.content],
    [fileNames.logKey, encryptedKeyPem(await newLogKey(), passphrase)],
    [fileNames.witnessKey, encryptedKeyPem(await newLogKey(), passphrase)],
  ]
}
