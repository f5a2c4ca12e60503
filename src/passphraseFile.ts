import { readFile } from 'node:fs/promises'

/** What opens the keys of a node. Throws Error with words for the operator. */
export async function readPassphrase(file: string): Promise<string> {
  try {
    return (await readFile(file, 'utf8')).trim()
  } catch (cause) {
    throw new Error(`The passphrase of the keys cannot be read from ${file}: see ROGATORY_PASSPHRASE_FILE`, {
      cause,
    })
  }
}
