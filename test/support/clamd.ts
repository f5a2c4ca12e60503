import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { until } from './world.ts'

/** What the scanner of the tests knows, and calls `Rogatory.Test.Invented`; nothing of any malware. */
export const inventedPattern = 'ROGATORY-INVENTED-MALWARE-TEST-PATTERN'

/** A real clamd with one signature of our own. */
export interface RunningClamd {
  readonly socket: string
  readonly stop: () => Promise<void>
}

/** Starts the clamd of this machine; it takes a mebibyte of a stream, and fetches nothing. */
export async function startClamd(): Promise<RunningClamd> {
  const folder = await mkdtemp(join(tmpdir(), 'clamd-'))
  const [signatures, socket] = [join(folder, 'signatures'), join(folder, 'clamd.sock')]
  await mkdir(signatures)
  const hex = Buffer.from(inventedPattern).toString('hex')
  await writeFile(join(signatures, 'test.ndb'), `Rogatory.Test.Invented:0:*:${hex}\n`)
  const settings = [
    `LocalSocket ${socket}`,
    `DatabaseDirectory ${signatures}`,
    `TemporaryDirectory ${folder}`,
    'Foreground yes',
    'StreamMaxLength 1M',
  ]
  await writeFile(join(folder, 'clamd.conf'), `${settings.join('\n')}\n`)
  const child: ChildProcess = spawn('clamd', ['--config-file', join(folder, 'clamd.conf')], {
    stdio: 'ignore',
  })
  const gone = once(child, 'exit')
  await until('clamd listens', async () => (await stat(socket).catch(() => null))?.isSocket() === true)
  return {
    socket,
    async stop() {
      child.kill('SIGKILL')
      await gone
      await rm(folder, { recursive: true })
    },
  }
}
