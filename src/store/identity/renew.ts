import { X509Certificate } from 'node:crypto'
import { certificateDigest } from '../../trust/certificate.ts'
import { addFiles } from './folder.ts'
import { IdentityError } from './identityError.ts'
import { newEncryptionKey } from './newKeys.ts'
import { earlierEnd, newNoteKeys, type NoteNames, takeUpNoteKeys, withdrawNoteKey } from './noteKeys.ts'
import { type NoteUse, noteUses } from './noteRoles.ts'
import { newSigner, ownerOf, validityYears } from './newSigner.ts'
import { type Identity, readIdentity, readOwnAuthority, requireNextListKey } from './read.ts'
import {
  type PastCertificate,
  type Roles,
  type SigningUse,
  followerOf,
  noteRolesOf,
  readRoles,
  signingUses,
  writeRoles,
} from './roles.ts'

/** A key that was made, put into use or withdrawn; `digest`: SHA-256 (hex) of its certificate, or its kid. */
export interface KeyChange {
  readonly use: RenewedUse | 'authority'
  readonly digest: string
}

/**
 * Tells the log what becomes of keys, all at once, just before the roles say it: should the process die between the two, the log has
 * said too much and never too little. Where it cannot be told, nothing becomes of them.
 */
export type TellLog = (changes: readonly KeyChange[]) => Promise<void>

/** For an identity with which no node was ever in service: it has no log. */
export const noLog: TellLog = () => Promise.resolve()

/** How long a key that is not used any more still counts, for what it has signed is still on its way. */
export const lastingMs = {
  /** A message may have been signed thirty days before it arrives. */
  message: 31 * 86_400_000,
  http: 86_400_000,
  encryption: 31 * 86_400_000,
  /** Peers and policy files that name the key before still get its cosignature beside that of the new one. */
  witness: 31 * 86_400_000,
  /** The last head of a log that was closed may still wait for witnesses that were away. */
  log: 31 * 86_400_000,
} as const

/** Every process of the node reads its keys again before a peer seals to the new one. */
const sealingDelayMs = 3_600_000

/** Uses of keys that follow one another. */
export type RenewedUse = UsedUse | 'encryption'

/** Those that a command puts into use. */
export type UsedUse = SigningUse | NoteUse

/**
 * Makes the keys that follow those in use: one for each use with a certificate, issued by the State's own certificate
 * authority, and one to seal to. They are listed by the node in service; `takeUp` puts them into use.
 * Peers seal to the new key in an hour. Where no uses are named: all that have a certificate or are sealed to, with a list
 * signer where none follows yet. The keys of log and witness are made when they are named: a log with another key is another log.
 * Throws IdentityError KEYS_WAITING where some are made already, AUTHORITY_MISSING where they cannot be issued here; and what `tellLog` throws.
 */
export async function renewKeys(
  folder: string,
  passphrase: string,
  { at, holder, uses }: { readonly at: Date; readonly holder: string; readonly uses?: readonly RenewedUse[] },
  tellLog: TellLog = noLog,
): Promise<readonly KeyChange[]> {
  const roles = await readRoles(folder)
  const isWaiting = (use: SigningUse): boolean => roles.signing[use].next !== undefined
  const wanted = uses ?? ['message', 'http', ...(isWaiting('list') ? [] : ['list' as const]), 'encryption']
  const toSign = signingUses.filter((use) => wanted.includes(use))
  if (toSign.some(isWaiting)) {
    throw new IdentityError('KEYS_WAITING', 'New keys are made already. Put them into use first: cert use.')
  }
  const identity = await readIdentity(folder, passphrase)
  const notes = await newNoteKeys(
    noteRolesOf(roles),
    noteUses.filter((use) => wanted.includes(use)),
    passphrase,
    at,
  )
  const changes: KeyChange[] = [...notes.changes]
  const noteKeys = notes.changes.length === 0 ? {} : { noteKeys: notes.roles }
  const signing = { ...roles.signing }
  const files = new Map<string, string | Buffer>(notes.files)
  if (toSign.length > 0) {
    const ca = await readOwnAuthority(folder, passphrase)
    const issuer = { ca, passphrase, holder, validFrom: at, ...ownerOf(ca.certificate) }
    for (const use of toSign) {
      const algorithm = use === 'message' ? identity.signer.algorithm : 'ES256'
      const years = use === 'list' ? validityYears.nextList : validityYears[use]
      const made = await newSigner(issuer, use, followerOf(use), { algorithm, years })
      for (const [file, content] of made.files) files.set(file, content)
      signing[use] = { ...signing[use], next: followerOf(use)(made.certificate) }
      changes.push({ use, digest: certificateDigest(made.certificate) })
    }
  }
  if (!wanted.includes('encryption')) {
    await writeRoles(folder, roles)
    await addFiles(folder, files)
    // Should the process die before the log is told, or after, no role names these files, and the same command makes others. What the
    // log was told of then never counted for anything.
    await tellLog(changes)
    await writeRoles(folder, { ...roles, signing, ...noteKeys })
    return changes
  }
  const sealing = await newEncryptionKey(passphrase)
  files.set(sealing.file, sealing.content)
  // The keys that there are get their names first: so what is added means nothing until the roles name it as well, and if
  // the process dies between, another renewal makes other files.
  await writeRoles(folder, { ...roles, encryption: sealingTimes(identity) })
  await addFiles(folder, files)
  const from = new Date(at.getTime() + sealingDelayMs)
  const encryption = { ...sealingTimes(identity, from), [sealing.kid]: { validFrom: from.toISOString() } }
  const all: readonly KeyChange[] = [...changes, { use: 'encryption', digest: sealing.kid }]
  // As above: the log never lacks a key that is there.
  await tellLog(all)
  await writeRoles(folder, { ...roles, signing, encryption, ...noteKeys })
  return all
}

/**
 * Puts the keys that were made into use. Those that they follow are listed as withdrawn, from when nothing that they
 * have signed can be on its way any more. The list signer, log and witness change only when they are named among the uses;
 * a node in service then closes its log with the key before, and cosigns with both for as long as that is listed.
 *
 * @param names - what log and witness are called now; must be given where they are among the uses
 * @param tellLog - is told of the keys that are left
 * @throws IdentityError KEYS_NOT_RENEWED where none were made, KEY_NOT_HERE where the key of a list signer is elsewhere; and what `tellLog` throws
 */
export async function takeUp(
  folder: string,
  passphrase: string,
  at: Date,
  uses: readonly UsedUse[] = ['message', 'http'],
  names?: NoteNames,
  tellLog: TellLog = noLog,
): Promise<{ readonly taken: readonly KeyChange[]; readonly left: readonly KeyChange[] }> {
  const roles = await readRoles(folder)
  const identity = await readIdentity(folder, passphrase)
  const notes = takeUpNotes(roles, identity, at, uses, names)
  const taken = signingUses.flatMap((use) => {
    if (!uses.includes(use)) return []
    const certificate = identity.next[use]
    return certificate === undefined ? [] : [{ use, digest: certificateDigest(certificate) }]
  })
  if (taken.length + notes.changes.length === 0) {
    throw new IdentityError('KEYS_NOT_RENEWED', 'No new keys were made. Make them first: cert renew.')
  }
  const before = { message: identity.signer, http: identity.httpSigner, list: identity.listSigner }
  const signing = { ...roles.signing }
  const past: PastCertificate[] = [...roles.past]
  for (const { use } of taken) {
    const { current, next = current } = signing[use]
    if (use === 'list') await requireNextListKey(folder, next)
    signing[use] = { current: next }
    // A list signer that is not used any more is named in no list: nothing of it is on its way.
    if (use === 'list') continue
    past.push({
      use,
      certificate: before[use].certificate.toString('base64'),
      withdrawnSince: new Date(at.getTime() + lastingMs[use]).toISOString(),
    })
  }
  const noteKeys = notes.changes.length === 0 ? {} : { noteKeys: notes.roles }
  const left: readonly KeyChange[] = [
    ...taken.map(({ use }) => ({ use, digest: certificateDigest(before[use].certificate) })),
    ...notes.left,
  ]
  // Should the process die after the log is told, these keys are in use still: the same command leaves them, and tells the log once
  // more, which then has the moment at which it was so. The other way round it would be refused, as there is nothing left to do.
  await tellLog(left)
  await writeRoles(folder, { ...roles, signing, past, ...noteKeys })
  return { taken: [...taken, ...notes.changes], left }
}

function takeUpNotes(
  roles: Roles,
  identity: Identity,
  at: Date,
  uses: readonly UsedUse[],
  names: NoteNames | undefined,
): ReturnType<typeof takeUpNoteKeys> {
  const wanted = noteUses.filter((use) => uses.includes(use))
  const before = noteRolesOf(roles)
  if (names === undefined) {
    if (wanted.length > 0)
      throw new TypeError('the names of log and witness are needed to leave a key of theirs')
    return { roles: before, changes: [], left: [] }
  }
  const until = new Date(at.getTime() + lastingMs.log)
  return takeUpNoteKeys(before, wanted, identity.noteKeys, { names, born: bornAt(identity), until })
}

/** When the identity was made, as its first certificates say. */
function bornAt({ signer }: Identity): string {
  return new Date(new X509Certificate(signer.certificate).validFrom).toISOString()
}

/**
 * Lets a key count for nothing from that moment on, or from an earlier one where that was said before: one that is used
 * no more, by the SHA-256 of its certificate, or one to seal to, by its kid. Throws IdentityError KEY_UNKNOWN, or KEY_IN_USE where nothing stands in for it.
 */
export async function withdrawKey(folder: string, name: string, since: Date, now: Date): Promise<KeyChange> {
  const roles = await readRoles(folder)
  const found = roles.past.find(
    ({ certificate }) => certificateDigest(Buffer.from(certificate, 'base64')) === name,
  )
  if (found !== undefined) {
    const past = roles.past.map((one) =>
      one === found ? { ...one, withdrawnSince: earlierEnd(one.withdrawnSince, since) } : one,
    )
    await writeRoles(folder, { ...roles, past })
    return { use: found.use, digest: name }
  }
  const note = withdrawNoteKey(noteRolesOf(roles), name, since)
  if (note !== null) {
    await writeRoles(folder, { ...roles, noteKeys: note.roles })
    return { use: note.use, digest: name }
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
  const withdrawnSince = earlierEnd(time.withdrawnSince, since)
  const encryption = { ...roles.encryption, [name]: { ...time, withdrawnSince } }
  await writeRoles(folder, { ...roles, encryption })
  return { use: 'encryption', digest: name }
}

/** The keys that there are; with a next one, those that nothing had followed are withdrawn some time after it is valid. */
function sealingTimes(identity: Identity, next?: Date): Roles['encryption'] {
  const born = bornAt(identity)
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
