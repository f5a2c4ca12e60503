import { randomUUID } from 'node:crypto'
import type { Dirent } from 'node:fs'
import { lstat, mkdir, readFile, readdir, rename, rm, rmdir, stat, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { Files } from '../audit/bundle/layout.ts'
import { beyondSizes, folderSizes, sizeCounter } from '../audit/bundle/sizes.ts'
import { harmless } from '../letter/harmless.ts'
import { sideBySide } from '../message/sideBySide.ts'
import { syncFolder } from '../store/newFile.ts'
import { CommandFailure, exitCodes } from './outcome.ts'
import { strange } from './strangeFiles.ts'

/**
 * Writes files into a new folder: it is there as a whole or not at all. Refuses a folder that holds anything, and what
 * `readBundle` would not read, with EXPORT_TOO_LARGE.
 */
export async function writeBundle(folder: string, files: Files): Promise<void> {
  const beyond = beyondSizes(files, folderSizes)
  if (beyond !== null) throw exportTooLarge(beyond)
  await refuseFull(folder)
  const draft = await makeDraft(folder)
  try {
    await writeDraft(draft, files)
    await takePlace(draft, folder)
  } catch (reason) {
    // It would keep the room that it lacks, and has what opens the case.
    await rm(draft, { recursive: true, force: true })
    throw reason
  }
  await syncFolder(dirname(folder))
}

async function writeDraft(draft: string, files: Files): Promise<void> {
  const folders = foldersOf(files).map((folderOfIt) => join(draft, folderOfIt))
  // Whoever may read the openings may read the case.
  for (const one of folders) await mkdir(one, { recursive: true, mode: 0o700 })
  await sideBySide(files, writtenAtOnceMax, async ([path, bytes]) => {
    await writeFile(join(draft, path), bytes, { flag: 'wx', mode: 0o600, flush: true })
  })
  for (const one of folders) await syncFolder(one)
}

/** Every folder that these files lie in, and each above it: a name that is not on the disk in one of them hides all below it. */
function foldersOf(files: Files): string[] {
  const folders = new Set(['.'])
  for (const path of files.keys())
    for (let above = dirname(path); !folders.has(above); above = dirname(above)) folders.add(above)
  return [...folders]
}

/** Files that are written at once: the disk is waited for once for several. */
const writtenAtOnceMax = 16

/** Gives the draft its name. What came into the folder meanwhile is nobody's to remove. Throws CommandFailure FOLDER_NOT_EMPTY. */
async function takePlace(draft: string, folder: string): Promise<void> {
  await rmdir(folder).catch((reason: unknown) => {
    const { code } = reason as NodeJS.ErrnoException
    if (code !== 'ENOENT') throw code === 'ENOTEMPTY' || code === 'EEXIST' ? notEmpty(folder) : reason
  })
  await rename(draft, folder)
}

/**
 * Refuses what a bundle cannot be written to, before anything is done for it: the folder that it is written in is made, and
 * taken away again. Throws CommandFailure FOLDER_UNUSABLE or FOLDER_NOT_EMPTY.
 */
export async function refuseUnusable(folder: string): Promise<void> {
  await refuseFull(folder)
  await rm(await makeDraft(folder), { recursive: true })
}

/** The empty folder in which a bundle is written before it gets its name. Throws CommandFailure FOLDER_UNUSABLE. */
async function makeDraft(folder: string): Promise<string> {
  // Of its own: another process may be writing the same one. If this one dies, it stays there.
  const draft = join(dirname(folder), `.${basename(folder)}.${randomUUID()}.part`)
  try {
    await makeFolder(draft)
    return draft
  } catch {
    throw new CommandFailure(exitCodes.wrongUse, 'FOLDER_UNUSABLE', `${folder} cannot be written`)
  }
}

/** One folder after the other: where none can be made below one that is there, as in /proc, `recursive` never ends. */
async function makeFolder(folder: string): Promise<void> {
  const above = dirname(folder)
  const isThere = await stat(above).then(
    () => true,
    () => false,
  )
  if (!isThere && above !== folder) await makeFolder(above)
  await mkdir(folder, { mode: 0o700 })
}

async function refuseFull(folder: string): Promise<void> {
  const there = await readdir(folder).catch((reason: unknown) => {
    if ((reason as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw new CommandFailure(exitCodes.wrongUse, 'FOLDER_UNUSABLE', `${folder} cannot be used as a folder`)
  })
  if (there.length > 0) throw notEmpty(folder)
}

function notEmpty(folder: string): CommandFailure {
  const words = `${folder} is not empty; a bundle is never mixed with other files`
  return new CommandFailure(exitCodes.wrongUse, 'FOLDER_NOT_EMPTY', words)
}

/**
 * Reads a bundle, whatever files lie in its folder, without ever leaving it: a link is not followed. What is no plain file,
 * or cannot be read, stands in the result under a name that no file of a bundle has, so that the verifier finds that
 * the one lacks and names the other. What is larger than a bundle may be is refused as a whole: that this program does not
 * read it is nothing that the State has done.
 *
 * @throws CommandFailure of wrong use with BUNDLE_TOO_LARGE, NO_BUNDLE
 */
export async function readBundle(folder: string): Promise<Map<string, Uint8Array>> {
  const names = await namesIn(folder).catch(() => {
    throw new CommandFailure(exitCodes.wrongUse, 'NO_BUNDLE', `${folder} cannot be read as a folder`)
  })
  const found: [string, Uint8Array][] = []
  const beyond = sizeCounter(folderSizes)
  let refused: CommandFailure | null = null
  const count = (path: string, bytes: number): void => {
    const what = refused === null ? beyond(path, bytes) : null
    if (what !== null) refused = bundleTooLarge(folder, what)
    // Once one is beyond, nothing more is read beside it.
    if (refused !== null) throw refused
  }
  const plain: Plain[] = []
  await readFolder({ folder, found, plain, count }, '', names)
  await sideBySide(plain, readAtOnceMax, async (one) => {
    await readPlain({ folder, found, count }, one)
  })
  if (found.length === 0) throw new CommandFailure(exitCodes.wrongUse, 'NO_BUNDLE', `${folder} is empty`)
  return new Map(found.sort(([one], [other]) => (one < other ? -1 : 1)))
}

/** Files that are read at once: one after the other, most of the time goes into waiting for each. */
const readAtOnceMax = 16

interface Reading {
  readonly folder: string
  readonly found: [path: string, bytes: Uint8Array][]
  /** Counts a file before it is read; throws where it is beyond what a bundle may be. */
  readonly count: (path: string, bytes: number) => void
}

/** A plain file that is to be read. */
interface Plain {
  readonly path: string
  readonly note: Note
}

/** What goes through the folders, and leaves plain files to be read when all are known. */
interface Listing extends Reading {
  readonly plain: Plain[]
}

/** Names as bytes: those that are not UTF-8 have no text that leads back to them. */
async function namesIn(folder: string): Promise<Dirent<Buffer>[]> {
  return await readdir(folder, { withFileTypes: true, encoding: 'buffer' })
}

async function readFolder(reading: Listing, below: string, names: readonly Dirent<Buffer>[]): Promise<void> {
  const { found, plain, count } = reading
  for (const entry of names) {
    const name = entry.name.toString('utf8')
    const path = below + name
    const note = (ending: string): void => {
      count(path, 0)
      found.push([path + ending, nothing])
    }
    if (!Buffer.from(name).equals(entry.name)) note(strange.unnamed)
    else if (entry.isDirectory()) await readSubfolder(reading, path, note)
    else if (entry.isFile()) plain.push({ path, note })
    else note(strange.other)
  }
}

/** Notes something under a name that no file of a bundle has. */
type Note = (ending: string) => void

async function readSubfolder(reading: Listing, path: string, note: Note): Promise<void> {
  const names = await namesIn(join(reading.folder, path)).catch(() => null)
  if (names === null) note(strange.unreadable)
  // One that is empty is nothing: a browser does not tell of it, and archives keep it or not.
  else await readFolder(reading, `${path}/`, names)
}

async function readPlain({ folder, found, count }: Reading, { path, note }: Plain): Promise<void> {
  const file = join(folder, path)
  const size = await lstat(file).then(
    (told) => told.size,
    () => null,
  )
  if (size !== null) count(path, size)
  const bytes = size === null ? null : await readFile(file).catch(() => null)
  if (bytes === null) note(strange.unreadable)
  else found.push([path, bytes])
}

const nothing = new Uint8Array()

function bundleTooLarge(folder: string, what: string): CommandFailure {
  const words = `${folder} is more than this program takes as a bundle, and nothing of it was checked: ${harmless(what)}`
  return new CommandFailure(exitCodes.wrongUse, 'BUNDLE_TOO_LARGE', words)
}

/** The refusal of what nobody could read again. */
export function exportTooLarge(what: string): CommandFailure {
  const words = `It is more than \`verify\` takes, so nothing is written: ${what}. Export it in parts, by request, --peer or --from and --until.`
  return new CommandFailure(exitCodes.refused, 'EXPORT_TOO_LARGE', words)
}
