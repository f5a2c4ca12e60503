import { type KeyObject, X509Certificate } from 'node:crypto'
import { mkdir, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Result } from '../../message/refusal.ts'
import { checkChain } from '../../trust/checkCertificate.ts'
import { issueRevocationList } from '../../trust/issueRevocationList.ts'
import { type CertificateAuthority, issueSigner } from '../../trust/issue.ts'
import { checkRequest, readRequest } from '../../trust/request.ts'
import { encryptedKeyPem, derOfPem, pem } from './encryptedKey.ts'
import { addFiles, fileNames, writeFolder } from './folder.ts'
import { IdentityError } from './identityError.ts'
import { type AuthorityOrder, checkPassphrase, newAuthority } from './make.ts'
import type { newKeys } from './newKeys.ts'
import { certificateUses, newSerial, ownerOf, subjectOf } from './newSigner.ts'
import { readOwnAuthority } from './read.ts'
import { readRevoked } from './revoked.ts'
import { publicKeyDigest } from './request.ts'
import type { SigningUse } from './roles.ts'
import { unlessMissing } from '../unlessMissing.ts'

/** Certificates that an authority has issued, each under its serial number. */
const issuedFolder = 'issued'

const dayMs = 86_400_000

/**
 * Makes a national certificate authority in a folder of its own, which may lie on a machine without a network: its
 * certificate and its key, encrypted. Returns the certificate (DER). Throws IdentityError.
 */
export async function makeAuthority(
  folder: string,
  passphrase: string,
  order: AuthorityOrder & { readonly kind: keyof typeof newKeys; readonly validUntil: Date },
): Promise<Buffer> {
  checkPassphrase(passphrase)
  const { certificate, key } = await newAuthority(order, order.kind, order.validUntil)
  await writeFolder(
    folder,
    new Map([
      [fileNames.caCertificate, pem('CERTIFICATE', certificate)],
      [fileNames.caKey, encryptedKeyPem(key, passphrase)],
    ]),
  )
  return certificate
}

/** What a person orders from an authority. Use and holder are theirs to say: the request is not believed in that. */
export interface CertificateOrder {
  /** PKCS#10, DER. */
  readonly request: Buffer
  readonly use: SigningUse
  readonly holder: string
  readonly validFrom: Date
  readonly days: number
}

/**
 * Issues a certificate (DER) for a request by the profile of its use, and keeps it under its serial number. Refuses with
 * what `readRequest` and `checkRequest` refuse. Throws IdentityError AUTHORITY_MISSING, PASSPHRASE_WRONG, AUTHORITY_ENDED
 * where the authority ends before the certificate would, or KEY_REUSED where the key has a certificate already.
 */
export async function issueCertificate(
  folder: string,
  passphrase: string,
  { request: der, use, holder, validFrom, days }: CertificateOrder,
): Promise<Result<{ certificate: Buffer }>> {
  const ca = await openAuthority(folder, passphrase)
  const read = await readRequest(der)
  if (!read.ok) return read
  const { publicKey } = read.request
  const profile = certificateUses[use].use
  const refusal = checkRequest(read.request, profile, holder)
  if (refusal !== null) return refusal
  await refuseReused(folder, ca.certificate, publicKey)
  const validUntil = new Date(validFrom.getTime() + days * dayMs)
  refuseLonger(ca.certificate, validUntil)
  const owner = ownerOf(ca.certificate)
  const serial = newSerial()
  const order = { subject: subjectOf(owner, use), serial, validFrom, validUntil, publicKey, holder }
  const certificate = issueSigner(profile, order, ca)
  // What was issued is judged as every peer will judge it, before it leaves.
  const checked = checkChain(certificate, ca.certificate, { use: profile, holder })
  if (!checked.ok) return checked
  await mkdir(join(folder, issuedFolder), { recursive: true, mode: 0o700 })
  await addFiles(join(folder, issuedFolder), new Map([[`${serial}.crt`, pem('CERTIFICATE', certificate)]]))
  return { ok: true, certificate }
}

/** Its key has no MAC, so a wrong passphrase looks like a damaged file: the likelier of the two is said first. */
async function openAuthority(folder: string, passphrase: string): Promise<CertificateAuthority> {
  try {
    return await readOwnAuthority(folder, passphrase)
  } catch (cause) {
    if (!(cause instanceof IdentityError && cause.code === 'IDENTITY_DAMAGED')) throw cause
    throw new IdentityError(
      'PASSPHRASE_WRONG',
      `The authority in ${folder} does not open with this passphrase. Check the passphrase file; if it is the one of this authority, the folder is damaged: restore it from a backup.`,
      { cause },
    )
  }
}

/** A key has one use and one certificate: a second one would let it stand in for another. */
async function refuseReused(folder: string, authority: Buffer, publicKey: KeyObject): Promise<void> {
  const digest = publicKeyDigest(publicKey)
  for (const certificate of [authority, ...(await issuedBefore(join(folder, issuedFolder)))]) {
    const read = new X509Certificate(certificate)
    if (publicKeyDigest(read.publicKey) !== digest) continue
    throw new IdentityError(
      'KEY_REUSED',
      `This key has the certificate ${read.serialNumber} already: each has one use, and one certificate. Ask with a new key.`,
    )
  }
}

/** The certificates (DER) that an authority in a folder of its own has issued. */
export async function issuedBy(folder: string): Promise<readonly Buffer[]> {
  return await issuedBefore(join(folder, issuedFolder))
}

/**
 * Signs a list (DER) of all certificates that an authority in a folder of its own has taken back. The number is that of
 * the second, so that it rises from list to list. Throws IdentityError.
 */
export async function signRevocationList(
  folder: string,
  passphrase: string,
  { at, hours }: { readonly at: Date; readonly hours: number },
): Promise<{ readonly der: Buffer; readonly number: bigint; readonly nextUpdate: Date }> {
  const authority = await openAuthority(folder, passphrase)
  const seconds = Math.floor(at.getTime() / 1000)
  const nextUpdate = new Date((seconds + hours * 3_600) * 1000)
  const order = { number: BigInt(seconds), thisUpdate: new Date(seconds * 1000), nextUpdate }
  const der = issueRevocationList({ ...order, revoked: await readRevoked(folder) }, authority)
  return { der, number: order.number, nextUpdate }
}

async function issuedBefore(folder: string): Promise<readonly Buffer[]> {
  // Nothing was issued yet where the folder is not there.
  const names = (await unlessMissing(readdir(folder))) ?? []
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'latin1')))
  return texts.map((text) => derOfPem(text, 'CERTIFICATE'))
}

function refuseLonger(authority: Buffer, validUntil: Date): void {
  const end = new Date(new X509Certificate(authority).validTo)
  if (validUntil <= end) return
  throw new IdentityError(
    'AUTHORITY_ENDED',
    `The certificate of the authority ends on ${end.toISOString().slice(0, 10)}, before this one would: say fewer --days, or make a new authority.`,
  )
}
