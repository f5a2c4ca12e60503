import { randomUUID } from 'node:crypto'
import { rename, writeFile } from 'node:fs/promises'
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

/** The same, where the old one after a power cut does no harm: the name may come to the disk some seconds later. */
export async function replaceSoon(file: string, content: string | Buffer): Promise<void> {
  // Processes of several machines may share a folder, and have the same numbers.
  const draft = `${file}.${randomUUID()}.new`
  await writeFile(draft, content, { mode: 0o600, flush: true })
  await rename(draft, file)
}
