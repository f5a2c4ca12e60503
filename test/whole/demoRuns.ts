import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { type Ended, startDemo } from './demoProcess.ts'

const runs = new Map<string, Promise<Ended>>()
let folder: Promise<string> | undefined

/** The file of an example case. */
export function caseFile(played: string): string {
  return resolve(import.meta.dirname, `../../schemas/example/case/${played}.json`)
}

/** The demonstration of an example case, run once for all tests that read what it left behind. */
export function demoOf(played: string): Promise<Ended> {
  const known = runs.get(played)
  if (known !== undefined) return known
  folder ??= mkdtemp(join(tmpdir(), 'rogatory-demos-'))
  const running = folder.then(
    (parent) => startDemo('--request', caseFile(played), '--out', join(parent, played)).ended,
  )
  runs.set(played, running)
  return running
}

after(async () => {
  await Promise.all(runs.values())
  if (folder !== undefined) await rm(await folder, { recursive: true, force: true })
})
