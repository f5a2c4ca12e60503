import { randomUUID } from 'node:crypto'
import { close, fsync, mkdir, open, read, rename, unlink, writeFile } from 'node:fs'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { exhibitPath } from './exhibitPaths.ts'
import { unlessMissing } from '../unlessMissing.ts'
import { eachSideBySide, sideBySide } from '../../message/sideBySide.ts'

/** Files and folders that are open at once, and files that are put into a bucket at once. */
export const smallAtOnceMax = 64

// Calls of the system cost more of a small file than its bytes do. By callback they take less of the processor than by file
// handles.
const onDisk = {
  close: promisify(close),
  fsync: promisify(fsync),
  mkdir: promisify(mkdir),
  open: promisify(open),
  read: promisify(read),
  rename: promisify(rename),
  unlink: promisify(unlink),
  writeFile: promisify(writeFile),
}

/** A sealed file that lies in memory. */
export interface SmallFile {
  /** SHA-256 of its bytes in hex, at which whoever gives it has looked. */
  readonly sha256: string
  readonly bytes: Uint8Array
}

/** What has come of a file that was to be kept: null, it is where it stays, for good; else what has failed. */
export type KeptOrNot = Error | null

/**
 * Keeps small files in a folder of sealed files: each is written and synced, then each gets its name, and then each folder
 * that has a new name is synced, once. What is told as kept would be there after a power cut. What fails of one file keeps no
 * other from being kept.
 */
export async function keepSmallFiles(folder: string, files: readonly SmallFile[]): Promise<KeptOrNot[]> {
  const incoming = join(folder, 'incoming')
  await onDisk.mkdir(incoming, { recursive: true, mode: 0o700 })
  const drafts = files.map(({ bytes }) => ({ path: join(incoming, randomUUID()), bytes }))
  // If the process dies from here until they have their names: drafts that nobody looks at, until they are swept away.
  const written = await eachSideBySide(drafts, smallAtOnceMax, ({ path, bytes }) =>
    failureOf(write(path, bytes)),
  )
  const named = await eachSideBySide([...files.entries()], smallAtOnceMax, async ([at, { sha256 }]) => {
    const draft = drafts[at]?.path ?? ''
    return written[at] ?? (await failureOf(putInPlace(draft, folder, exhibitPath(folder, sha256))))
  })
  const placed = files.flatMap(({ sha256 }, at) => (named[at] === null ? [placeIn(folder, sha256)] : []))
  const synced = await syncFolders(new Set(placed))
  // If the process dies here: files to which no row refers as whole; they are found under their names, and read.
  return files.map(({ sha256 }, at) => named[at] ?? synced.get(placeIn(folder, sha256)) ?? null)
}

/** All of a file of no more than so many bytes; null: there is none, or it has more. */
export async function readSmallFile(path: string, bytesMax: number): Promise<Buffer | null> {
  const file = await unlessMissing(onDisk.open(path, 'r'))
  if (file === null) return null
  try {
    const space = Buffer.allocUnsafe(bytesMax + 1)
    const { bytesRead } = await onDisk.read(file, space, 0, space.length, 0)
    return bytesRead > bytesMax ? null : space.subarray(0, bytesRead)
  } finally {
    await onDisk.close(file)
  }
}

async function write(path: string, bytes: Uint8Array): Promise<void> {
  try {
    await onDisk.writeFile(path, bytes, { flag: 'wx', mode: 0o600, flush: true })
  } catch (reason) {
    await unlessMissing(onDisk.unlink(path))
    throw reason
  }
}

async function putInPlace(draft: string, folder: string, path: string): Promise<void> {
  try {
    if ((await unlessMissing(moved(draft, path))) !== null) return
    await onDisk.mkdir(dirname(path), { recursive: true, mode: 0o700 })
    await syncFolder(folder)
    await onDisk.rename(draft, path)
  } catch (reason) {
    await unlessMissing(onDisk.unlink(draft))
    throw reason
  }
}

async function moved(draft: string, path: string): Promise<true> {
  await onDisk.rename(draft, path)
  return true
}

function placeIn(folder: string, sha256: string): string {
  return dirname(exhibitPath(folder, sha256))
}

/** What has failed of each folder, where something has. The first one brings the names of all to most disks: the rest wait for it. */
async function syncFolders(folders: ReadonlySet<string>): Promise<ReadonlyMap<string, Error>> {
  const [first, ...rest] = folders
  const failures = new Map<string, Error>()
  const sync = async (folder: string): Promise<void> => {
    const failure = await failureOf(syncFolder(folder))
    if (failure !== null) failures.set(folder, failure)
  }
  if (first !== undefined) await sync(first)
  await sideBySide(rest, smallAtOnceMax, sync)
  return failures
}

async function syncFolder(folder: string): Promise<void> {
  const opened = await onDisk.open(folder, 'r')
  try {
    await onDisk.fsync(opened)
  } finally {
    await onDisk.close(opened)
  }
}

/** What an act has failed of; null: it has not. */
export async function failureOf(act: Promise<unknown>): Promise<KeptOrNot> {
  try {
    await act
    return null
  } catch (reason) {
    return reason instanceof Error ? reason : new Error(String(reason))
  }
}
