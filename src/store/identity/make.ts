import { generateKeyPair, type KeyObject, randomBytes } from 'node:crypto'
import { promisify } from 'node:util'
import { calculateJwkThumbprint } from 'jose'
import type { SignatureAlgorithm } from '../../envelope/algorithms.ts'
import { type CertificateAuthority, issueCertificateAuthority, issueSigner } from '../../trust/issue.ts'
import type { CertificateUse } from '../../trust/profiles.ts'
import { encryptedKeyPem, pem } from './encryptedKey.ts'
import {
  certificateFile,
  encryptionKeyFile,
  fileNames,
  keyFile,
  keyStoreFile,
  writeFolder,
} from './folder.ts'
import { IdentityError } from './identityError.ts'
import { writePkcs12 } from './pkcs12.ts'
import { type SigningUse, baseNames } from './roles.ts'

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
const newKeys = {
  rsa: async () => await generate('rsa', { modulusLength: rsaBits }),
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
  const { privateKey: key } = await newKeys.rsa()
  const terms = termsOf(order, 'Certificate authority', validityYears.ca)
  const ca = { key, certificate: issueCertificateAuthority({ ...terms, key }) }
  const issuer = { ca, passphrase, country, organisation, holder, validFrom }
  const named = (use: SigningUse) => () => baseNames[use]
  const signing: readonly (readonly [string, string | Buffer])[] = [
    ...(await newSigner(issuer, 'list', named('list'))).files,
    ...(await newSigner(issuer, 'message', named('message'), algorithm)).files,
    ...(await newSigner(issuer, 'http', named('http'))).files,
  ]
  const encryption = await newEncryptionKey(passphrase)
  const log = await generate('ed25519')
  const files = new Map<string, string | Buffer>([
    [fileNames.caCertificate, pem('CERTIFICATE', ca.certificate)],
    [fileNames.caKey, encryptedKeyPem(ca.key, passphrase)],
    ...signing,
    [encryption.file, encryption.content],
    [fileNames.logKey, encryptedKeyPem(log.privateKey, passphrase)],
  ])
  await writeFolder(folder, files)
}

/** Who a State's certificate authority makes certificates for, and from when on. */
export interface Issuer {
  readonly ca: CertificateAuthority
  readonly passphrase: string
  readonly country: string
  readonly organisation: string
  readonly holder: string
  readonly validFrom: Date
}

const certificateUses = {
  message: { use: 'messageSigner', title: 'Message signer' },
  http: { use: 'httpSigner', title: 'HTTP signer' },
  list: { use: 'listSigner', title: 'Trust list signer' },
} as const satisfies Record<SigningUse, { use: CertificateUse; title: string }>

/** A new key with its certificate, as files of the name that the certificate is given. */
export async function newSigner(
  issuer: Issuer,
  signingUse: SigningUse,
  nameOf: (certificate: Buffer) => string,
  algorithm: SignatureAlgorithm = 'ES256',
): Promise<{ certificate: Buffer; files: readonly (readonly [string, string | Buffer])[] }> {
  const { use, title } = certificateUses[signingUse]
  const { ca, passphrase, holder } = issuer
  const { privateKey: key, publicKey } = await (algorithm === 'ES256' ? newKeys.ec() : newKeys.rsa())
  const terms = termsOf(issuer, title, validityYears[use])
  const certificate = issueSigner(use, { ...terms, publicKey, holder }, ca)
  const name = nameOf(certificate)
  if (signingUse === 'message') {
    const store = writePkcs12({ key, certificate, issuer: ca.certificate }, passphrase)
    return { certificate, files: [[keyStoreFile(name), store]] }
  }
  return {
    certificate,
    files: [
      [certificateFile(name), pem('CERTIFICATE', certificate)],
      [keyFile(name), encryptedKeyPem(key, passphrase)],
    ],
  }
}

/** A new key for sealing to this node, as a file. */
export async function newEncryptionKey(
  passphrase: string,
): Promise<{ kid: string; file: string; content: string }> {
  const { privateKey, publicKey } = await generate('x25519')
  const kid = await kidOf(publicKey)
  return { kid, file: encryptionKeyFile(kid), content: encryptedKeyPem(privateKey, passphrase) }
}

/** The name of an encryption key: its JWK thumbprint (RFC 7638), which needs no register to be unique. */
export async function kidOf(key: KeyObject): Promise<string> {
  return calculateJwkThumbprint(key.export({ format: 'jwk' }))
}

/** Whom a certificate names, by which number, and how long it lasts. */
function termsOf(
  { country, organisation, validFrom }: Pick<Issuer, 'country' | 'organisation' | 'validFrom'>,
  title: string,
  years: number,
) {
  return {
    subject: { country, organisation, commonName: `${title} of ${country}` },
    serial: newSerial(),
    validFrom,
    validUntil: yearsAfter(validFrom, years),
  }
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
