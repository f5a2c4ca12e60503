import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { loadavg, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { type Place, makePlaces, openPlace, pinEachOther } from '../src/cli/demo/stations.ts'
import { firstCase, readCase } from '../src/cli/demo/caseFile.ts'
import { readConfig } from '../src/config.ts'
import { addPerson } from '../src/exchange/people/keepPeople.ts'
import type { Node, NodeLog } from '../src/exchange/node.ts'
import { type RunningNode, startNode } from '../src/main.ts'
import { findPerson } from '../src/store/people/people.ts'
import { type Child, startChild } from './child.ts'
import { timed } from './measuring.ts'
import type { DeskCalls } from './pages/deskProcess.ts'
import { type Sample, fill } from './pages/fill.ts'
import { type IndexCost, costOfIndex } from './pages/indexing.ts'
import { type Pattern, playPatterns } from './pages/patterns.ts'
import { type Figures, costsOf, goals, tableOf } from './pages/table.ts'
import { type Visited, visitAll } from './pages/visiting.ts'
import { machineKind } from './results.ts'
import { type Servers, openServers } from './world.ts'

// How long the pages of the desk take a node that has so many requests, beside one that has few. What is multiplied is genuine:
// two nodes play a case over HTTP, in several stages, and the rows that one of them has of it are copied with other ids, times,
// States, names and texts. Digests, heads, entries of the log, proofs of its tree and words of the index are worked out for each
// copy; signatures and certificates are those of the pattern and are over other words, the other States have no trust lists, and
// no files were handed over. Read at the desk are the pages as the node sends them, to officers who approve and check as well.

const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '10000,1000000' },
    rounds: { type: 'string', default: '40' },
    out: { type: 'string', default: resolve(import.meta.dirname, 'pages.json') },
    only: { type: 'string', default: '' },
    profile: { type: 'string' },
    keep: { type: 'boolean', default: false },
  },
})
const sizes = values.sizes.split(',').map(Number)
const rounds = Number(values.rounds)

/** A node with so many requests, with what can be asked of it. */
interface Filled {
  readonly size: number
  readonly place: Place
  readonly peer: Place
  readonly samples: readonly Sample[]
  readonly fillSeconds: number
  readonly databaseMiB: number
  readonly indexMs: IndexCost
}

/** Records whose words are read anew, to see what that costs. */
const indexedAnew = 60

async function bench(): Promise<void> {
  const servers = await openServers()
  const folder = await mkdtemp(join(tmpdir(), 'rogatory-pages-'))
  try {
    const filled: Filled[] = []
    for (const size of sizes) filled.push(await fillOne(servers, join(folder, String(size)), size))
    await measureAndKeep(servers, filled)
    if (values.keep) await measureWhenAsked(servers, filled)
  } finally {
    await rm(folder, { recursive: true, force: true })
    await servers.close()
  }
}

/** Measures, says what was found, and keeps it in the place of what was found before. */
async function measureAndKeep(servers: Servers, filled: readonly Filled[]): Promise<void> {
  const { pages, together } = await measure(filled)
  const results = {
    date: new Date().toISOString(),
    machine: machineKind(),
    load: loadavg().map((load) => Number(load.toFixed(1))),
    node: process.versions.node,
    database: servers.kind,
    durability: servers.durability,
    rounds,
    filled: filled.map(({ size, fillSeconds, databaseMiB, indexMs }) => ({
      size,
      fillSeconds,
      databaseMiB,
      indexMs,
    })),
    goals,
    together,
    pages,
  }
  await writeFile(values.out, `${JSON.stringify(results, null, 2)}\n`)
  say(tableOf(sizes, together))
  say(tableOf(sizes, pages))
  say(costsOf(sizes, pages))
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

/** The databases stay until the process is interrupted: to look into them, and to measure what was changed since. */
async function measureWhenAsked(servers: Servers, filled: readonly Filled[]): Promise<void> {
  say(`kill -USR2 ${process.pid} measures again, with the sources as they are then; -INT ends it.`)
  const alive = setInterval(() => undefined, 3_600_000)
  // One that comes while it measures is passed over, and does not end the process.
  process.on('SIGUSR2', () => undefined)
  while (await isAskedAgain()) await measureAndKeep(servers, filled)
  clearInterval(alive)
}

/** Waits for a signal: whether it asks to measure, and not to end. */
async function isAskedAgain(): Promise<boolean> {
  return await new Promise((resolve) => {
    process.once('SIGUSR2', () => resolve(true))
    process.once('SIGINT', () => resolve(false))
  })
}

/** Two States of the case, the one that asks first. */
async function makePair(servers: Servers, folder: string, size: number): Promise<readonly [Place, Place]> {
  const urls = new Map([
    ['VN', await servers.database('asking', `pages${size}`)],
    ['QA', await servers.database('answering', `pages${size}`)],
  ])
  const ground = {
    folder,
    logLevel: 'error',
    databaseUrlOf: (state: string) => urls.get(state) ?? '',
    deskPortOf: (port: number) => port + 1,
  }
  const places = await makePlaces(await readCase(firstCase), ground, new Date(Date.now() - 86_400_000))
  const [asking, answering] = places
  if (asking === undefined || answering === undefined) throw new Error('the case has no two States')
  return [asking, answering]
}

/** Plays the case between them, and leaves both stopped. */
async function patternsOf(places: readonly Place[]): Promise<readonly Pattern[]> {
  const nodes: RunningNode[] = []
  try {
    for (const { environment } of places) nodes.push(await startNode(readConfig(environment), quiet))
    await pinEachOther(nodes)
    const patterns = await playPatterns(nodes)
    const [first] = nodes
    if (first !== undefined) for (const name of authors) await addAuthor(first.node, name)
    return patterns
  } finally {
    for (const node of nodes) await node.close()
  }
}

/** Who wrote the drafts of own messages, and who approved them. */
const authors = ['example-author', 'example-approver'] as const

async function addAuthor(node: Node, signInName: string): Promise<void> {
  const authority = node.trust.own().list.authorities[0]?.id ?? ''
  const actor = { person: 'Example-Administrator', role: 'administrator', authority }
  const person = { signInName, name: 'Example-Author', authority, roles: ['officer'], language: 'en' }
  const added = await addPerson(node, person, actor)
  if (!added.ok) throw new Error(`${signInName} was not added: ${added.code}`)
}

/** A pair of its own for each size, for a witness would find that one log is not the other; in the first are so many requests. */
async function fillOne(servers: Servers, folder: string, size: number): Promise<Filled> {
  const [place, peer] = await makePair(servers, folder, size)
  const patterns = await patternsOf([place, peer])
  let samples: readonly Sample[] = []
  const open = await openPlace(place, quiet)
  const fillSeconds = await timed(async () => {
    const [author, approver] = await Promise.all(authors.map((name) => findPerson(open.node.db, name)))
    if (!author || !approver) throw new Error('nobody writes drafts')
    const url = place.environment.DATABASE_URL ?? ''
    samples = await fill(open, {
      patterns,
      count: size,
      url,
      person: { id: author.id, approver: approver.id },
    })
  })
  const databaseMiB = await settle(place.environment.DATABASE_URL ?? '')
  const indexMs = await costOfIndex(
    open.node,
    samples.slice(0, indexedAnew).map(({ id }) => id),
  )
  await open.close()
  say(`${size} requests: filled in ${fillSeconds.toFixed(0)} s, ${databaseMiB} MiB`)
  say(`the words of a message: ${indexMs.job} ms in the job, ${indexMs.trigger} ms where it is stored`)
  return { size, place, peer, samples, fillSeconds: Math.round(fillSeconds), databaseMiB, indexMs }
}

/** What the server does by itself after some time: it counts what is there. Returns the size of the database. */
async function settle(url: string): Promise<number> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    // What is stored beside the tables is not looked through: nothing of it was ever taken out.
    await client.query('vacuum (analyze, process_toast false)')
    await client.query('checkpoint')
    const { rows } = await client.query<{ size: number }>(
      `select (pg_database_size(current_database()) / 1048576)::int as size`,
    )
    return rows[0]?.size ?? 0
  } finally {
    await client.end()
  }
}

/** Starts the nodes, each in a process of its own, and asks all of them for the same pages in turn. */
async function measure(filled: readonly Filled[]): Promise<Figures> {
  const children: Child<DeskCalls>[] = []
  try {
    const desks: Visited[] = []
    for (const one of filled) {
      const child = startChild<DeskCalls>(
        resolve(import.meta.dirname, 'pages/deskProcess.ts'),
        values.profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${values.profile}`],
      )
      children.push(child)
      desks.push(await openDesk(child, one))
    }
    return await visitAll(desks, { authority: 'vn.spp', rounds, only: values.only })
  } finally {
    for (const child of children) {
      await child.call('close')
      await child.close()
    }
  }
}

/** The peer is there until the node has heard what it has; then it is away, and takes no part of the processor. */
async function openDesk(child: Child<DeskCalls>, { place, peer, samples }: Filled): Promise<Visited> {
  const answering = await startNode(readConfig(peer.environment), quiet)
  try {
    return { ...(await child.call('start', place.environment)), samples, cost: () => child.call('cost') }
  } finally {
    await answering.close()
  }
}

const quiet: NodeLog = { info: () => undefined, warn: () => undefined, error: () => undefined }

await bench()
