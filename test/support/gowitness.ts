import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { type NoteVerifier, encodeVerifierKey, parseVerifierKey } from '../../src/audit/note.ts'
import { buildGo, requireGo } from './goProgram.ts'

/** A witness in Go that runs in a process of its own. */
export interface GoWitness {
  readonly url: string
  readonly vkey: string
  readonly verifier: NoteVerifier
  /** Posts the body of `add-checkpoint` to it. */
  readonly submit: (body: string) => Promise<{
    readonly status: number
    readonly type: string | null
    readonly text: string
  }>
  readonly stop: () => Promise<void>
}

/** The witness and verifier in Go (test/audit/gowitness), built in a folder of its own. */
export interface GoProgram {
  /** Starts a witness of that log, which has cosigned nothing yet. */
  readonly serve: (log: NoteVerifier, name: string) => Promise<GoWitness>
  /** One line: what is good, wrong or absent of the signature of the log and of each cosignature. */
  readonly verify: (note: string, log: NoteVerifier, witnesses: readonly NoteVerifier[]) => string
  /** Stops what was started, also by a test that failed, and removes the program. */
  readonly remove: () => Promise<void>
}

/** Skips where the Go implementations of notes, checkpoints and Merkle proofs are not installed. */
export function requireGowitness(test: Mocha.Context): void {
  requireGo(test, [
    'golang-golang-x-mod-dev',
    'golang-github-transparency-dev-merkle-dev',
    'golang-github-transparency-dev-formats-dev',
  ])
}

/** Builds the program, which takes some seconds where the packages were not compiled before. */
export function buildGowitness(): GoProgram {
  const folder = mkdtempSync(join(tmpdir(), 'rogatory-gowitness-'))
  const program = join(folder, 'gowitness')
  buildGo('gowitness', program)
  const started: GoWitness[] = []
  return {
    async serve(log, name) {
      const witness = await start(program, log, name)
      started.push(witness)
      return witness
    },
    verify(note, log, witnesses) {
      const file = join(folder, 'note')
      writeFileSync(file, note)
      const keys = [log, ...witnesses].map(encodeVerifierKey)
      const { stdout, stderr } = spawnSync(program, ['verify', file, ...keys], { encoding: 'utf8' })
      return `${stdout}${stderr}`.trim()
    },
    async remove() {
      await Promise.all(started.map(({ stop }) => stop()))
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function start(program: string, log: NoteVerifier, name: string): Promise<GoWitness> {
  // It ends with its standard input, so that it does not outlive a run of the tests that was cut off.
  const child = spawn(program, ['serve', encodeVerifierKey(log), name], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const lines = createInterface({ input: child.stdout })
  const line = await new Promise<string>((resolve, reject) => {
    lines.once('line', resolve)
    child.once('error', reject)
    child.once('exit', (code) => {
      reject(new Error(`the witness in Go ended with ${code} before it said where it is`))
    })
  })
  const [url = '', vkey = ''] = line.split(' ')
  const parsed = parseVerifierKey(vkey, 'cosignature')
  assert.ok(parsed.ok, line)
  return {
    url,
    vkey,
    verifier: parsed.verifier,
    async submit(body) {
      const response = await fetch(`${url}/add-checkpoint`, { method: 'POST', body })
      const { status, headers } = response
      return { status, type: headers.get('content-type'), text: await response.text() }
    },
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return
      const ended = once(child, 'exit')
      child.kill()
      await ended
    },
  }
}
