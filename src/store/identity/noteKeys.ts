import { createPublicKey, type KeyObject } from 'node:crypto'
import { encodeVerifierKey, noteVerifier, publicKeyDigest } from '../../audit/note.ts'
import { noteKeyDigest } from '../../trust/list.ts'
import { encryptedKeyPem } from './encryptedKey.ts'
import { keyFile } from './folder.ts'
import { IdentityError } from './identityError.ts'
import { newLogKey } from './newKeys.ts'
import {
  type NoteRole,
  type NoteRoles,
  type NoteUse,
  type PastNoteKey,
  noteFileOf,
  noteUses,
  pastNoteKeysMax,
} from './noteRoles.ts'

/** The keys of a log or a witness, as they are held in memory. */
export interface NoteKeys {
  readonly inUse: KeyObject
  /** When it was made; null: with the identity. */
  readonly since: string | null
  readonly next: { readonly key: KeyObject; readonly since: string } | null
  /** The newest first, each with the SHA-256 (hex) of its public key; `key` is null where its file was taken away. */
  readonly past: readonly (PastNoteKey & { readonly digest: string; readonly key: KeyObject | null })[]
  /** SHA-256 (hex) of the public key with which the identity was made; null where it is long gone. */
  readonly first: string | null
}

/** Reads one use. `read` gives the key in the file of that name, `isThere` says whether there is such a file. */
export async function readNoteKeys(
  { current, next, past }: NoteRole,
  use: NoteUse,
  read: (file: string) => Promise<KeyObject>,
  isThere: (file: string) => Promise<boolean>,
): Promise<NoteKeys> {
  const inUse = await read(keyFile(current.name))
  const before: NoteKeys['past'][number][] = []
  for (const one of past) {
    const file = keyFile(one.name)
    const key = (await isThere(file)) ? await read(file) : null
    before.push({ ...one, digest: noteKeyDigest(one.vkey), key })
  }
  const first = before.find(({ name }) => name === use)?.digest ?? null
  return {
    inUse,
    since: current.since ?? null,
    next: next?.since === undefined ? null : { key: await read(keyFile(next.name)), since: next.since },
    past: before,
    first: current.name === use ? publicKeyDigest(createPublicKey(inUse)) : first,
  }
}

/** What comes of keys that are made or put into use: the roles, and the digest of each key. */
interface Changed {
  readonly roles: NoteRoles
  readonly changes: readonly { readonly use: NoteUse; readonly digest: string }[]
}

/** Makes the keys that follow. Throws IdentityError KEYS_WAITING where one is made already. */
export async function newNoteKeys(
  roles: NoteRoles,
  uses: readonly NoteUse[],
  passphrase: string,
  at: Date,
): Promise<Changed & { readonly files: readonly (readonly [string, string])[] }> {
  const changed = { ...roles }
  const files: (readonly [string, string])[] = []
  const changes: { use: NoteUse; digest: string }[] = []
  for (const use of noteUses.filter((one) => uses.includes(one))) {
    if (roles[use].next !== undefined)
      throw new IdentityError(
        'KEYS_WAITING',
        `A new key of the ${use} is made already. Put it into use first: cert use --use ${use}.`,
      )
    const key = await newLogKey()
    const digest = publicKeyDigest(createPublicKey(key))
    const name = noteFileOf(use, digest)
    files.push([keyFile(name), encryptedKeyPem(key, passphrase)])
    changed[use] = { ...roles[use], next: { name, since: at.toISOString() } }
    changes.push({ use, digest })
  }
  return { roles: changed, changes, files }
}

/** What a use goes by: the origin of the log, the name of the witness. */
export type NoteNames = Readonly<Record<NoteUse, string>>

/**
 * Puts the keys that follow into use; those before them are listed as withdrawn from `until` on. Uses for which none
 * was made are passed over.
 */
export function takeUpNoteKeys(
  roles: NoteRoles,
  uses: readonly NoteUse[],
  keys: Readonly<Record<NoteUse, NoteKeys>>,
  { names, born, until }: { readonly names: NoteNames; readonly born: string; readonly until: Date },
): Changed & { readonly left: Changed['changes'] } {
  const changed = { ...roles }
  const changes: { use: NoteUse; digest: string }[] = []
  const left: { use: NoteUse; digest: string }[] = []
  for (const use of noteUses.filter((one) => uses.includes(one))) {
    const { current, next, past } = roles[use]
    const { inUse, next: followed } = keys[use]
    if (next === undefined || followed === null) continue
    const publicKey = createPublicKey(inUse)
    const kind = use === 'witness' ? 'cosignature' : 'note'
    const before: PastNoteKey = {
      name: current.name,
      vkey: encodeVerifierKey(noteVerifier(names[use], publicKey, kind)),
      validFrom: current.since ?? born,
      withdrawnSince: until.toISOString(),
    }
    changed[use] = { current: next, past: [before, ...past].slice(0, pastNoteKeysMax) }
    changes.push({ use, digest: publicKeyDigest(createPublicKey(followed.key)) })
    left.push({ use, digest: publicKeyDigest(publicKey) })
  }
  return { roles: changed, changes, left }
}

/** Lets a key that was left count for nothing from that moment on, or an earlier one that was said before; null where none has that name. */
export function withdrawNoteKey(
  roles: NoteRoles,
  digest: string,
  since: Date,
): { readonly roles: NoteRoles; readonly use: NoteUse } | null {
  for (const use of noteUses) {
    const { past } = roles[use]
    const found = past.find(({ vkey }) => noteKeyDigest(vkey) === digest)
    if (found === undefined) continue
    const changed = past.map((one) =>
      one === found ? { ...one, withdrawnSince: earlierEnd(one.withdrawnSince, since) } : one,
    )
    return { roles: { ...roles, [use]: { ...roles[use], past: changed } }, use }
  }
  return null
}

/** When a key ends that is withdrawn once more (RFC 3339): where another end was said, the earlier of the two stands. */
export function earlierEnd(known: string | undefined, since: Date): string {
  return known !== undefined && new Date(known) < since ? known : since.toISOString()
}
