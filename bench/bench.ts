import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { type Batching, barePost, type Ceilings, openCeilings } from './ceilings.ts'
import { type Exchanges, exchanges, medianOf } from './exchanges.ts'
import { comeToRest, mean, measureCheckpoint, measureLog } from './measureLog.ts'
import { measureProcesses } from './processes.ts'
import {
  type Point,
  type Results,
  logPriceOf,
  machineKind,
  ofPartsOf,
  packageVersions,
  shareOf,
  spreadOf,
  tableOf,
} from './results.ts'
import { measureRemote } from './remote.ts'
import { validationsPerCpuSecond } from './validation.ts'
import { type Pair, openServers, startPair } from './world.ts'

const { values } = parseArgs({
  options: {
    /** Short times: to see that it runs, and roughly what comes out. */
    quick: { type: 'boolean', default: false },
    /** Only the log: what it costs, and how soon it is signed. */
    log: { type: 'boolean', default: false },
    /** Only the exchange beside what limits it, without the log's price. */
    shares: { type: 'boolean', default: false },
    /** Only the exchange itself, with CPU profiles of both nodes in this folder. */
    profile: { type: 'string' },
    /** Only whether two processes of each node do as much as one. */
    processes: { type: 'boolean', default: false },
    /** Only what nodes do with databases that are far away. */
    remote: { type: 'boolean', default: false },
  },
})

const inFlights = [1, 16, 64]
const times = values.quick
  ? {
      firstMs: 3_000,
      warmMs: 500,
      measuredMs: 1_500,
      checkpointMs: 1_500,
      aloneMs: 1_500,
      postMs: 800,
      oneMs: 1_500,
      rounds: 1,
      aloneRounds: 1,
      logPairs: 3,
      logMs: 1_500,
      restMs: 200,
    }
  : {
      // What has rested is a quarter slower at first and comes to its rate within some seven seconds. In this time proofs are asked for as
      // well, two seconds after the receipts: as many fall into the measured time as are caused in it.
      firstMs: 40_000,
      warmMs: 8_000,
      measuredMs: 4_000,
      // One after another: as many as leave more than a few above the p99.
      oneMs: 15_000,
      checkpointMs: 15_000,
      aloneMs: 3_500,
      postMs: 2_000,
      rounds: 5,
      aloneRounds: 2,
      logPairs: 5,
      logMs: 4_000,
      restMs: 1_000,
    }

const withoutLog = `--import=${new URL('./withoutLog/register.ts', import.meta.url).href}`
const path = resolve(import.meta.dirname, 'results.json')

const say = (text: string): void => void process.stderr.write(`${text}\n`)

async function bench(): Promise<void> {
  const servers = await openServers()
  try {
    if (servers.durability.fsync !== 'on') throw new Error('these figures mean nothing without fsync')
    say('two nodes with a log, two without')
    const pair = await startPair(servers, 'exchange')
    const logless = await startPair(servers, 'logless', [withoutLog])
    await warmUp(pair)
    await warmUp(logless, false)
    const ceilings = await openCeilings(servers, pair)
    const sealedBytes = ceilings.sealedBytes
    const points: Point[] = []
    for (const inFlight of inFlights) points.push(await measure(pair, logless, ceilings, inFlight))
    const cryptographyOneCore = await ceilings.rate(
      { statements: false, cryptography: true },
      { inFlight: 1, batch: 16, atOnce: 1 },
      times,
    )
    const checkpoint: Record<string, Results['checkpoint'][string]> = {}
    for (const inFlight of inFlights) checkpoint[inFlight] = await measureCheckpoint(pair, inFlight, times)
    const unplaced = await pair.asking.call('unplaced')
    if (unplaced > 0) throw new Error(`${unplaced} messages have no place`)
    const entries = await logless.answering.call('entries')
    if (entries > 0) throw new Error(`the nodes without a log have written ${entries} entries`)
    await ceilings.close()
    await logless.close()
    await pair.close()
    say('two processes of each node, databases that are far away')
    const processes = await measureProcesses(
      servers,
      inFlights.filter((one) => one > 1),
      times,
    )
    const remote = await measureRemote(servers, inFlights, times)
    const results: Results = {
      date: new Date().toISOString(),
      quick: values.quick,
      machine: machineKind(),
      node: process.versions.node,
      database: servers.kind,
      durability: servers.durability,
      packages: packageVersions(),
      sealedBytes,
      points,
      cryptographyOneCore,
      validations: validationsPerCpuSecond(),
      processes,
      remote,
      checkpoint,
    }
    await writeFile(path, `${JSON.stringify(results, null, 2)}\n`)
    process.stdout.write(`${tableOf(results)}\n`)
  } finally {
    await servers.close()
  }
}

/**
 * Prepared statements, compiled schemas and warm code, before anything is measured: what does little else is compiled anew for its first
 * half minute. What is left to do then (words for the search) is done before another is measured beside it.
 */
async function warmUp(pair: Pair, isLogged = true): Promise<void> {
  await exchanges(pair, 16, { warmMs: 0, measuredMs: times.firstMs })
  await comeToRest(pair, times, isLogged)
}

/** Everything that is compared is measured in turn, several times, so that what else the machine does hits all alike. */
async function measure(
  pair: Pair,
  logless: Pair | null,
  ceilings: Ceilings,
  inFlight: number,
): Promise<Point> {
  say(`${inFlight} in flight`)
  // With another number in flight before, other code was warm.
  await exchanges(pair, inFlight, { warmMs: 0, measuredMs: 2 * times.warmMs })
  await comeToRest(pair, times, true)
  const withLog: Exchanges[] = []
  const together: number[] = []
  const measuredMs = inFlight === 1 ? times.oneMs : times.measuredMs
  for (let round = 0; round < times.rounds; round += 1) {
    const exchange = await exchanges(pair, inFlight, { ...times, measuredMs })
    withLog.push(exchange)
    await comeToRest(pair, times, true)
    const parts = { statements: true, cryptography: true }
    together.push(await ceilings.rate(parts, batchingOf(exchange), times))
  }
  const alone = await measureAlone(ceilings, batchingOf(medianOf(withLog)))
  const log =
    logless !== null && inFlight > 1 ? { log: await measureLog(pair, logless, inFlight, times) } : {}
  const { traces, sealedBytes } = ceilings
  const post = await barePost(
    { body: sealedBytes, answer: traces.asking.message.receipt?.length ?? 0 },
    { inFlight, warmMs: times.postMs / 4, measuredMs: times.postMs },
  )
  return {
    inFlight,
    exchanges: medianOf(withLog),
    ...log,
    ...alone,
    together: spreadOf(together).median,
    rounds: together.map((rate, round) => ({ exchanges: withLog[round]?.perSecond ?? 0, together: rate })),
    post: post.perSecond,
  }
}

/** The parts, each without the other. */
async function measureAlone(
  ceilings: Ceilings,
  batching: Batching,
): Promise<Pick<Point, 'statements' | 'cryptography'>> {
  const statements: number[] = []
  const cryptography: number[] = []
  for (let round = 0; round < times.aloneRounds; round += 1) {
    statements.push(await ceilings.rate({ statements: true, cryptography: false }, batching, times))
    cryptography.push(await ceilings.rate({ statements: false, cryptography: true }, batching, times))
  }
  return { statements: mean(statements), cryptography: mean(cryptography) }
}

/** The nodes handle so many together as wait; what they are compared with may do the same. */
function batchingOf({ inFlight, batch }: Exchanges): Batching {
  return {
    inFlight,
    batch: Math.max(1, Math.round((batch.sent + batch.received) / 2)),
    atOnce: inFlight === 1 ? 1 : 2,
  }
}

/** The exchange alone, for looking at what it spends its time on. */
async function profile(folder: string): Promise<void> {
  const servers = await openServers()
  try {
    const pair = await startPair(servers, 'exchange', ['--cpu-prof', `--cpu-prof-dir=${folder}`])
    await warmUp(pair)
    for (const inFlight of [16, 64]) {
      process.stdout.write(`${JSON.stringify(await exchanges(pair, inFlight, times))}\n`)
    }
    await pair.close()
  } finally {
    await servers.close()
  }
}

/** What nodes reach of what limits them, and how long one exchange at a time takes beside its parts. */
async function sharesAlone(): Promise<void> {
  const servers = await openServers()
  try {
    const pair = await startPair(servers, 'exchange')
    await warmUp(pair)
    const ceilings = await openCeilings(servers, pair)
    for (const inFlight of inFlights) {
      const point = await measure(pair, null, ceilings, inFlight)
      const { perSecond, latency, busy } = point.exchanges
      const told = { inFlight, perSecond, latency, busy, ofParts: ofPartsOf(point) }
      process.stdout.write(`${JSON.stringify({ ...told, share: shareOf(point), rounds: point.rounds })}\n`)
    }
    await ceilings.close()
    await pair.close()
  } finally {
    await servers.close()
  }
}

/** What the log costs, and how soon an entry stands under a signed checkpoint. */
async function logAlone(): Promise<void> {
  const servers = await openServers()
  try {
    const pair = await startPair(servers, 'exchange')
    const logless = await startPair(servers, 'logless', [withoutLog])
    await warmUp(pair)
    await warmUp(logless, false)
    for (const inFlight of inFlights.filter((one) => one > 1)) {
      const pairs = await measureLog(pair, logless, inFlight, times)
      process.stdout.write(`${JSON.stringify({ inFlight, ...logPriceOf(pairs), pairs })}\n`)
    }
    for (const inFlight of inFlights) {
      const { p50, p95, samples } = await measureCheckpoint(pair, inFlight, times)
      process.stdout.write(`${JSON.stringify({ inFlight, checkpoint: { p50, p95, samples } })}\n`)
    }
    const entries = await logless.answering.call('entries')
    if (entries > 0) throw new Error(`the nodes without a log have written ${entries} entries`)
    await logless.close()
    await pair.close()
  } finally {
    await servers.close()
  }
}

/** One process of each node against two, each on one database a node. */
async function processesAlone(): Promise<void> {
  const servers = await openServers()
  try {
    for (const point of await measureProcesses(
      servers,
      inFlights.filter((one) => one > 1),
      times,
    ))
      process.stdout.write(`${JSON.stringify(point)}\n`)
  } finally {
    await servers.close()
  }
}

/** Two nodes with databases behind a proxy that delays. */
async function remoteAlone(): Promise<void> {
  const servers = await openServers()
  try {
    process.stdout.write(`${JSON.stringify(await measureRemote(servers, inFlights, times))}\n`)
  } finally {
    await servers.close()
  }
}

if (values.processes) await processesAlone()
else if (values.remote) await remoteAlone()
else if (values.profile !== undefined) await profile(values.profile)
else if (values.shares) await sharesAlone()
else await (values.log ? logAlone() : bench())
