import { randomUUID } from 'node:crypto'
import { rename, writeFile } from 'node:fs/promises'

/**
 * Puts this content into the file in one step: whoever reads it finds the old one or the new one, also after a crash.
 * Of several at once, in this process or in others, the last one stays.
 */
export async function replaceFile(file: string, content: string | Buffer): Promise<void> {
  // Processes of several machines may share a folder, and have the same numbers.
  const draft = `${file}.${randomUUID()}.new`
  await writeFile(draft, content, { mode: 0o600, flush: true })
  await rename(draft, file)
}
