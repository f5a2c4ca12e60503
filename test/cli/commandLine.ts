import { execFile } from 'node:child_process'
import { builtProgram } from '../../src/packageFolder.ts'
import { rogatory } from '../../src/cli/rogatory.ts'
import type { WorldState } from '../support/world.ts'

/** What a command printed and how it ended. */
export interface Ran {
  readonly code: number
  /** Lines of the result. */
  readonly out: string
  /** Lines beside it. */
  readonly beside: string
  /** The document of `--json`, as far as there is one. */
  readonly json: Record<string, unknown>
}

/** Runs `rogatory` in this process for the node of a State, which may be serving. */
export async function run(at: WorldState, ...words: string[]): Promise<Ran> {
  const { databaseUrl, sequencerDatabaseUrl, dataFolder, clockFile, place } = at.config
  return await runAnywhere([...words, '--data', dataFolder], {
    DATABASE_URL: databaseUrl,
    ROGATORY_SEQUENCER_DATABASE_URL: sequencerDatabaseUrl,
    ROGATORY_DATABASE_CONNECTIONS: '4',
    ROGATORY_CLOCK_FILE: clockFile,
    ROGATORY_PLACE: place,
  })
}

/** Runs `rogatory` in this process with these variables in its environment; undefined takes one away. */
export async function runAnywhere(
  words: readonly string[],
  environment: Readonly<Record<string, string | undefined>> = {},
): Promise<Ran> {
  const out: string[] = []
  const beside: string[] = []
  let json: Record<string, unknown> = {}
  if (running === 0) before = { ...process.env }
  running += 1
  try {
    setAll(environment)
    const code = await rogatory(words, {
      say: (line) => out.push(line),
      note: (line) => beside.push(line),
      json: (value) => {
        json = JSON.parse(JSON.stringify(value)) as Record<string, unknown>
      },
    })
    return { code, out: out.join('\n'), beside: beside.join('\n'), json }
  } finally {
    running -= 1
    if (running === 0) restore()
  }
}

/** Commands that run at once share the environment of this process: the last of them puts it back. */
let running = 0
let before: Readonly<Record<string, string | undefined>> = {}

function restore(): void {
  for (const name of Object.keys(process.env))
    if (!(name in before)) Reflect.deleteProperty(process.env, name)
  setAll(before)
}

function setAll(environment: Readonly<Record<string, string | undefined>>): void {
  for (const [name, value] of Object.entries(environment)) {
    if (value === undefined) Reflect.deleteProperty(process.env, name)
    else process.env[name] = value
  }
}

/** Runs `rogatory` as a person does: a process of its own, with `input` on standard input. */
export async function runProcess(at: WorldState, words: readonly string[], input = ''): Promise<Ran> {
  const { databaseUrl, dataFolder } = at.config
  return await runAsProcess({ DATABASE_URL: databaseUrl, ROGATORY_DATA: dataFolder }, words, input)
}

/**
 * The same with these variables in its environment.
 *
 * @param through - a program with its words that becomes the one whose command line follows
 */
export async function runAsProcess(
  environment: Readonly<Record<string, string | undefined>>,
  words: readonly string[],
  input = '',
  through: readonly string[] = [],
): Promise<Ran> {
  const env = { ...process.env, ...environment }
  const [program = '', ...rest] = [...through, process.execPath, builtProgram, ...words]
  return await new Promise((done) => {
    const child = execFile(program, rest, { env }, (failure, out, beside) => {
      const code = failure === null ? 0 : typeof failure.code === 'number' ? failure.code : -1
      done({ code, out, beside, json: readDocument(out) })
    })
    child.stdin?.end(input)
  })
}

function readDocument(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>
  } catch {
    return {}
  }
}
