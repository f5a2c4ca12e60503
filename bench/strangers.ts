import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { buildGo } from '../test/support/goProgram.ts'

/** How strangers flood a port. */
export interface Flood {
  readonly port: number
  /** Their addresses on loopback, in turn; none of them is that of the peer. */
  readonly localAddresses: readonly string[]
  /** Requests that are to be offered in a second. */
  readonly perSecond: number
  readonly connections: number
  /** Requests that are written together, before any of them is answered. */
  readonly together: number
  readonly ms: number
}

/** What strangers did, and what became of it. */
export interface Flooded {
  /** Requests a second: written to a connection that was open, or begun and not let in. */
  readonly offeredPerSecond: number
  /** Connections a second that were begun, and those that ended without an answer. */
  readonly connectedPerSecond: number
  readonly turnedAwayPerSecond: number
  /** Answers of any status a second. */
  readonly answeredPerSecond: number
  /** Processor time of the program, as a share of one processor. */
  readonly busy: number
}

/** Strangers who flood as they are told. */
export interface Strangers {
  readonly flood: (flood: Flood) => Promise<Flooded>
  readonly close: () => void
}

/** Builds the program that floods: in Go, for what it costs is taken from the node that it floods. */
export function gatherStrangers(): Strangers {
  const folder = mkdtempSync(join(tmpdir(), 'rogatory-strangers-'))
  const program = join(folder, 'strangers')
  buildGo(resolve(import.meta.dirname, 'strangers'), program)
  return {
    flood: async (flood) => await run(program, flood),
    close: () => rmSync(folder, { recursive: true }),
  }
}

async function run(program: string, flood: Flood): Promise<Flooded> {
  const child = spawn(program, { stdio: ['pipe', 'pipe', 'inherit'] })
  child.stdin.end(JSON.stringify(flood))
  const said: Buffer[] = []
  child.stdout.on('data', (bytes: Buffer) => said.push(bytes))
  const code = await new Promise<number | null>((done) => child.once('close', done))
  if (code !== 0) throw new Error(`the strangers ended with ${code ?? 'a signal'}`)
  return JSON.parse(Buffer.concat(said).toString('utf8')) as Flooded
}
