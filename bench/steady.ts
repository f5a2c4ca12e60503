import { writeFile } from 'node:fs/promises'
import { loadavg } from 'node:os'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { startChild } from './child.ts'
import type { OpenLoopResult } from './openLoop.ts'
import { machineKind } from './results.ts'
import type { ReverifyCalls } from './reverifyProcess.ts'
import { type Steady, steadyGoals, tableOfSteady } from './steadyTable.ts'
import { type Pair, openServers, startPair } from './world.ts'

// Whether two nodes bear a load that does not wait for them: half of what they can do at most, for half an hour, while somebody else
// verifies every receipt and every proof anew. What grows, slows down or fails in that time shows.

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '30' },
    /** Exchanges in a second; without it, half of what a closed loop reaches before. */
    rate: { type: 'string' },
  },
})
const minutes = Number(values.minutes)
const keptMinutes = 30
/** Latencies are told by the minute; of a short run by a sixth of it, so that each third of it has two. */
const windowSeconds = Math.min(60, minutes * 10)
const memoryEveryMs = 5_000
const feedEveryMs = 500

const say = (text: string): void => void process.stderr.write(`${text}\n`)

async function bench(): Promise<void> {
  const servers = await openServers()
  try {
    if (servers.durability.fsync !== 'on') throw new Error('these figures mean nothing without fsync')
    const pair = await startPair(servers, 'steady')
    const most = await mostPerSecond(pair)
    const perSecond = values.rate === undefined ? Math.floor(most / 2) : Number(values.rate)
    say(`${Math.round(most)} in a second at most; ${perSecond} for ${minutes} minutes`)
    const measured = await bear(pair, perSecond)
    await pair.close()
    const results: Steady = {
      date: new Date().toISOString(),
      machine: machineKind(),
      load: loadavg().map((load) => Number(load.toFixed(1))),
      node: process.versions.node,
      durability: servers.durability,
      minutes,
      most: Math.round(most),
      perSecond,
      ...measured,
      goals: steadyGoals,
    }
    // A short run is to look at: the figures that are kept are of half an hour.
    if (minutes >= keptMinutes)
      await writeFile(resolve(import.meta.dirname, 'steady.json'), `${JSON.stringify(results, null, 2)}\n`)
    process.stdout.write(`${tableOfSteady(results)}\n`)
  } finally {
    await servers.close()
  }
}

/** What a closed loop reaches once code and statements are warm. */
async function mostPerSecond(pair: Pair): Promise<number> {
  const { perSecond } = await pair.asking.call('load', { inFlight: 64, warmMs: 15_000, measuredMs: 15_000 })
  await pair.asking.call('proven')
  return perSecond
}

type Measured = Pick<Steady, 'begun' | 'windows' | 'failures' | 'memoryMiB' | 'reverified'>

/** The load, with what the memory of both nodes is meanwhile, and with somebody who verifies all of it. */
async function bear(pair: Pair, perSecond: number): Promise<Measured> {
  const checker = startChild<ReverifyCalls>(resolve(import.meta.dirname, 'reverifyProcess.ts'))
  await checker.call('start', pair.urls)
  await pair.asking.call('settledSince')
  let mostUnverified = 0
  /** Tells the checker what has come since, and gives what it has not verified yet. */
  const feed = async (): Promise<number> => {
    const { unverified } = await checker.call('expect', await pair.asking.call('settledSince'))
    mostUnverified = Math.max(mostUnverified, unverified)
    return unverified
  }
  const ended: { result: OpenLoopResult | null; failure: unknown } = { result: null, failure: null }
  const load = pair.asking
    .call('openLoad', { perSecond, seconds: minutes * 60, windowSeconds })
    .then((result) => void (ended.result = result))
    .catch((reason: unknown) => void (ended.failure = reason))
  const memory = watchMemory(pair)
  while (ended.result === null && ended.failure === null) {
    await feed()
    await new Promise((soon) => setTimeout(soon, feedEveryMs))
  }
  await load
  if (ended.result === null) throw ended.failure
  // Before anything else: from here on the checker has the time that the load leaves it.
  const atEnd = await feed()
  const loadEnded = performance.now()
  const memoryMiB = await memory.end()
  await pair.asking.call('proven')
  const { messages, heads, entries, memoryMiB: ofChecker } = await checker.call('all')
  const unverified = { atEnd, most: mostUnverified, doneAfterMs: performance.now() - loadEnded }
  await checker.close()
  const reverified = { messages, heads, entries, memoryMiB: ofChecker, unverified }
  return { ...ended.result, memoryMiB, reverified }
}

/** Resident memory of both nodes, every few seconds. */
function watchMemory({ asking, answering }: Pair) {
  const seen: { asking: number; answering: number }[] = []
  const timer = setInterval(() => {
    void Promise.all([asking.call('peak'), answering.call('peak')])
      .then(([one, other]) => seen.push({ asking: one, answering: other }))
      // A node that is gone is told by the load.
      .catch(() => undefined)
  }, memoryEveryMs)
  return {
    end(): Promise<Steady['memoryMiB']> {
      clearInterval(timer)
      return Promise.resolve(seen)
    },
  }
}

await bench()
