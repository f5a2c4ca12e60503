import { type ChildProcess, spawn } from 'node:child_process'
import { builtProgram } from '../../src/packageFolder.ts'
import type { DemonstrationOutcome } from '../../src/cli/demo/demonstration.ts'

/** How a demonstration ended. */
export interface Ended {
  readonly code: number | null
  /** Lines of the course of events. */
  readonly lines: readonly string[]
  /** The document on standard output; null where there was none, or more than one. */
  readonly outcome: DemonstrationOutcome | null
}

/** A demonstration in a process of its own, as a person starts it. */
export interface DemoProcess {
  readonly child: ChildProcess
  /** What it has told so far. */
  readonly lines: readonly string[]
  isRunning(): boolean
  readonly ended: Promise<Ended>
}

/** Starts `rogatory demo --json` with these words. The database is the embedded one unless the words name a server. */
export function startDemo(...words: readonly string[]): DemoProcess {
  const child = spawn(process.execPath, [builtProgram, 'demo', '--json', ...words], {
    // The seed is for this test; a node takes no setting that it does not know.
    env: { ...process.env, DATABASE_URL: '', ROGATORY_KILL_SEED: undefined },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const lines: string[] = []
  let out = ''
  let rest = ''
  let isRunning = true
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    const parts = (rest + text).split('\n')
    rest = parts.pop() ?? ''
    lines.push(...parts)
  })
  const ended = new Promise<Ended>((done, fail) => {
    child.once('error', fail)
    child.once('close', (code) => {
      isRunning = false
      done({ code, lines, outcome: outcomeIn(out) })
    })
  })
  return { child, lines, isRunning: () => isRunning, ended }
}

function outcomeIn(out: string): DemonstrationOutcome | null {
  try {
    return JSON.parse(out) as DemonstrationOutcome
  } catch {
    return null
  }
}
