import { rename, writeFile } from 'node:fs/promises'

let drafts = 0

/**
 * Puts this content into the file in one step: whoever reads it finds the old one or the new one, also after a crash.
 * Of several at once, in this process or in others, the last one stays.
 */
export async function replaceFile(file: string, content: string | Buffer): Promise<void> {
  drafts += 1
  const draft = `${file}.${process.pid}.${drafts}.new`
  await writeFile(draft, content, { mode: 0o600, flush: true })
  await rename(draft, file)
}
