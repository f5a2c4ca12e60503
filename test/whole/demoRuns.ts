import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { readCase } from '../../src/cli/demo/caseFile.ts'
import { type DemonstrationOutcome, runDemonstration } from '../../src/cli/demo/demonstration.ts'
import { testDatabase } from '../support/database.ts'
import { runFolder } from '../support/server.ts'
import { until } from '../support/world.ts'
import { serveHere } from './servedHere.ts'

/** The file of an example case. */
export function caseFile(played: string): string {
  return resolve(import.meta.dirname, `../../schemas/example/case/${played}.json`)
}

/** A demonstration that was played here: how it ended, and what it told. */
export interface Played {
  readonly lines: readonly string[]
  readonly outcome: DemonstrationOutcome
}

/**
 * Plays an example case in this process, on a database of the server of this run: the same nodes at ports of their own,
 * which costs a fraction of processes with servers of their own. That the command starts those is tested with `kill` and
 * `demoCommand`.
 *
 * @param folder - an empty one, where its nodes and bundles come
 * @param withFiles - whether its files go with its messages, of the sizes that they have
 */
export async function playHere(name: string, folder: string, withFiles = false): Promise<Played> {
  const lines: string[] = []
  const database = await testDatabase()
  try {
    const outcome = await runDemonstration({
      played: await readCase(caseFile(name)),
      folder,
      databaseUrl: database.url,
      serve: serveHere,
      withFiles,
      say: (line) => lines.push(line),
    })
    return { lines, outcome }
  } finally {
    await database.close()
  }
}

/**
 * The demonstration of an example case, played once for all tests that read what it left behind: the first that asks for
 * it plays it, in whatever process it is, and the others wait for its end.
 */
export async function demoOf(name: string): Promise<Played> {
  const place = join(runFolder(), name)
  const told = `${place}.json`
  if (!(await isFirstAt(place))) {
    await until(`${name} has been played`, () => isThere(told), 280_000)
    return JSON.parse(await readFile(told, 'utf8')) as Played
  }
  const played = await playHere(name, place)
  await writeFile(`${told}.new`, JSON.stringify(played))
  await rename(`${told}.new`, told)
  return played
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
