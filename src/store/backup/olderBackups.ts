import { constants } from 'node:fs'
import { lstat, open, readdir, realpath, unlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { syncFolder } from '../newFile.ts'
import type { Manifest } from './manifest.ts'
import { fileName } from './memberNames.ts'
import { readManifest } from './restoreBackup.ts'
import { RestoreRefused } from './restoreRefused.ts'

/** A file that a backup of the same node has made, as its manifest tells: all of that is as long as the node has files, and not kept. */
export interface FoundBackup extends Pick<Manifest, 'state' | 'log' | 'madeAt'> {
  readonly path: string
  /** SHA-256 (hex) of its manifest. */
  readonly digest: string
  /** Of the file that has the id of its database; undefined: it has none. */
  readonly idDigest: string | undefined
  /** By what the file system knows it under any name. */
  readonly knownBy: string
}

/**
 * The other backups of a node that stand beside one of it, the newest first. They are known by their manifests: of the same State, and
 * with the id of the same database in it. What is anything else, or a link, or was not written to its end, is not among them.
 *
 * @param made - the manifest of the one at `path`
 */
export async function backupsBeside(path: string, made: Manifest): Promise<readonly FoundBackup[]> {
  const folder = await realpath(dirname(path))
  const own = await lstat(path)
  const found: FoundBackup[] = []
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (!entry.isFile()) continue
    const one = await backupAt(join(folder, entry.name))
    if (one === null || one.knownBy === knownBy(own) || !isOfSameNode(one, made)) continue
    found.push(one)
  }
  return found.sort((a, b) => Date.parse(b.madeAt) - Date.parse(a.madeAt))
}

/** Whether it has more of the log than another: the database may have lost what is in it. */
export function isAhead({ log: one }: Pick<Manifest, 'log'>, { log: other }: Pick<Manifest, 'log'>): boolean {
  return one.number > other.number || (one.number === other.number && one.size > other.size)
}

/**
 * Removes a backup that was found. Nothing where another file has its name meanwhile. If the process dies before, the next one
 * that is made finds it again.
 */
export async function removeBackup({ path, knownBy: before }: FoundBackup): Promise<void> {
  const now = await lstat(path).catch(() => null)
  if (now === null || knownBy(now) !== before) return
  await unlink(path)
  await syncFolder(dirname(path))
}

async function backupAt(path: string): Promise<FoundBackup | null> {
  // What another has taken away meanwhile, or may not be read, is none of ours.
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW).catch(() => null)
  if (file === null) return null
  try {
    const { manifest, digest } = await readManifest(file)
    const { state, log, madeAt } = manifest
    return { state, log, madeAt, digest, idDigest: idIn(manifest), path, knownBy: knownBy(await file.stat()) }
  } catch (reason) {
    if (reason instanceof RestoreRefused) return null
    throw new Error(`${path} cannot be read: ${String(reason)}`, { cause: reason })
  } finally {
    await file.close()
  }
}

function knownBy({ dev, ino }: { readonly dev: number; readonly ino: number }): string {
  return `${dev}:${ino}`
}

/** The file `database` of the data folder has the id of the database that belongs to it. */
function isOfSameNode({ state, idDigest }: FoundBackup, made: Manifest): boolean {
  return state === made.state && idDigest !== undefined && idDigest === idIn(made)
}

function idIn({ files }: Manifest): string | undefined {
  return files.find(({ name }) => name === fileName('database'))?.sha256
}
