import { lstat, mkdir, open, readFile, readdir, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { Files } from '../audit/bundle/layout.ts'
import { CommandFailure, exitCodes } from './outcome.ts'

/** Bounds of what is read as a bundle. */
const folderLimits = { filesMax: 2_000_000, fileBytesMax: 64 * 1024 * 1024 } as const

/**
 * Writes files into a new folder: it is there as a whole or not at all. Refuses a folder that holds anything.
 */
export async function writeBundle(folder: string, files: Files): Promise<void> {
  await refuseFull(folder)
  const draft = join(dirname(folder), `.${basename(folder)}.part`)
  await rm(draft, { recursive: true, force: true })
  for (const [path, bytes] of files) {
    const file = join(draft, path)
    await mkdir(dirname(file), { recursive: true })
    const handle = await open(file, 'wx', 0o600)
    await handle.writeFile(bytes)
    await handle.close()
  }
  await rm(folder, { recursive: true, force: true })
  await rename(draft, folder)
}

/** Refuses what a bundle cannot be written to, before anything is done for it. */
export async function refuseFull(folder: string): Promise<void> {
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

/** Reads a bundle, whatever lies in its folder. Links and anything that is no plain file are read as strange files. */
export async function readBundle(folder: string): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>()
  const names = await readdir(folder, { recursive: true }).catch(() => {
    throw new CommandFailure(exitCodes.wrongUse, 'NO_BUNDLE', `${folder} cannot be read as a folder`)
  })
  if (names.length > folderLimits.filesMax) {
    throw new CommandFailure(exitCodes.wrongUse, 'NO_BUNDLE', `${folder} holds more files than a bundle may`)
  }
  for (const name of names.sort()) {
    const file = join(folder, name)
    const status = await lstat(file)
    if (status.isDirectory()) continue
    const path = name.split('\\').join('/')
    const readable = status.isFile() && status.size <= folderLimits.fileBytesMax
    files.set(path, readable ? await readFile(file) : new Uint8Array())
  }
  if (files.size === 0) throw new CommandFailure(exitCodes.wrongUse, 'NO_BUNDLE', `${folder} is empty`)
  return files
}
