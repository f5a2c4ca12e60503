import { generateKeyPair, type KeyObject, randomBytes } from 'node:crypto'
import { promisify } from 'node:util'
import { calculateJwkThumbprint } from 'jose'
import type { SignatureAlgorithm } from '../../envelope/algorithms.ts'
import { issueCertificateAuthority, issueSigner } from '../../trust/issue.ts'
import type { CertificateUse } from '../../trust/profiles.ts'
import { encryptedKeyPem, pem } from './encryptedKey.ts'
import { encryptionKeyFile, fileNames, writeFolder } from './folder.ts'
import { IdentityError } from './identityError.ts'
import { writePkcs12 } from './pkcs12.ts'

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

const validityYears = { ca: 10, listSigner: 5, messageSigner: 2, httpSigner: 2 } as const
const rsaBits = 3072

const generate = promisify(generateKeyPair)
const newKey = {
  rsa: async () => (await generate('rsa', { modulusLength: rsaBits })).privateKey,
  ec: async () => await generate('ec', { namedCurve: 'P-256' }),
}

/**
 * Makes the keys and certificates of a new node and writes them to a folder only its owner may read: a national
 * authority (RSA-3072), a list signer (ES256), a message signer, a signer of HTTP requests (P-256), an X25519 encryption
 * key and an Ed25519 log key.
 * Each has one use and none stands in for another. Throws IdentityError.
 */
export async function makeIdentity(order: IdentityOrder): Promise<void> {
  const { folder, passphrase, country, organisation, holder, validFrom, algorithm = 'ES256' } = order
  if (passphrase.length < passphraseCharactersMin) {
    throw new IdentityError(
      'PASSPHRASE_TOO_SHORT',
      `A passphrase has at least ${passphraseCharactersMin} characters; 32 random ones in a file are best.`,
    )
  }
  const certificate = (commonName: string, years: number) => ({
    subject: { country, organisation, commonName },
    serial: newSerial(),
    validFrom,
    validUntil: yearsAfter(validFrom, years),
  })
  const caKey = await newKey.rsa()
  const ca = {
    key: caKey,
    certificate: issueCertificateAuthority({
      ...certificate(`Certificate authority of ${country}`, validityYears.ca),
      key: caKey,
    }),
  }
  const issue = (use: Exclude<CertificateUse, 'ca'>, commonName: string, publicKey: KeyObject) =>
    issueSigner(use, { ...certificate(commonName, validityYears[use]), publicKey, holder }, ca)
  const listKeys = await newKey.ec()
  const signerKeys =
    algorithm === 'ES256' ? await newKey.ec() : await generate('rsa', { modulusLength: rsaBits })
  const listSigner = issue('listSigner', `Trust list signer of ${country}`, listKeys.publicKey)
  const signer = {
    key: signerKeys.privateKey,
    certificate: issue('messageSigner', `Message signer of ${country}`, signerKeys.publicKey),
    issuer: ca.certificate,
  }
  const httpKeys = await newKey.ec()
  const httpSigner = issue('httpSigner', `HTTP signer of ${country}`, httpKeys.publicKey)
  const encryption = await generate('x25519')
  const kid = await kidOf(encryption.publicKey)
  const log = await generate('ed25519')
  const files = new Map<string, string | Buffer>([
    [fileNames.caCertificate, pem('CERTIFICATE', ca.certificate)],
    [fileNames.caKey, encryptedKeyPem(ca.key, passphrase)],
    [fileNames.listSignerCertificate, pem('CERTIFICATE', listSigner)],
    [fileNames.listSignerKey, encryptedKeyPem(listKeys.privateKey, passphrase)],
    [fileNames.signer, writePkcs12(signer, passphrase)],
    [fileNames.httpSignerCertificate, pem('CERTIFICATE', httpSigner)],
    [fileNames.httpSignerKey, encryptedKeyPem(httpKeys.privateKey, passphrase)],
    [encryptionKeyFile(kid), encryptedKeyPem(encryption.privateKey, passphrase)],
    [fileNames.logKey, encryptedKeyPem(log.privateKey, passphrase)],
  ])
  await writeFolder(folder, files)
}

/** The name of an encryption key: its JWK thumbprint (RFC 7638), which needs no register to be unique. */
export async function kidOf(key: KeyObject): Promise<string> {
  return calculateJwkThumbprint(key.export({ format: 'jwk' }))
}

/** 128 random bits, positive as RFC 5280 section 4.1.2.2 wants and without a leading zero byte as DER wants. */
function newSerial(): string {
  const bytes = randomBytes(16)
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40
  return bytes.toString('hex')
}

function yearsAfter(moment: Date, years: number): Date {
  const later = new Date(moment)
  later.setUTCFullYear(moment.getUTCFullYear() + years)
  return later
}
