import { type FileHandle, mkdir, open, rename } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { syncFolder } from '../newFile.ts'

/** Where the sealed file with this SHA-256 (hex) lies. 256 folders, so that none has more names than tools can bear. */
export function exhibitPath(folder: string, sha256: string): string {
  if (!/^[0-9a-f]{64}$/.test(sha256)) throw new RangeError('a sealed file is named by a SHA-256 in hex')
  return join(folder, sha256.slice(0, 2), sha256)
}

/**
 * Puts an open draft, at this path, under the name of its content (SHA-256 in hex), for good. When it returns, the file would
 * be there after a power cut, and the draft is gone. The draft is closed, also where that fails; then it stays.
 */
export type KeepFile = (handle: FileHandle, draft: string, sha256: string) => Promise<void>

/**
 * Puts an open draft under the name of its content, for good: when this returns, it is on the disk. The draft is closed,
 * also where that fails.
 */
export async function keepAs(
  handle: FileHandle,
  draft: string,
  folder: string,
  sha256: string,
): Promise<void> {
  const path = exhibitPath(folder, sha256)
  const place = dirname(path)
  await onDisk(handle)
  if ((await mkdir(place, { recursive: true, mode: 0o700 })) !== undefined) await syncFolder(folder)
  // One that is there has the same bytes, or had them before its disk decayed: this one was hashed just now. It is
  // young again, too, and so no stray for whoever sweeps before its row is there.
  await rename(draft, path)
  // If the process dies here: the file is there under its name, or a draft where the machine went down with it.
  await syncFolder(place)
  // If the process dies here: a file to which no row refers, until it is swept away as well.
}

/** Brings a file that is under its name onto the disk, with the name. */
export async function settleIn(folder: string, sha256: string): Promise<void> {
  const path = exhibitPath(folder, sha256)
  await onDisk(await open(path, 'r'))
  await syncFolder(dirname(path))
  await syncFolder(folder)
}

/** All bytes first, and the name after them: whoever finds the name finds the file, also after a power cut. */
async function onDisk(handle: FileHandle): Promise<void> {
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
