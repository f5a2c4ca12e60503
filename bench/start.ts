import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { machineKind } from './results.ts'
import { freePort } from './world.ts'

// How long somebody waits from `npm start` to the first page: where nothing is there yet, and again and again after that; beside a bare
// server that npm starts and that answers one word, which is what npm and Node.js take alone.

const { values } = parseArgs({ options: { starts: { type: 'string', default: '7' } } })
const starts = Number(values.starts)
const goalSeconds = 3
const root = resolve(import.meta.dirname, '..')
/** Desks are so far above the ports of their nodes (`rogatory world --help`). */
const deskAbove = 100
const patienceMs = 120_000

interface Started {
  readonly secondsToPage: number
  readonly secondsToNames: number
}

async function bench(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'rogatory-bench-start-'))
  try {
    // Where its peers look for it: the same at each start.
    const port = await freePort()
    const first = await startWorld(folder, port)
    const again: Started[] = []
    const bare: number[] = []
    for (let round = 0; round < starts; round += 1) {
      again.push(await startWorld(folder, port))
      bare.push(await startBare(folder))
    }
    const page = again.map(({ secondsToPage }) => secondsToPage)
    const results = {
      date: new Date().toISOString(),
      machine: machineKind(),
      node: process.versions.node,
      starts,
      firstStart: rounded(first),
      again: {
        secondsToPage: { middle: middle(page), slowest: round2(Math.max(...page)) },
        secondsToNames: { middle: middle(again.map(({ secondsToNames }) => secondsToNames)) },
      },
      bareSecondsToAnswer: { middle: middle(bare) },
      ofBare: round2(middle(page) / middle(bare)),
      goals: { secondsToPage: goalSeconds },
      isMet: Math.max(...page) <= goalSeconds,
    }
    await writeFile(resolve(import.meta.dirname, 'start.json'), `${JSON.stringify(results, null, 2)}\n`)
    process.stdout.write(`${JSON.stringify(results, null, 2)}\n`)
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** As the README says it, until the page that a visitor comes to at a desk has come whole, and until the sign-in names are printed. */
async function startWorld(folder: string, port: number): Promise<Started> {
  const began = performance.now()
  const world = npm(['start', '--', '--data', join(folder, 'world'), '--port', String(port)])
  try {
    const names = printed(world, 'administrator').then(() => secondsSince(began))
    const html = await pageAt(`http://localhost:${port + deskAbove}/`, world)
    const secondsToPage = secondsSince(began)
    if (!html.includes('<form')) throw new Error('the first page is not one to sign in at')
    return { secondsToPage, secondsToNames: await names }
  } finally {
    await stop(world)
  }
}

async function startBare(folder: string): Promise<number> {
  const port = await freePort()
  const script = `require('node:http').createServer((_, answer) => answer.end('here')).listen(${port}, 'localhost')`
  await writeFile(join(folder, 'package.json'), JSON.stringify({ scripts: { start: `node -e "${script}"` } }))
  const began = performance.now()
  const bare = npm(['start'], folder)
  try {
    await pageAt(`http://localhost:${port}/`, bare)
    return secondsSince(began)
  } finally {
    await stop(bare)
  }
}

function npm(arguments_: readonly string[], cwd = root): ChildProcess {
  // A group of its own, so that all of it is told to stop.
  return spawn('npm', arguments_, { cwd, detached: true, stdio: ['ignore', 'pipe', 'inherit'] })
}

/** The page, as soon as it is there. */
async function pageAt(url: string, program: ChildProcess): Promise<string> {
  const until = performance.now() + patienceMs
  while (performance.now() < until && program.exitCode === null) {
    const page = await fetch(url).catch(() => null)
    if (page?.ok === true) return await page.text()
    await new Promise((soon) => setTimeout(soon, 10))
  }
  throw new Error(`nothing has come from ${url}`)
}

async function printed(program: ChildProcess, word: string): Promise<void> {
  let text = ''
  await new Promise<void>((found) => {
    program.stdout?.on('data', (piece: Buffer) => {
      text += piece.toString()
      if (text.includes(word)) found()
    })
  })
}

async function stop(program: ChildProcess): Promise<void> {
  if (program.exitCode !== null || program.pid === undefined) return
  const ended = once(program, 'exit')
  process.kill(-program.pid, 'SIGINT')
  await ended
}

function secondsSince(began: number): number {
  return (performance.now() - began) / 1_000
}

function middle(numbers: readonly number[]): number {
  return round2([...numbers].sort((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? 0)
}

function round2(number: number): number {
  return Math.round(number * 100) / 100
}

function rounded({ secondsToPage, secondsToNames }: Started): Started {
  return { secondsToPage: round2(secondsToPage), secondsToNames: round2(secondsToNames) }
}

await bench()
