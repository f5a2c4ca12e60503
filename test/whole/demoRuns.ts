import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { runFolder } from '../support/server.ts'
import { until } from '../support/world.ts'
import { type Ended, startDemo } from './demoProcess.ts'

/** The file of an example case. */
export function caseFile(played: string): string {
  return resolve(import.meta.dirname, `../../schemas/example/case/${played}.json`)
}

/**
 * The demonstration of an example case, run once for all tests that read what it left behind: the first that asks for
 * it runs it, in whatever process it is, and the others wait for its end.
 */
export async function demoOf(played: string): Promise<Ended> {
  const place = join(runFolder(), played)
  const told = `${place}.json`
  if (!(await isFirstAt(`${place}.taken`))) {
    await until(`${played} has been played`, () => isThere(told), 280_000)
    return JSON.parse(await readFile(told, 'utf8')) as Ended
  }
  const ended = await startDemo('--request', caseFile(played), '--out', place).ended
  await writeFile(`${told}.new`, JSON.stringify(ended))
  await rename(`${told}.new`, told)
  return ended
}

async function isFirstAt(path: string): Promise<boolean> {
  try {
    await mkdir(path)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

async function isThere(path: string): Promise<boolean> {
  return await readFile(path).then(
    () => true,
    () => false,
  )
}
