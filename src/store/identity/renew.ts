import { X509Certificate } from 'node:crypto'
import { certificateDigest } from '../../trust/certificate.ts'
import { addFiles } from './folder.ts'
import { IdentityError } from './identityError.ts'
import { newEncryptionKey, newSigner } from './make.ts'
import { type Identity, readIdentity } from './read.ts'
import {
  type PastCertificate,
  type Roles,
  type SigningUse,
  baseNames,
  readRoles,
  signingUses,
  writeRoles,
} from './roles.ts'

/** A key that was made, put into use or withdrawn; `digest`: SHA-256 (hex) of its certificate, or its kid. */
export interface KeyChange {
  readonly use: SigningUse | 'encryption'
  readonly digest: string
}

/** How long a key that is not used any more still counts, for what it has signed is still on its way. */
export const lastingMs = {
  /** A message may have been signed thirty days before it arrives. */
  message: 31 * 86_400_000,
  http: 86_400_000,
  encryption: 31 * 86_400_000,
} as const

/** Every process of the node reads its keys again before a peer seals to the new one. */
const sealingDelayMs = 3_600_000

/**
 * Makes the keys that follow those in use: one for each use with a certificate, issued by the State's own certificate
 * authority, and one to seal to. They are listed by the node in service; `takeUp` puts them into use.
 * Peers seal to the new key in an hour. Throws IdentityError KEYS_WAITING where some are made already.
 */
export async function renewKeys(
  folder: string,
  passphrase: string,
  { at, holder }: { readonly at: Date; readonly holder: string },
): Promise<readonly KeyChange[]> {
  const roles = await readRoles(folder)
  if (signingUses.some((use) => roles.signing[use].next !== undefined)) {
    throw new IdentityError('KEYS_WAITING', 'New keys are made already. Put them into use first: cert use.')
  }
  const identity = await readIdentity(folder, passphrase)
  const issuer = { ca: identity.ca, passphrase, holder, validFrom: at, ...ownerOf(identity) }
  const changes: KeyChange[] = []
  const signing = { ...roles.signing }
  const files = new Map<string, string | Buffer>()
  for (const use of signingUses) {
    const algorithm = use === 'message' ? identity.signer.algorithm : 'ES256'
    const made = await newSigner(issuer, use, followerOf(use), algorithm)
    for (const [file, content] of made.files) files.set(file, content)
    signing[use] = { ...signing[use], next: followerOf(use)(made.certificate) }
    changes.push({ use, digest: certificateDigest(made.certificate) })
  }
  const sealing = await newEncryptionKey(passphrase)
  files.set(sealing.file, sealing.content)
  // The keys that there are get their names first: so what is added means nothing until the roles name it as well, and if
  // the process dies between, another renewal makes other files.
  await writeRoles(folder, { ...roles, encryption: sealingTimes(identity) })
  await addFiles(folder, files)
  const from = new Date(at.getTime() + sealingDelayMs)
  const encryption = { ...sealingTimes(identity, from), [sealing.kid]: { validFrom: from.toISOString() } }
  await writeRoles(folder, { ...roles, signing, encryption })
  return [...changes, { use: 'encryption', digest: sealing.kid }]
}

/**
 * Puts the keys that were made into use. Those that they follow are listed as withdrawn, from when nothing that they
 * have signed can be on its way any more. Throws IdentityError KEYS_NOT_RENEWED where none were made.
 */
export async function takeUp(
  folder: string,
  passphrase: string,
  at: Date,
): Promise<{ readonly taken: readonly KeyChange[]; readonly left: readonly KeyChange[] }> {
  const roles = await readRoles(folder)
  const identity = await readIdentity(folder, passphrase)
  const taken = signingUses.flatMap((use) => {
    const certificate = identity.next[use]
    return certificate === undefined ? [] : [{ use, digest: certificateDigest(certificate) }]
  })
  if (taken.length === 0) {
    throw new IdentityError('KEYS_NOT_RENEWED', 'No new keys were made. Make them first: cert renew.')
  }
  const before = { message: identity.signer, http: identity.httpSigner, list: identity.listSigner }
  const signing = { ...roles.signing }
  const past: PastCertificate[] = [...roles.past]
  for (const { use } of taken) {
    const { current, next = current } = signing[use]
    signing[use] = { current: next }
    // A list signer that is not used any more is named in no list: nothing of it is on its way.
    if (use === 'list') continue
    past.push({
      use,
      certificate: before[use].certificate.toString('base64'),
      withdrawnSince: new Date(at.getTime() + lastingMs[use]).toISOString(),
    })
  }
  await writeRoles(folder, { ...roles, signing, past })
  const left = taken.map(({ use }) => ({ use, digest: certificateDigest(before[use].certificate) }))
  return { taken, left }
}

/**
 * Lets a key count for nothing from that moment on: one that is used no more, by the SHA-256 of its certificate, or one
 * to seal to, by its kid. Throws IdentityError KEY_UNKNOWN, or KEY_IN_USE where nothing stands in for it.
 */
export async function withdrawKey(folder: string, name: string, since: Date, now: Date): Promise<KeyChange> {
  const roles = await readRoles(folder)
  const found = roles.past.find(
    ({ certificate }) => certificateDigest(Buffer.from(certificate, 'base64')) === name,
  )
  if (found !== undefined) {
    const past = roles.past.map((one) =>
      one === found ? { ...one, withdrawnSince: since.toISOString() } : one,
    )
    await writeRoles(folder, { ...roles, past })
    return { use: found.use, digest: name }
  }
  const time = roles.encryption[name]
  if (time === undefined) {
    throw new IdentityError(
      'KEY_UNKNOWN',
      `No key that was followed by another has the name ${name}. A key in use is replaced first: cert renew, cert use.`,
    )
  }
  const others = Object.entries(roles.encryption).filter(
    ([kid, { validFrom, withdrawnSince }]) =>
      kid !== name &&
      new Date(validFrom) <= now &&
      (withdrawnSince === undefined || now < new Date(withdrawnSince)),
  )
  if (others.length === 0) {
    throw new IdentityError('KEY_IN_USE', `Peers have no other key than ${name} to seal to. Make one first.`)
  }
  const encryption = { ...roles.encryption, [name]: { ...time, withdrawnSince: since.toISOString() } }
  await writeRoles(folder, { ...roles, encryption })
  return { use: 'encryption', digest: name }
}

function followerOf(use: SigningUse): (certificate: Buffer) => string {
  return (certificate) => `${baseNames[use]}-${certificateDigest(certificate).slice(0, 16)}`
}

/** The keys that there are; with a next one, those that nothing had followed are withdrawn some time after it is valid. */
function sealingTimes(identity: Identity, next?: Date): Roles['encryption'] {
  const born = new Date(new X509Certificate(identity.signer.certificate).validFrom).toISOString()
  const end =
    next === undefined
      ? {}
      : { withdrawnSince: new Date(next.getTime() + lastingMs.encryption).toISOString() }
  return Object.fromEntries(
    [...identity.encryptionKeys.keys()].map((kid) => [
      kid,
      { ...end, ...(identity.sealingTimes[kid] ?? { validFrom: born }) },
    ]),
  )
}

/** Who the certificates name, as those in use do. */
function ownerOf({ ca }: Identity): { country: string; organisation: string } {
  const { C, O } = new X509Certificate(ca.certificate).toLegacyObject().subject as Readonly<
    Record<string, string | undefined>
  >
  return { country: C ?? '', organisation: O ?? '' }
}
