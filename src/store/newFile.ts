import { randomUUID } from 'node:crypto'
import { link, lstat, open, rename, unlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { unlessMissing } from './unlessMissing.ts'

/** There is a file of that name already. */
export class FileExists extends Error {}

/**
 * Writes what comes through these streams to a new file, which has its name only once all of it is on the disk: nobody
 * finds a part of it, and where a stream breaks, or `check` throws at their end, nothing is left. If the process dies
 * before that, a file `.….part` stays beside it.
 *
 * @throws FileExists where the name is taken, which stays as it is; whatever the streams or `check` throw
 */
export async function writeNewFile(
  path: string,
  content: readonly [Readable, ...Transform[]],
  check: () => void,
): Promise<void> {
  await refuseTaken(path)
  const draft = join(dirname(path), `.${randomUUID()}.part`)
  try {
    const handle = await open(draft, 'wx', 0o600)
    await pipeline([...content, handle.createWriteStream({ flush: true })])
    check()
    await give(draft, path)
  } finally {
    await unlink(draft).catch(() => undefined)
  }
  await syncFolder(dirname(path))
}

/** Whether something has that name, be it a link that leads nowhere. */
export async function isTaken(path: string): Promise<boolean> {
  return (await unlessMissing(lstat(path))) !== null
}

async function refuseTaken(path: string): Promise<void> {
  if (await isTaken(path)) throw new FileExists(path)
}

/**
 * Gives a file that is whole its name; that of the draft stays, or not. Two names for a moment: unlike a renaming, that replaces nothing
 * which came there meanwhile. Throws FileExists.
 */
export async function give(draft: string, path: string): Promise<void> {
  try {
    await link(draft, path)
  } catch (reason) {
    const code = (reason as NodeJS.ErrnoException).code
    if (code === 'EEXIST') throw new FileExists(path)
    // The file systems of memory sticks know one name for a file.
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'].includes(code ?? '')) throw reason
    await refuseTaken(path)
    await rename(draft, path)
  }
}

/** A new name is on the disk only when its folder is. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
