import { randomUUID } from 'node:crypto'
import { open, rename, unlink, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { syncFolder } from './newFile.ts'

/**
 * Puts this content into the file in one step: whoever reads it finds the old one or the new one, also after a crash. When it returns
 * the new one is on the disk: after a power cut a key that was withdrawn is not in force again.
 * Of several at once, in this process or in others, the last one stays.
 */
export async function replaceFile(file: string, content: string | Buffer): Promise<void> {
  await replaceSoon(file, content)
  await syncFolder(dirname(file))
}

/**
 * The same, where the old one after a power cut does no harm: the name may come to the disk some seconds later. Nothing is left where it
 * cannot be written; if the process dies before it has its name, a file `….new` stays beside it.
 */
export async function replaceSoon(file: string, content: string | Buffer): Promise<void> {
  // Processes of several machines may share a folder, and have the same numbers.
  const draft = `${file}.${randomUUID()}.new`
  try {
    await writeFile(draft, content, { mode: 0o600, flush: true })
    await rename(draft, file)
  } catch (reason) {
    await unlink(draft).catch(() => undefined)
    throw reason
  }
}

/** `replaceFile` for what a web server gives to everybody: whatever umask this process has, all on the machine may read it. */
export async function replacePublicFile(file: string, content: Buffer): Promise<void> {
  const draft = `${file}.${randomUUID()}.new`
  try {
    const handle = await open(draft, 'wx', 0o644)
    try {
      await handle.writeFile(content)
      await handle.chmod(0o644)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(draft, file)
  } catch (reason) {
    await unlink(draft).catch(() => undefined)
    throw reason
  }
  await syncFolder(dirname(file))
}
