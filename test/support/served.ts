import { type ChildProcess, spawn } from 'node:child_process'
import { builtProgram } from '../../src/packageFolder.ts'
import { freePort, until } from './world.ts'

/** A process that serves a node, as an administrator starts it. */
export interface ServedProcess {
  readonly pid: number
  /** Where peers reach it. */
  readonly port: number
  /** What it has said on both outputs. */
  readonly said: () => string
  readonly kill: (signal: NodeJS.Signals) => void
  /** Stops it in order, or at once where it hangs, and waits until it is gone. */
  stop(): Promise<void>
}

/**
 * Starts `rogatory serve` upon a data folder and a database, at a port of its own, and waits until it listens.
 *
 * @param program - of another version than this one
 */
export async function serve(
  dataFolder: string,
  databaseUrl: string,
  more: Readonly<Record<string, string>> = {},
  program: string = builtProgram,
): Promise<ServedProcess> {
  const port = await freePort()
  const child: ChildProcess = spawn(process.execPath, [program, 'serve', '--data', dataFolder], {
    env: {
      PATH: process.env.PATH,
      DATABASE_URL: databaseUrl,
      ROGATORY_PORT: String(port),
      ROGATORY_DATABASE_CONNECTIONS: '4',
      ROGATORY_LOG_LEVEL: 'warn',
      ...more,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  const hear = (text: Buffer): void => {
    said += text.toString('utf8')
  }
  child.stdout?.on('data', hear)
  child.stderr?.on('data', hear)
  const gone = new Promise<void>((done) => child.once('exit', () => done()))
  const hasEnded = (): boolean => child.exitCode !== null || child.signalCode !== null
  await until('it listens', () => {
    if (hasEnded()) throw new Error(`the process ended: ${said}`)
    return said.includes('listens at')
  })
  return {
    pid: child.pid ?? 0,
    port,
    said: () => said,
    kill: (signal) => void child.kill(signal),
    async stop() {
      if (!hasEnded()) {
        child.kill('SIGCONT')
        child.kill('SIGTERM')
      }
      const patience = setTimeout(() => child.kill('SIGKILL'), 15_000)
      await gone
      clearTimeout(patience)
    },
  }
}
