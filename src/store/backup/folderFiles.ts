import { open, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import type { Member } from './archive.ts'
import { BackupRefused } from './backupRefused.ts'
import { fileName, isFilePath } from './memberNames.ts'

/**
 * What of a data folder is not taken along: the database is copied otherwise, what is on its way comes again, and what a file
 * system has at the top of a disk is no node's.
 */
const leftOut = /^(postgres|passphrase|exhibits\/incoming|exhibits\/damaged|.*\.new|(.*\/)?lost\+found)(\/|$)/

/** How many names a refusal tells. */
const namesToldMax = 10

/**
 * Paths of the files of a data folder, with slashes, some of which may have gone when they are opened.
 *
 * @throws BackupRefused BACKUP_NAME where nobody could put one of them back
 */
export async function* filesOf(folder: string): AsyncGenerator<string> {
  for await (const path of filesIn(folder, '')) {
    if (!isFilePath(path)) throw oddNames([path])
    yield path
  }
}

/** Refuses before the database is read, which may take long, and tells all names at once. */
export async function refuseOddNames(folder: string): Promise<void> {
  const odd: string[] = []
  for await (const path of filesIn(folder, '')) if (!isFilePath(path)) odd.push(path)
  if (odd.length > 0) throw oddNames(odd)
}

function oddNames(paths: readonly string[]): BackupRefused {
  const told = paths.slice(0, namesToldMax).map((path) => JSON.stringify(path))
  return new BackupRefused(
    'BACKUP_NAME',
    `no file of a node has such a name, and a backup with it could not be put back: ${told.join(', ')}` +
      `${paths.length > told.length ? ` and ${paths.length - told.length} more` : ''}. Move it out of the data folder.`,
  )
}

async function* filesIn(folder: string, within: string): AsyncGenerator<string> {
  for (const entry of await readdir(join(folder, within), { withFileTypes: true })) {
    const path = `${within}${entry.name}`
    if (leftOut.test(path)) continue
    if (entry.isFile()) yield path
    else if (entry.isDirectory()) yield* filesIn(folder, `${path}/`)
  }
}

/** A file as a member of the archive; null: it has gone. */
export async function fileMember(folder: string, path: string): Promise<Member | null> {
  const handle = await open(join(folder, path), 'r').catch((reason: unknown) => {
    if ((reason as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw reason
  })
  if (handle === null) return null
  const { size } = await handle.stat()
  const body = size === 0 ? Readable.from([]) : handle.createReadStream({ start: 0, end: size - 1 })
  if (size === 0) await handle.close()
  return { name: fileName(path), size, body }
}
