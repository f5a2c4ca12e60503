import { type Dirent, type Stats, constants } from 'node:fs'
import { lstat, opendir } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { folderLimits } from '../exhibit/manifest.ts'
import type { TreeFile } from '../exchange/exhibits/folderFiles.ts'
import type { GivenTree, LeftOut } from '../exchange/exhibits/takeInFolder.ts'
import { openedFile } from './exhibitFile.ts'
import { wrongUse } from './outcome.ts'

const slash = Buffer.from('/')

/** Whether there is a folder at a path; a link that leads to one is none. */
export async function isFolder(path: string): Promise<boolean> {
  return (await lstat(path).catch(() => null))?.isDirectory() === true
}

/**
 * Goes through a folder and all that is in it, in the order of the bytes of its names, and opens nothing yet. Links are
 * never followed.
 *
 * @param mayLeaveOut - whether sockets, pipes and devices are left out and named; else there must be none
 * @throws CommandFailure WRONG_USE where it has too much, goes too deep, or has what is no file
 */
export async function walkFolder(path: string, mayLeaveOut: boolean): Promise<GivenTree> {
  const root = Buffer.from(resolve(path))
  const found: Found = { files: [], folders: [], leftOut: [] }
  await walk(root, Buffer.alloc(0), 1, found)
  const special = found.leftOut.filter(({ kind }) => kind !== 'symbolicLink')
  if (special.length > 0 && !mayLeaveOut) {
    const names = special.slice(0, 5).map((one) => `${one.path.toString()} (${one.kind})`)
    throw wrongUse(
      `${path} has ${special.length} that are no files: ${names.join(', ')}; --leave-out-special takes the rest in and names them in the manifest`,
    )
  }
  if (found.files.length === 0) throw wrongUse(`${path} has no files`)
  return { name: basename(resolve(path)), ...found }
}

interface Found {
  readonly files: TreeFile[]
  readonly folders: Buffer[]
  readonly leftOut: LeftOut[]
}

async function walk(root: Buffer, below: Buffer, depth: number, found: Found): Promise<void> {
  if (depth > folderLimits.depthMax)
    throw wrongUse(`${below.toString()} is more than ${folderLimits.depthMax} folders deep`)
  const entries = await namesIn(joined(root, below))
  if (entries.length === 0 && below.length > 0) found.folders.push(below)
  for (const { name } of entries) {
    const path = below.length === 0 ? name : joined(below, name)
    const stats = await lstat(joined(root, path))
    if (stats.isDirectory()) await walk(root, path, depth + 1, found)
    else if (stats.isFile()) found.files.push(fileAt(joined(root, path), path, stats))
    else found.leftOut.push({ path, kind: kindOf(stats) })
    if (found.files.length + found.folders.length + found.leftOut.length > folderLimits.filesMax)
      throw wrongUse(
        `${root.toString()} has more than ${folderLimits.filesMax} files: pack it first, for example with tar, or take parts of it in`,
      )
  }
}

async function namesIn(path: Buffer): Promise<readonly { readonly name: Buffer }[]> {
  const names: Buffer[] = []
  // The type that comes with a name is not asked: what counts is what is there when it is looked at.
  const folder = await opendir(path, { encoding: 'buffer' as BufferEncoding })
  for await (const entry of folder as AsyncIterable<unknown>) {
    names.push(Buffer.from((entry as Dirent<Buffer>).name))
    if (names.length > folderLimits.filesMax)
      throw wrongUse(`${path.toString()} has more than ${folderLimits.filesMax} files`)
  }
  return names.sort((one, other) => Buffer.compare(one, other)).map((name) => ({ name }))
}

function joined(parent: Buffer, name: Buffer): Buffer {
  return name.length === 0 ? parent : Buffer.concat([parent, slash, name])
}

function fileAt(path: Buffer, below: Buffer, seen: Stats): TreeFile {
  return {
    path: below,
    bytes: seen.size,
    modified: seen.mtime,
    // Without waiting for the other end of a pipe, and never through a link, that came in its place meanwhile.
    open: () =>
      openedFile(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK, {
        ino: seen.ino,
        dev: seen.dev,
      }),
  }
}

function kindOf(stats: Stats): LeftOut['kind'] {
  if (stats.isSymbolicLink()) return 'symbolicLink'
  if (stats.isSocket()) return 'socket'
  if (stats.isFIFO()) return 'pipe'
  return stats.isBlockDevice() || stats.isCharacterDevice() ? 'device' : 'other'
}
