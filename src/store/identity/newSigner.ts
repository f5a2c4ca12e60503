import { randomBytes, X509Certificate } from 'node:crypto'
import type { SignatureAlgorithm } from '../../envelope/algorithms.ts'
import type { Subject } from '../../trust/certificateParts.ts'
import { type CertificateAuthority, issueSigner } from '../../trust/issue.ts'
import type { CertificateUse } from '../../trust/profiles.ts'
import { encryptedKeyPem, pem } from './encryptedKey.ts'
import { certificateFile, keyFile, keyStoreFile } from './folder.ts'
import { IdentityError } from './identityError.ts'
import { newKeys } from './newKeys.ts'
import { type KeyWithCertificates, writePkcs12 } from './pkcs12.ts'
import type { SigningUse } from './roles.ts'

/** Who a State's certificate authority makes certificates for, and from when on. */
export interface Issuer {
  readonly ca: CertificateAuthority
  readonly passphrase: string
  readonly country: string
  readonly organisation: string
  readonly holder: string
  readonly validFrom: Date
}

/** The profile and the name of a signer, by what its key is for. */
export const certificateUses = {
  message: { use: 'messageSigner', title: 'Message signer' },
  http: { use: 'httpSigner', title: 'HTTP signer' },
  list: { use: 'listSigner', title: 'Trust list signer' },
} as const satisfies Record<SigningUse, { use: CertificateUse; title: string }>

/** How long certificates last that are issued here. */
export const validityYears = {
  ca: 10,
  list: 5,
  /** A list signer waits as long as the one before it lasts. */
  nextList: 10,
  message: 2,
  http: 2,
} as const

type Content = readonly (readonly [string, string | Buffer])[]

/** A new key with its certificate, as files of the name that the certificate is given. Throws IdentityError AUTHORITY_ENDED. */
export async function newSigner(
  issuer: Issuer,
  signingUse: SigningUse,
  nameOf: (certificate: Buffer) => string,
  {
    algorithm = 'ES256',
    years = validityYears[signingUse],
  }: { algorithm?: SignatureAlgorithm; years?: number } = {},
): Promise<{ certificate: Buffer; files: Content }> {
  const { use } = certificateUses[signingUse]
  const { ca, passphrase, holder, validFrom } = issuer
  const { privateKey: key, publicKey } = await newKeys[algorithm === 'ES256' ? 'ec' : 'rsa']()
  const order = {
    subject: subjectOf(issuer, signingUse),
    serial: newSerial(),
    validFrom,
    validUntil: withinAuthority(ca.certificate, validFrom, yearsAfter(validFrom, years)),
  }
  const certificate = issueSigner(use, { ...order, publicKey, holder }, ca)
  const name = nameOf(certificate)
  const files = signerFiles(signingUse, name, { key, certificate, issuer: ca.certificate }, passphrase)
  return { certificate, files }
}

/** The files of a signer: a message signer's in one, with the certificate of its authority. */
export function signerFiles(
  use: SigningUse,
  name: string,
  signer: KeyWithCertificates,
  passphrase: string,
): Content {
  if (use === 'message') return [[keyStoreFile(name), writePkcs12(signer, passphrase)]]
  return [
    [certificateFile(name), pem('CERTIFICATE', signer.certificate)],
    [keyFile(name), encryptedKeyPem(signer.key, passphrase)],
  ]
}

/** Whom the certificate of a use names. */
export function subjectOf(
  { country, organisation }: Pick<Subject, 'country' | 'organisation'>,
  use: SigningUse,
): Subject {
  return { country, organisation, commonName: `${certificateUses[use].title} of ${country}` }
}

/** 128 random bits, positive as RFC 5280 section 4.1.2.2 wants and without a leading zero byte as DER wants. */
export function newSerial(): string {
  const bytes = randomBytes(16)
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40
  return bytes.toString('hex')
}

export function yearsAfter(moment: Date, years: number): Date {
  const later = new Date(moment)
  later.setUTCFullYear(moment.getUTCFullYear() + years)
  return later
}

/** The earlier of the two ends: what outlived its authority would count for nothing. */
function withinAuthority(authority: Buffer, from: Date, until: Date): Date {
  const end = new Date(new X509Certificate(authority).validTo)
  if (end <= from)
    throw new IdentityError(
      'AUTHORITY_ENDED',
      `The certificate of the authority has ended on ${end.toISOString().slice(0, 10)}: it issues nothing any more.`,
    )
  return end < until ? end : until
}

/** Who the certificates name, as that of the authority does. */
export function ownerOf(authority: Buffer): { country: string; organisation: string } {
  const { C, O } = new X509Certificate(authority).toLegacyObject().subject as Readonly<
    Record<string, string | undefined>
  >
  return { country: C ?? '', organisation: O ?? '' }
}
