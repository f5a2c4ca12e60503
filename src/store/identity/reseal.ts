import { readdir, realpath } from 'node:fs/promises'
import { join } from 'node:path'
import { replaceFile } from '../replaceFile.ts'
import { unlessMissing } from '../unlessMissing.ts'
import { decryptKeyPem, encryptedKeyPem } from './encryptedKey.ts'
import { fileNames, keyFile, keyStoreFile, readIdentityFile } from './folder.ts'
import { IdentityError } from './identityError.ts'
import { readPkcs12, writePkcs12 } from './pkcs12.ts'
import { readRoles } from './roles.ts'
import { readTokenKey } from './token.ts'

/** What opened the keys of a node until now, and what is to open them. */
export interface Passphrases {
  readonly before: string
  readonly after: string
}

/** The files of an identity under another passphrase. */
export interface ResealedKeys {
  /** What is to stand in them, by name. */
  readonly files: ReadonlyMap<string, string | Buffer>
  /** Names of those that stand under it already: a run before this has come so far. */
  readonly done: readonly string[]
}

/**
 * All files of keys in a folder, sealed under the passphrase that is to open them. Nothing is written.
 *
 * @throws IdentityError IDENTITY_MISSING, or PASSPHRASE_WRONG with the names of those that neither passphrase opens
 */
export async function resealedKeys(folder: string, passphrases: Passphrases): Promise<ResealedKeys> {
  const files = new Map<string, string | Buffer>()
  const [done, closed]: [string[], string[]] = [[], []]
  for (const name of await keyFilesIn(folder)) {
    const found = await resealed(folder, name, passphrases)
    if (found === 'done') done.push(name)
    else if (found === 'closed') closed.push(name)
    else files.set(name, found.anew)
  }
  if (closed.length === 0) return { files, done }
  throw new IdentityError(
    'PASSPHRASE_WRONG',
    `Neither passphrase opens ${closed.join(', ')} in ${folder}, and nothing was changed. Move away what is no key of this node, or name what opened it.`,
  )
}

/**
 * Puts the files into their places, one after the other; what is a link is replaced where it leads. A process that dies on the way leaves
 * each under one of the two passphrases. Key stores first: whoever opens the folder by the passphrase before then learns that it is the
 * wrong one, and not that files are damaged.
 */
export async function writeResealed(folder: string, { files }: Pick<ResealedKeys, 'files'>): Promise<void> {
  const isStore = ([name]: readonly [string, unknown]): boolean => name.endsWith(keyStoreFile(''))
  const ordered = [...files].sort((one, other) => Number(isStore(other)) - Number(isStore(one)))
  for (const [name, content] of ordered) await replaceFile(await realpath(join(folder, name)), content)
}

/** The names of keys that belong to this identity and lie elsewhere: they stay under what opens them there. */
export async function keysElsewhere(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder)
  const { next } = (await readRoles(folder)).signing.list
  const isInToken = next !== undefined && (await readTokenKey(folder, next)) !== null
  const wanted = [
    ...(next === undefined || isInToken ? [] : [keyFile(next)]),
    ...(names.includes(fileNames.caCertificate) ? [fileNames.caKey] : []),
  ]
  return wanted.filter((name) => !names.includes(name))
}

const endings = [keyFile(''), keyStoreFile('')]

async function keyFilesIn(folder: string): Promise<readonly string[]> {
  const names = (await unlessMissing(readdir(folder))) ?? []
  const found = names.filter((name) => endings.some((ending) => name.endsWith(ending)))
  if (found.length > 0) return found.sort()
  throw new IdentityError('IDENTITY_MISSING', `There is no identity in ${folder}. Make one first.`)
}

/** What is to stand in a file; `done`: it stands there already; `closed`: neither opens it. */
async function resealed(
  folder: string,
  name: string,
  { before, after }: Passphrases,
): Promise<{ readonly anew: string | Buffer } | 'done' | 'closed'> {
  const file = await readIdentityFile(folder, name)
  const form = name.endsWith(keyStoreFile('')) ? keyStores : keys
  const under = (passphrase: string): ReturnType<typeof form> | null => {
    try {
      return form(file, passphrase)
    } catch {
      return null
    }
  }
  const opened = under(before)
  if (opened !== null) return { anew: opened(after) }
  return under(after) === null ? 'closed' : 'done'
}

/** What a file holds, opened: gives it under another passphrase. Throws where this one does not open it. */
type Opened = (after: string) => string | Buffer

function keyStores(file: Buffer, passphrase: string): Opened {
  const held = readPkcs12(file, passphrase)
  return (after) => writePkcs12(held, after)
}

function keys(file: Buffer, passphrase: string): Opened {
  const key = decryptKeyPem(file.toString('latin1'), passphrase)
  return (after) => encryptedKeyPem(key, after)
}
