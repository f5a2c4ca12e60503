import { randomBytes } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, rm, rmdir, unlink } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { IdentityError } from './identityError.ts'

/** Names of the files of an identity that stay as long as it does. */
export const fileNames = {
  caCertificate: 'ca.crt',
  caKey: 'ca.key',
  logKey: 'log.key',
  witnessKey: 'witness.key',
} as const

/** The files of a signer, by the name that its role gives it. */
export const certificateFile = (name: string) => `${name}.crt`
export const keyFile = (name: string) => `${name}.key`
export const keyStoreFile = (name: string) => `${name}.p12`

/** The file of an encryption key. */
export const encryptionKeyFile = (kid: string) => `encryption-${kid}.key`
const encryptionKeyPattern = /^encryption-([A-Za-z0-9_-]{43})\.key$/

/**
 * Writes a folder that is there as a whole or not at all: everything is written and synced beside its place under
 * another name, and one rename makes it true. A crash before leaves a folder `.<name>.<random>` that may be deleted.
 * Throws IdentityError IDENTITY_EXISTS where the folder is there and holds anything.
 */
export async function writeFolder(
  folder: string,
  files: ReadonlyMap<string, string | Buffer>,
): Promise<void> {
  await refuseOccupied(folder)
  const parent = dirname(folder)
  await mkdir(parent, { recursive: true, mode: 0o700 })
  const draft = join(parent, `.${basename(folder)}.${randomBytes(6).toString('hex')}`)
  await mkdir(draft, { mode: 0o700 })
  try {
    for (const [name, content] of files) await writeSynced(join(draft, name), content)
    await sync(draft)
    // An empty folder may stand there; rename replaces it, but not on every system.
    await rmdir(folder).catch(ignoreMissing)
    await rename(draft, folder)
    await sync(parent)
  } catch (reason) {
    await rm(draft, { recursive: true, force: true })
    throw reason
  }
}

/** Adds files to a folder that is there. A crash leaves some of them, which no role names. */
export async function addFiles(folder: string, files: ReadonlyMap<string, string | Buffer>): Promise<void> {
  for (const [name, content] of files) await writeSynced(join(folder, name), content)
  await sync(folder)
}

/** The bytes of a file of an identity. Throws IdentityError IDENTITY_MISSING where it is not there. */
export async function readIdentityFile(folder: string, name: string): Promise<Buffer> {
  try {
    return await readFile(join(folder, name))
  } catch (cause) {
    if (!isMissing(cause)) throw cause
    throw new IdentityError(
      'IDENTITY_MISSING',
      `${join(folder, name)} is missing. Restore the folder from a backup, or make a new identity in an empty one.`,
      { cause },
    )
  }
}

/** The kids of the encryption keys in the folder; IdentityError IDENTITY_MISSING where the folder is not there. */
export async function listEncryptionKeys(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((cause: unknown) => {
    if (!isMissing(cause)) throw cause
    throw new IdentityError('IDENTITY_MISSING', `There is no identity in ${folder}. Make one first.`, {
      cause,
    })
  })
  return names.map((name) => encryptionKeyPattern.exec(name)?.[1]).filter((kid) => kid !== undefined)
}

async function refuseOccupied(folder: string): Promise<void> {
  const names = await readdir(folder).catch(ignoreMissing)
  if (names === undefined || names.length === 0) return
  throw new IdentityError(
    'IDENTITY_EXISTS',
    `${folder} is not empty. An identity is never overwritten: move the folder away, or name another one.`,
  )
}

async function writeSynced(path: string, content: string | Buffer): Promise<void> {
  const file = await open(path, 'wx', 0o600)
  try {
    await file.writeFile(content)
    await file.sync()
  } catch (reason) {
    // Half of it would be in the way of who does this again, and of whoever reads the folder.
    await unlink(path).catch(() => undefined)
    throw reason
  } finally {
    await file.close()
  }
}

/** Makes the names in a folder durable. Windows has no such call and refuses to open a folder. */
async function sync(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

function isMissing(reason: unknown): boolean {
  return reason instanceof Error && 'code' in reason && reason.code === 'ENOENT'
}

function ignoreMissing(reason: unknown): undefined {
  if (!isMissing(reason)) throw reason
}
