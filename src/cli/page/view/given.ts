import { BlobReader } from '@zip.js/zip.js/lib/zip-core-native.js'
import { pageSizes, sizeCounter } from '../../../audit/bundle/sizes.ts'
import type { GivenBundle } from '../../court/verifyGiven.ts'
import { type Unpacked, unpackedOf, withBundle } from '../../courtLayout.ts'
import { CommandFailure, exitCodes } from '../../outcome.ts'
import { harmless } from '../../terminal.ts'
import { readZip } from '../../zip/readZip.ts'
import { type DroppedFolder, droppedItem } from './dropped.ts'

/** A file with its path below the folder that was given. */
export interface FolderFile {
  readonly path: string
  readonly file: File
}

/** What a person has given to be checked: a zip file, or the files of a folder. */
export type Given =
  | { readonly kind: 'zip'; readonly name: string; readonly file: File }
  | { readonly kind: 'folder'; readonly name: string; readonly files: readonly FolderFile[] }

/**
 * Reads what was given. A page takes less than the command, and says so. @throws CommandFailure as `readZip` does, and
 * BUNDLE_TOO_LARGE of a folder
 */
export async function readGiven(given: Given): Promise<GivenBundle> {
  // Unlike a path that somebody typed, the name of a file is text of whoever sent it.
  const name = harmless(given.name)
  if (given.kind === 'zip') return { name, ...withBundle(await readGivenZip(given.file), name) }
  const all = new Map<string, Uint8Array>()
  const beyond = sizeCounter(pageSizes)
  for (const { path, file } of [...given.files].sort((one, other) => (one.path < other.path ? -1 : 1))) {
    const what = beyond(path, file.size)
    if (what !== null) throw tooLarge(name, what)
    all.set(path, new Uint8Array(await file.arrayBuffer()))
  }
  if (all.size === 0) throw new CommandFailure(exitCodes.wrongUse, 'NO_BUNDLE', `${name} is empty`)
  return { name, ...withBundle(unpackedOf(all), name) }
}

const advice = 'Nothing was checked: a page takes less than the command `rogatory verify`, which may take it.'

function tooLarge(name: string, what: string): CommandFailure {
  const words = `${name} is more than this page takes as a bundle: ${harmless(what)}. ${advice}`
  return new CommandFailure(exitCodes.wrongUse, 'BUNDLE_TOO_LARGE', words)
}

async function readGivenZip(file: File): Promise<Unpacked> {
  try {
    return await readZip(new BlobReader(file), file.size, pageSizes)
  } catch (reason) {
    if (!(reason instanceof CommandFailure) || reason.code !== 'ZIP_TOO_LARGE') throw reason
    throw new CommandFailure(reason.exitCode, reason.code, `${harmless(reason.message)}. ${advice}`)
  }
}

/** What a person has picked: each zip file by itself, or one folder. */
export function givenOfPicked(picked: FileList): Given[] {
  const files = [...picked]
  const inFolder = files.filter(({ webkitRelativePath }) => webkitRelativePath !== '')
  const zips = files
    .filter(({ webkitRelativePath }) => webkitRelativePath === '')
    .map((file): Given => ({ kind: 'zip', name: file.name, file }))
  if (inFolder.length === 0) return zips
  const [name = ''] = inFolder[0]?.webkitRelativePath.split('/') ?? []
  const below = inFolder.map((file) => ({ path: file.webkitRelativePath.slice(name.length + 1), file }))
  return [...zips, { kind: 'folder', name, files: below }]
}

/** What a person has dropped: zip files and folders. */
export async function givenOfDropped(items: DataTransferItemList): Promise<Given[]> {
  // The list of items is empty as soon as anything was waited for.
  const dropped = [...items].map((item) => [droppedItem(item), item.getAsFile()] as const)
  const given: Given[] = []
  for (const [item, file] of dropped) {
    const found = await item
    if (found?.kind === 'folder')
      given.push({ kind: 'folder', name: found.name, files: await filesBelow(found, '') })
    else if (file !== null) given.push({ kind: 'zip', name: file.name, file })
  }
  return given
}

async function filesBelow(folder: DroppedFolder, before: string): Promise<FolderFile[]> {
  const found: FolderFile[] = []
  for await (const item of folder.items()) {
    const path = before + item.name
    if (item.kind === 'folder') for (const one of await filesBelow(item, `${path}/`)) found.push(one)
    else found.push({ path, file: await item.file() })
    if (found.length > pageSizes.filesMax)
      throw tooLarge(harmless(folder.name), `it holds more than ${pageSizes.filesMax} files`)
  }
  return found
}
