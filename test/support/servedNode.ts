import { type ChildProcess, spawn } from 'node:child_process'
import { builtProgram } from '../../src/packageFolder.ts'
import { type WorldState, until } from './world.ts'

/**
 * Starts `rogatory serve` upon what a State of a world has, as a process of its own, and waits until it answers. The node of the world is to be
 * closed before.
 *
 * @param options - of Node.js
 * @param stdout - a file descriptor that takes its log, all of it; absent: it writes none
 */
export async function serveApart(
  { config }: Pick<WorldState, 'config'>,
  options: readonly string[] = [],
  stdout?: number,
): Promise<ChildProcess> {
  const served = spawn(process.execPath, [...options, builtProgram, 'serve'], {
    env: {
      PATH: process.env.PATH,
      ROGATORY_DATA: config.dataFolder,
      ROGATORY_PORT: String(config.port),
      ROGATORY_PASSPHRASE_FILE: config.passphraseFile,
      ROGATORY_LOG_LEVEL: stdout === undefined ? 'silent' : 'debug',
      DATABASE_URL: config.databaseUrl,
    },
    stdio: ['ignore', stdout ?? 'ignore', 'ignore'],
  })
  const answers = async (): Promise<boolean> =>
    await fetch(`http://127.0.0.1:${config.port}/health/live`).then(
      ({ ok }) => ok,
      () => false,
    )
  await until('the process answers', answers).catch((reason: unknown) => {
    // Nobody else knows of it.
    served.kill('SIGKILL')
    throw reason
  })
  return served
}
