import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { packageFolder } from '../packageFolder.ts'
import { writeOutFile } from './outFile.ts'

/** The page that verifies bundles in a browser, as `npm run build` has made it. */
export async function readPage(): Promise<Buffer> {
  return await readFile(join(packageFolder, 'dist/verify.html'))
}

/**
 * Which build this is: a SHA-256 (hex) over all that `npm run build` has made. Two programs of one version may have other
 * words; of one build they have the same.
 */
export async function readProgramDigest(): Promise<string> {
  return (await readFile(join(packageFolder, 'dist/program.sha256'), 'latin1')).trim()
}

/** Writes the page to a new file. `digest` is its SHA-256 in hex, by which two who have it can compare it. */
export async function writePage(file: string): Promise<{ file: string; digest: string }> {
  const page = await readPage()
  await writeOutFile('--page', file, page)
  return { file, digest: createHash('sha256').update(page).digest('hex') }
}
