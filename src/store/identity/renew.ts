import { X509Certificate } from 'node:crypto'
import { certificateDigest } from '../../trust/certificate.ts'
import { addFiles } from './folder.ts'
import { IdentityError } from './identityError.ts'
import { newEncryptionKey, newSigner } from './make.ts'
import { type Identity, readIdentity } from './read.ts'
import { type PastCertificate, type Role, type Roles, readRoles, signingUses, writeRoles } from './roles.ts'

/** A key that was made, put into use or withdrawn; `digest`: SHA-256 (hex) of its certificate, or its kid. */
export interface KeyChange {
  readonly use: 'message' | 'http' | 'list' | 'encryption'
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
 * Throws IdentityError KEYS_WAITING where some are made already.
 *
 * @param sealingFrom - from when peers seal to the new key; in an hour where nothing is said
 */
export async function renewKeys(
  folder: string,
  passphrase: string,
  { at, holder, sealingFrom }: { readonly at: Date; readonly holder: string; readonly sealingFrom?: Date },
): Promise<readonly KeyChange[]> {
  const roles = await readRoles(folder)
  if (signingUses.some((use) => roles.signing[use].next !== undefined)) {
    throw new IdentityError('KEYS_WAITING', 'New keys are made already. Put them into use first: cert use.')
  }
  const identity = await readIdentity(folder, passphrase)
  const issuer = { ca: identity.ca, passphrase, holder, validFrom: at, ...ownerOf(identity) }
  const changes: KeyChange[] = []
  const signing: Record<string, Role> = { ...roles.signing }
  const files = new Map<string, string | Buffer>()
  for (const use of signingUses) {
    const algorithm = use === 'message' ? identity.signer.algorithm : 'ES256'
    const made = await newSigner(issuer, use, nameFor(use), algorithm)
    const digest = certificateDigest(made.certificate)
    const name = `${nameFor(use)}-${digest.slice(0, 16)}`
    for (const [file, content] of made.files) files.set(file.replace(nameFor(use), name), content)
    signing[use] = { ...roles.signing[use], next: name }
    changes.push({ use, digest })
  }
  const sealing = await newEncryptionKey(passphrase)
  files.set(sealing.file, sealing.content)
  // Dies the process before the roles are written, these files mean nothing; a new renewal makes others.
  await addFiles(folder, files)
  const from = sealingFrom ?? new Date(at.getTime() + sealingDelayMs)
  const encryption = { ...sealingUntil(identity, from), [sealing.kid]: { validFrom: from.toISOString() } }
  await writeRoles(folder, { ...roles, signing: signing as Roles['signing'], encryption })
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
  const following = signingUses.flatMap((use) => {
    const certificate = identity.next[use]
    return certificate === undefined ? [] : [{ use, digest: certificateDigest(certificate) }]
  })
  if (following.length === 0) {
    throw new IdentityError('KEYS_NOT_RENEWED', 'No new keys were made. Make them first: cert renew.')
  }
  const changed = new Set(following.map(({ use }) => use))
  const role = (use: 'message' | 'http' | 'list'): Role => ({
    current: roles.signing[use].next ?? roles.signing[use].current,
  })
  const past = (
    [
      ['message', identity.signer.certificate],
      ['http', identity.httpSigner.certificate],
    ] as const
  )
    .filter(([use]) => changed.has(use))
    .map(([use, certificate]) => pastOf(use, certificate, new Date(at.getTime() + lastingMs[use])))
  await writeRoles(folder, {
    ...roles,
    signing: { message: role('message'), http: role('http'), list: role('list') },
    past: [...roles.past, ...past],
  })
  const before = { message: identity.signer, http: identity.httpSigner, list: identity.listSigner }
  const left = following.map(({ use }) => ({ use, digest: certificateDigest(before[use].certificate) }))
  return { taken: following, left }
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

function nameFor(use: 'message' | 'http' | 'list'): string {
  return { message: 'signer', http: 'http-signer', list: 'list-signer' }[use]
}

function pastOf(use: 'message' | 'http', certificate: Buffer, withdrawnSince: Date): PastCertificate {
  return { use, certificate: certificate.toString('base64'), withdrawnSince: withdrawnSince.toISOString() }
}

/** The keys that there are, each withdrawn some time after the next one may be sealed to. */
function sealingUntil(identity: Identity, next: Date): Roles['encryption'] {
  const born = new Date(new X509Certificate(identity.signer.certificate).validFrom).toISOString()
  const withdrawnSince = new Date(next.getTime() + lastingMs.encryption).toISOString()
  return Object.fromEntries(
    [...identity.encryptionKeys.keys()].map((kid) => {
      const time = identity.sealingTimes[kid] ?? { validFrom: born }
      return [kid, { withdrawnSince, ...time }]
    }),
  )
}

/** Who the certificates name, as those in use do. */
function ownerOf({ ca }: Identity): { country: string; organisation: string } {
  const { C, O } = new X509Certificate(ca.certificate).toLegacyObject().subject as Readonly<
    Record<string, string | undefined>
  >
  return { country: C ?? '', organisation: O ?? '' }
}
