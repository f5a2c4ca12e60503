import type { Dirent } from 'node:fs'
import { lstat, mkdir, open, readFile, readdir, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { Files } from '../audit/bundle/layout.ts'
import { CommandFailure, exitCodes } from './outcome.ts'
import { strange } from './strangeFiles.ts'

/** Bounds of what is read as a bundle. */
const folderLimits = { filesMax: 2_000_000, fileBytesMax: 64 * 1024 * 1024 } as const

/**
 * Writes files into a new folder: it is there as a whole or not at all. Refuses a folder that holds anything.
 */
export async function writeBundle(folder: string, files: Files): Promise<void> {
  await refuseFull(folder)
  const draft = await makeDraft(folder)
  for (const [path, bytes] of files) {
    const file = join(draft, path)
    // Whoever may read the openings may read the case.
    await mkdir(dirname(file), { recursive: true, mode: 0o700 })
    const handle = await open(file, 'wx', 0o600)
    await handle.writeFile(bytes)
    await handle.close()
  }
  await rm(folder, { recursive: true, force: true })
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
  const draft = join(dirname(folder), `.${basename(folder)}.part`)
  try {
    await rm(draft, { recursive: true, force: true })
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
  if (there.length > 0) {
    throw new CommandFailure(
      exitCodes.wrongUse,
      'FOLDER_NOT_EMPTY',
      `${folder} is not empty; a bundle is never mixed with other files`,
    )
  }
}

/**
 * Reads a bundle, whatever lies in its folder, without ever leaving it: a link is not followed. What is no plain file,
 * or cannot be read, stands in the result under a name that no file of a bundle has, so that the verifier finds that
 * the one lacks and names the other.
 */
export async function readBundle(folder: string): Promise<Map<string, Uint8Array>> {
  const names = await namesIn(folder).catch(() => {
    throw new CommandFailure(exitCodes.wrongUse, 'NO_BUNDLE', `${folder} cannot be read as a folder`)
  })
  const found: [string, Uint8Array][] = []
  await readFolder(folder, '', names, found)
  if (found.length === 0) throw new CommandFailure(exitCodes.wrongUse, 'NO_BUNDLE', `${folder} is empty`)
  return new Map(found.sort(([one], [other]) => (one < other ? -1 : 1)))
}

type Found = [path: string, bytes: Uint8Array][]

/** Names as bytes: those that are not UTF-8 have no text that leads back to them. */
async function namesIn(folder: string): Promise<Dirent<Buffer>[]> {
  return await readdir(folder, { withFileTypes: true, encoding: 'buffer' })
}

async function readFolder(
  folder: string,
  below: string,
  names: readonly Dirent<Buffer>[],
  found: Found,
): Promise<void> {
  for (const entry of names) {
    if (found.length >= folderLimits.filesMax) {
      const words = `${folder} holds more files than a bundle may`
      throw new CommandFailure(exitCodes.wrongUse, 'NO_BUNDLE', words)
    }
    const name = entry.name.toString('utf8')
    const path = below + name
    if (!Buffer.from(name).equals(entry.name)) found.push([path + strange.unnamed, nothing])
    else if (entry.isDirectory()) await readSubfolder(folder, path, found)
    else if (entry.isFile()) found.push(await readPlain(folder, path))
    else found.push([path + strange.other, nothing])
  }
}

async function readSubfolder(folder: string, path: string, found: Found): Promise<void> {
  const names = await namesIn(join(folder, path)).catch(() => null)
  if (names === null) found.push([path + strange.unreadable, nothing])
  // An empty folder holds nothing that anybody signed: it is as strange as a strange file.
  else if (names.length === 0) found.push([`${path}/`, nothing])
  else await readFolder(folder, `${path}/`, names, found)
}

async function readPlain(folder: string, path: string): Promise<[string, Uint8Array]> {
  const file = join(folder, path)
  try {
    const { size } = await lstat(file)
    if (size > folderLimits.fileBytesMax) return [path + strange.tooLarge, nothing]
    return [path, await readFile(file)]
  } catch {
    return [path + strange.unreadable, nothing]
  }
}

const nothing = new Uint8Array()
