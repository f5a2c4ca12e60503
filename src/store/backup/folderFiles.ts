import type { Stats } from 'node:fs'
import { lstat, open, readFile, readdir, realpath, stat } from 'node:fs/promises'
import { dirname, join, sep } from 'node:path'
import { Readable } from 'node:stream'
import { unlessMissing } from '../unlessMissing.ts'
import { rolesFileName } from '../identity/roles.ts'
import { type Member, memberOf } from './archive.ts'
import { BackupRefused } from './backupRefused.ts'
import { fileName, isFilePath, isNoFileOfNode } from './memberNames.ts'

/**
 * What of a data folder is not taken along: the database is copied otherwise, what is on its way comes again, and what a file
 * system has at the top of a disk is no node's.
 */
const leftOut = (path: string): boolean => isNoFileOfNode(path) || /^(new-)?passphrase[^/]*$/.test(path)

/** How many names a refusal tells. */
const namesToldMax = 10

/** A data folder as it is backed up. */
export interface BackedFolder {
  readonly folder: string
  /** Where the backup is written, which it cannot take along itself. */
  readonly outFolder: string
  /** Files that are not taken along: their paths, and by what the file system knows them under any name. */
  readonly secrets: ReadonlySet<string>
}

/**
 * @param secrets - paths of files that are left out, wherever in the folder they lie
 * @throws BackupRefused BACKUP_OUT_INSIDE
 */
export async function backedFolder(
  folder: string,
  secrets: readonly string[],
  out: string,
): Promise<BackedFolder> {
  const outFolder = await outFolderOf(folder, out)
  const known = new Set(secrets)
  for (const secret of secrets) {
    const found = await stat(secret).catch(() => null)
    if (found !== null) known.add(knownBy(found))
  }
  return { folder, outFolder, secrets: known }
}

/**
 * Where a backup of that data folder is written.
 *
 * @throws BackupRefused BACKUP_OUT_INSIDE
 */
export async function outFolderOf(folder: string, out: string): Promise<string> {
  const [inside, outFolder] = [await realpath(folder), await realpath(dirname(out))]
  if (`${outFolder}${sep}`.startsWith(`${inside}${sep}`)) throw outInside(out)
  return outFolder
}

function outInside(out: string): BackupRefused {
  return new BackupRefused(
    'BACKUP_OUT_INSIDE',
    `${out} is in the data folder: the next backup would have this one in it, and one disk would lose both`,
  )
}

function knownBy({ dev, ino }: Stats): string {
  return `${dev}:${ino}`
}

/**
 * The files of a data folder as members of the archive. The keys are those of one moment, before all else is listed. Of a folder in which one has gone when it is to be opened, the names are looked at
 * once more: it may have got another, as a part of an upload that is whole by now, and the bytes would be missed without a word.
 *
 * What lies elsewhere and is linked is taken along as if it lay here: it is put back as a file.
 *
 * @param but - path of a file that is not among them
 * @throws BackupRefused BACKUP_NAME where nobody could put one of them back, or BACKUP_LINK
 */
export async function* filesOf(backed: BackedFolder, but: string): AsyncGenerator<Member> {
  const { roles, isAddedSince } = await keysNow(backed.folder)
  if (roles !== null) yield memberOf(fileName(rolesPath), roles)
  for await (const listed of foldersIn(backed, '', [])) {
    const seen = new Set([but, rolesPath])
    let names = listed.files
    for (let isOneGone = true; isOneGone;) {
      isOneGone = false
      for (const path of names.filter((name) => !seen.has(name) && !isAddedSince(name))) {
        if (!isFilePath(path)) throw oddNames([path])
        seen.add(path)
        const member = await fileMember(backed.folder, path)
        if (member === null) isOneGone = true
        else yield member
      }
      if (isOneGone) names = await listed.again()
    }
  }
}

const identityFolder = 'identity'
const rolesPath = `${identityFolder}/${rolesFileName}`

/** The keys of a node as they are at one moment, while a command may change them. */
interface KeysNow {
  /** What stands in the file of their roles; null: nothing has followed the first of them. */
  readonly roles: Buffer | null
  /** Whether that path is one of a file of keys that has come since. */
  readonly isAddedSince: (path: string) => boolean
}

/**
 * Files of keys are on the disk before the roles name them, and stay as they are (docs/decisions/0021): what these roles name is among
 * the names that are looked at after them. Were the roles read when their turn comes, they could name what had come since, and nobody
 * could open the identity that is put back.
 */
async function keysNow(folder: string): Promise<KeysNow> {
  const roles = await unlessMissing(readFile(join(folder, rolesPath)))
  const names = (await unlessMissing(readdir(join(folder, identityFolder)))) ?? []
  // Made between the two: the first keys that follow others may be among the names already, which are damage without their roles.
  if (roles === null && names.includes(rolesFileName)) return await keysNow(folder)
  const known = new Set(names.map((name) => `${identityFolder}/${name}`))
  const isKnown = (path: string): boolean => known.has(path.split('/', 2).join('/'))
  return { roles, isAddedSince: (path) => path.startsWith(`${identityFolder}/`) && !isKnown(path) }
}

/** How many files of a folder a backup may have: with more, its manifest is longer than a string may be, here and where it is read. */
export const backedFilesMax = 2_000_000

/**
 * Refuses before the database is read, which may take long, and tells all odd names at once.
 *
 * @param filesMax - so many files at most
 * @throws BackupRefused BACKUP_NAME, BACKUP_LINK or BACKUP_TOO_LARGE
 */
export async function refuseUnfitFiles(backed: BackedFolder, filesMax: number): Promise<void> {
  const odd: string[] = []
  let count = 0
  for await (const { files } of foldersIn(backed, '', [])) {
    odd.push(...files.filter((path) => !isFilePath(path)))
    count += files.length
  }
  if (odd.length > 0) throw oddNames(odd)
  if (count > filesMax)
    throw new BackupRefused(
      'BACKUP_TOO_LARGE',
      `the data folder has ${count} files, and one backup has ${filesMax} at most: keep the sealed files in a bucket`,
    )
}

function oddNames(paths: readonly string[]): BackupRefused {
  const told = paths.slice(0, namesToldMax).map((path) => JSON.stringify(path))
  return new BackupRefused(
    'BACKUP_NAME',
    `no file of a node has such a name, and a backup with it could not be put back: ${told.join(', ')}` +
      `${paths.length > told.length ? ` and ${paths.length - told.length} more` : ''}. Move it out of the data folder.`,
  )
}

/** A folder below a data folder, with the paths of its files there. */
interface ListedFolder {
  readonly files: readonly string[]
  /** The paths of its files as they are by now. */
  readonly again: () => Promise<readonly string[]>
}

/**
 * Each folder before those in it. One that has gone since it was listed, as that of an upload which is over, is none.
 *
 * @param above - where the folders really are in which this one lies
 */
async function* foldersIn(
  backed: BackedFolder,
  within: string,
  above: readonly string[],
): AsyncGenerator<ListedFolder> {
  const here = await placeOf(backed, within)
  if (here === null) return
  if (here === backed.outFolder) throw outInside(here)
  if (above.includes(here))
    throw new BackupRefused('BACKUP_LINK', `${within} leads back to a folder in which it lies itself`)
  const { files, folders } = await namesIn(backed, within, here)
  yield { files, again: async () => (await namesIn(backed, within, here)).files }
  for (const folder of folders) yield* foldersIn(backed, folder, [...above, here])
}

/** Where a folder really is; null: it has gone. */
async function placeOf({ folder }: BackedFolder, within: string): Promise<string | null> {
  const path = join(folder, within)
  if (within === '') return await realpath(path)
  const found = await unlessMissing(realpath(path))
  // A link that is left leads to a disk that has just gone.
  if (found === null && (await unlessMissing(lstat(path))) !== null)
    throw new BackupRefused('BACKUP_LINK', `${within} is a link that leads nowhere`)
  return found
}

/** The paths of the files and of the folders in one. */
async function namesIn(
  backed: BackedFolder,
  within: string,
  here: string,
): Promise<{ readonly files: readonly string[]; readonly folders: readonly string[] }> {
  const files: string[] = []
  const folders: string[] = []
  for (const entry of (await unlessMissing(readdir(here, { withFileTypes: true }))) ?? []) {
    const path = within === '' ? entry.name : `${within}/${entry.name}`
    if (leftOut(path)) continue
    const found = entry.isSymbolicLink() ? await linked(join(here, entry.name), path) : entry
    if (found?.isFile() === true) {
      if (!(await isSecret(backed, path))) files.push(path)
    } else if (found?.isDirectory() === true) folders.push(path)
  }
  return { files, folders }
}

async function isSecret({ folder, secrets }: BackedFolder, path: string): Promise<boolean> {
  const full = join(folder, path)
  if (secrets.has(full)) return true
  const found = await stat(full).catch(() => null)
  return found !== null && secrets.has(knownBy(found))
}

/** What a symbolic link leads to; null: the link has gone meanwhile. */
async function linked(link: string, path: string): Promise<Stats | null> {
  try {
    return await stat(link)
  } catch (cause) {
    // A disk that is not mounted: what should lie there would be missed only when it is put back.
    const isThere = await lstat(link).then(
      () => true,
      () => false,
    )
    if (!isThere) return null
    throw new BackupRefused('BACKUP_LINK', `${path} is a link that leads nowhere: ${String(cause)}`)
  }
}

/** A file as a member of the archive; null: it has gone. */
async function fileMember(folder: string, path: string): Promise<Member | null> {
  const handle = await unlessMissing(open(join(folder, path), 'r'))
  if (handle === null) return null
  const { size } = await handle.stat()
  const body = size === 0 ? Readable.from([]) : handle.createReadStream({ start: 0, end: size - 1 })
  if (size === 0) await handle.close()
  return { name: fileName(path), size, body }
}
