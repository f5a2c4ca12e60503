import { BlobReader } from '@zip.js/zip.js/lib/zip-core-native.js'
import type { GivenBundle } from '../../court/verifyGiven.ts'
import { unpackedOf } from '../../courtLayout.ts'
import { CommandFailure, exitCodes } from '../../outcome.ts'
import { harmless } from '../../terminal.ts'
import { strange } from '../../strangeFiles.ts'
import { readZip, zipLimits } from '../../zip/readZip.ts'
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

/** Reads what was given, with the limits of the command. @throws CommandFailure as `readZip` does */
export async function readGiven(given: Given): Promise<GivenBundle> {
  // Unlike a path that somebody typed, the name of a file is text of whoever sent it.
  const name = harmless(given.name)
  if (given.kind === 'zip') return { name, ...(await readZip(new BlobReader(given.file), given.file.size)) }
  const all = new Map<string, Uint8Array>()
  let total = 0
  for (const { path, file } of [...given.files].sort((one, other) => (one.path < other.path ? -1 : 1))) {
    total += file.size
    if (all.size >= zipLimits.entriesMax || total > zipLimits.totalBytesMax)
      throw new CommandFailure(exitCodes.wrongUse, 'NO_BUNDLE', `${name} holds more than a bundle may`)
    if (file.size > zipLimits.fileBytesMax) all.set(path + strange.tooLarge, new Uint8Array())
    else all.set(path, new Uint8Array(await file.arrayBuffer()))
  }
  if (all.size === 0) throw new CommandFailure(exitCodes.wrongUse, 'NO_BUNDLE', `${name} is empty`)
  return { name, ...unpackedOf(all) }
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
    if (item.kind === 'folder') found.push(...(await filesBelow(item, `${path}/`)))
    else found.push({ path, file: await item.file() })
    if (found.length > zipLimits.entriesMax)
      throw new CommandFailure(
        exitCodes.wrongUse,
        'NO_BUNDLE',
        `${folder.name} holds more files than a bundle may`,
      )
  }
  // A folder that holds nothing is as strange here as for the command.
  return found.length === 0 && before !== '' ? [{ path: before, file: new File([], '') }] : found
}
