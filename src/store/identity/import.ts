import { type KeyObject, X509Certificate } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type Refusal, type Result, refuse } from '../../message/refusal.ts'
import { certificateDigest } from '../../trust/certificate.ts'
import { checkCertificate } from '../../trust/checkCertificate.ts'
import { replaceFile } from '../replaceFile.ts'
import { withAuthority } from './authorities.ts'
import { pem } from './encryptedKey.ts'
import { certificateFile, keyFile } from './folder.ts'
import { IdentityError } from './identityError.ts'
import { certificateUses, signerFiles } from './newSigner.ts'
import { readAuthorities, readIdentity, readKeyFile, usesWithoutCertificate } from './read.ts'
import { type KeyChange, type TellLog, noLog } from './renew.ts'
import { publicKeyDigest } from './request.ts'
import { type TokenKey, provesKey, refuseLibraryInside, tokenFile } from './token.ts'
import {
  type RequestedKey,
  type Roles,
  type SigningUse,
  followerOf,
  nameFrom,
  readRoles,
  writeRoles,
} from './roles.ts'

/** A certificate from elsewhere, with what came along. */
export interface Offer {
  /** DER. */
  readonly certificate: Buffer
  /** Its private key, where that was not made here; then `use` says what it is for. */
  readonly key?: KeyObject
  readonly use?: SigningUse
  /** The same where the private key stays in a token: for the uses `message` and `list`. */
  readonly token?: TokenKey
  /** Certificates (DER) among which that of its authority is, beside those that the State names already. */
  readonly others: readonly Buffer[]
  /** URI of the node that it must name. */
  readonly holder: string
  readonly at: Date
}

/** What has become of an offer: the key follows the one in use, or it is the first of its use. */
export interface Imported {
  readonly use: SigningUse
  readonly standing: 'inForce' | 'next'
  readonly changes: readonly KeyChange[]
}

/**
 * Takes a certificate for a key that was requested here, or that came with it, after judging it as every peer will: by
 * the profile of its use, under one authority, for this node. It is the next one of its use, as after `renewKeys`; where
 * the use had none yet, it is the one in use.
 *
 * Refuses with what `checkCertificate` refuses. Throws IdentityError KEY_UNKNOWN (nobody asked for it here), KEY_REUSED,
 * KEYS_WAITING or AUTHORITIES_TOO_MANY; and what `tellLog` throws.
 */
export async function importCertificate(
  folder: string,
  passphrase: string,
  offer: Offer,
  tellLog: TellLog = noLog,
): Promise<Result<Imported>> {
  const { certificate } = offer
  const leaf = readLeaf(certificate)
  if (leaf === null) return refuse('CERTIFICATE_INVALID', { detail: 'cannot be read' })
  const roles = await readRoles(folder)
  const waiting = requestedFor(roles, leaf.publicKey)
  const use = waiting?.use ?? offer.use
  const key = waiting === undefined ? offer.key : await readKeyFile(folder, keyFile(waiting.name), passphrase)
  if (use === undefined || (key === undefined && offer.token === undefined)) {
    throw new IdentityError(
      'KEY_UNKNOWN',
      'No key that waits here is that of the certificate. Ask for one first: cert request; or import a PKCS#12 file with the key in it.',
    )
  }
  if (offer.token !== undefined) await refuseLibraryInside(dirname(folder), offer.token.module, '--pkcs11')
  const isItsKey = key === undefined ? await isInToken(offer) : leaf.checkPrivateKey(key)
  if (!isItsKey) return refuse('CERTIFICATE_INVALID', { detail: 'it is not that of the key' })
  const listed = await readAuthorities(folder, roles)
  const issuer = issuerAmong([...listed, ...offer.others], use, offer)
  if (!issuer.ok) return issuer
  const isFirst = (await usesWithoutCertificate(folder, roles)).includes(use)
  if (!isFirst) await refuseTaken(folder, passphrase, roles, use, leaf.publicKey)
  const authorities = withAuthority(listed, issuer.der)
  const name = followerOf(use)(certificate)
  // The keys that there are get their names first, as where they are renewed: should the process die before the roles name these files as
  // well, they mean nothing, and the same import makes them again.
  await writeRoles(folder, roles)
  const files =
    key === undefined
      ? tokenFiles(name, offer)
      : signerFiles(use, name, { key, certificate, issuer: issuer.der }, passphrase)
  for (const [file, content] of files) await replaceFile(join(folder, file), content)
  const changes: readonly KeyChange[] = [
    { use, digest: certificateDigest(certificate) },
    ...(authorities.length > listed.length
      ? [{ use: 'authority' as const, digest: certificateDigest(issuer.der) }]
      : []),
  ]
  // Should the process die after the log is told, no role names the certificate yet: the same import takes it, and tells the log once
  // more. The other way round it would be refused, as the key has its certificate.
  await tellLog(changes)
  const role = isFirst ? { current: name } : { ...roles.signing[use], next: name }
  await writeRoles(folder, {
    ...roles,
    signing: { ...roles.signing, [use]: role },
    authorities,
    requested: (roles.requested ?? []).filter((one) => one !== waiting),
  })
  if (waiting !== undefined) await rm(join(folder, keyFile(waiting.name)), { force: true })
  return { ok: true, use, standing: isFirst ? 'inForce' : 'next', changes }
}

async function isInToken({ token, certificate }: Offer): Promise<boolean> {
  return token !== undefined && (await provesKey(token, certificate))
}

function tokenFiles(name: string, { token, certificate }: Offer): readonly (readonly [string, string])[] {
  return [
    [certificateFile(name), pem('CERTIFICATE', certificate)],
    [tokenFile(name), `${JSON.stringify(token, null, 2)}\n`],
  ]
}

function readLeaf(der: Buffer): X509Certificate | null {
  try {
    return new X509Certificate(der)
  } catch {
    return null
  }
}

function requestedFor({ requested = [] }: Roles, publicKey: KeyObject): RequestedKey | undefined {
  const digest = publicKeyDigest(publicKey)
  return requested.find(({ use, name }) => name === nameFrom(use, digest))
}

/** The first authority under which the certificate is good; else what is wrong under the one that fits best. */
function issuerAmong(
  candidates: readonly Buffer[],
  use: SigningUse,
  { certificate, holder, at }: Offer,
): Result<{ der: Buffer }> {
  const wrongIssuer = 'CERTIFICATE_WRONG_ISSUER'
  let refusal: Refusal = refuse(wrongIssuer, { detail: 'its authority was not named: --authority' })
  for (const der of candidates) {
    const purpose = { use: certificateUses[use].use, holder }
    const checked = checkCertificate(certificate, der, purpose, at)
    if (checked.ok) return { ok: true, der }
    if (refusal.code === wrongIssuer) refusal = checked
  }
  return refusal
}

/** A use has one successor at a time, and a key one use. */
async function refuseTaken(
  folder: string,
  passphrase: string,
  roles: Roles,
  use: SigningUse,
  publicKey: KeyObject,
): Promise<void> {
  const { signer, httpSigner, listSigner, next, past, authorities } = await readIdentity(folder, passphrase)
  const certificates = [
    ...[signer, httpSigner, listSigner].map(({ certificate }) => certificate),
    ...Object.values(next),
    ...past.map(({ certificate }) => Buffer.from(certificate, 'base64')),
    ...authorities,
  ]
  const digest = publicKeyDigest(publicKey)
  if (certificates.some((der) => publicKeyDigest(new X509Certificate(der).publicKey) === digest))
    throw new IdentityError(
      'KEY_REUSED',
      'This key has a certificate here already: each has one use, and one certificate.',
    )
  if (roles.signing[use].next !== undefined) {
    throw new IdentityError(
      'KEYS_WAITING',
      `A key for ${use} waits to be used already. Put it into use first: cert use --use ${use}.`,
    )
  }
}
