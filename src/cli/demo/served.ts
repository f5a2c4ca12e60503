import { type ChildProcess, spawn } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { builtProgram } from '../../packageFolder.ts'
import type { Place } from './stations.ts'

/** A node in service that is started again whenever it dies, as a service manager would. */
export interface Served {
  /** Process id of the one that runs now, for whoever wants to kill it. */
  pid(): number | undefined
  /** Stops it in order and leaves it stopped. */
  stop(): Promise<void>
  start(): void
  /** Whether the one that runs now has said that it listens. */
  isUp(): boolean
  /** How often it was started again after it had died unasked. */
  restarts(): number
}

const restartPauseMs = 150

/**
 * Starts `rogatory serve` for a place; what it writes goes to `node.log` in its data folder.
 *
 * @param through - a program with its words that becomes the one whose command line follows, as `nice` does
 */
export function serve(place: Place, through: readonly string[] = []): Served {
  const output = createWriteStream(join(place.dataFolder, 'node.log'), { flags: 'a' })
  // On a full disk lines are lost, and not the world.
  output.on('error', () => undefined)
  let child: ChildProcess | undefined
  let wanted = false
  let isUp = false
  let restarts = 0

  const launch = (): void => {
    if (!wanted || child !== undefined) return
    const words = [...through, process.execPath, builtProgram, 'serve', '--data', place.dataFolder]
    const started = spawn(words[0] ?? '', words.slice(1), {
      // What a file says for the whole world is in the place of each by now.
      env: { ...process.env, DATABASE_URL_FILE: undefined, ...place.environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    child = started
    started.stdout.pipe(output, { end: false })
    started.stdout.on('data', (said: Buffer) => {
      if (child === started && said.includes(' listens at ')) isUp = true
    })
    started.stderr.pipe(output, { end: false })
    started.once('exit', () => {
      child = undefined
      isUp = false
      if (!wanted) return
      restarts += 1
      setTimeout(launch, restartPauseMs)
    })
  }

  return {
    pid: () => child?.pid,
    restarts: () => restarts,
    isUp: () => isUp,
    start() {
      wanted = true
      launch()
    },
    async stop() {
      wanted = false
      const running = child
      if (running === undefined) return
      await new Promise<void>((resolve) => {
        running.once('exit', () => resolve())
        running.kill('SIGTERM')
      })
    },
  }
}
