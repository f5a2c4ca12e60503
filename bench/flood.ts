import { readFileSync, writeFileSync } from 'node:fs'
import { loadavg } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { exchanges } from './exchanges.ts'
import { machineKind } from './results.ts'
import { type Flooded, gatherStrangers } from './strangers.ts'
import { freePort, openServers, startPair } from './world.ts'

const { values } = parseArgs({ options: { quick: { type: 'boolean', default: false } } })
const times = values.quick
  ? { warmMs: 1_000, measuredMs: 3_000, rounds: 1 }
  : { warmMs: 2_000, measuredMs: 8_000, rounds: 3 }

/** So many times as many requests as the node exchanges in a second at most. */
const floodFactor = 50
const goalShare = 0.8
const inFlight = 64
/** Strangers keep so many connections, and write so many requests on each before they wait. */
const strangers = { connections: 200, together: 10 }

/** Who floods what. */
const floods = {
  /** The node itself. */
  'one address': { addresses: 1, isNode: true },
  '250 addresses': { addresses: 250, isNode: true },
  /** Nobody listens there: what the flood costs is the work of the machine and of whoever floods. */
  'a closed port, one address': { addresses: 1, isNode: false },
} as const

interface Row {
  readonly perSecond: number
  readonly share: number
  readonly p99: number
  /** Processor time of the answering node for one exchange, the strangers' share included, in milliseconds. */
  readonly cpuMs: number
  readonly offeredFactor: number
  readonly flood: Flooded
}

type Alone = Pick<Row, 'perSecond' | 'p99' | 'cpuMs'>

async function bench(): Promise<void> {
  const servers = await openServers()
  try {
    if (servers.durability.fsync !== 'on') throw new Error('these figures mean nothing without fsync')
    const pair = await startPair(servers, 'flood')
    const gathered = gatherStrangers()
    const state = readFileSync(join(pair.folders.answering, 'state.json'), 'utf8')
    const nodePort = Number(new URL((JSON.parse(state) as { url: string }).url).port)
    const closedPort = await freePort()
    await exchanges(pair, inFlight, { warmMs: 0, measuredMs: times.warmMs * 2 })
    const rates: number[] = []
    const p99: number[] = []
    const cpuMs: number[] = []
    const measured = new Map<keyof typeof floods, Omit<Row, 'share' | 'offeredFactor'>[]>()
    let nets = 0
    for (let round = 0; round < times.rounds; round += 1) {
      const quiet = await exchanges(pair, inFlight, times)
      rates.push(quiet.perSecond)
      p99.push(quiet.latency.p99)
      cpuMs.push(quiet.cpuMs.answering)
      const perSecond = floodFactor * Math.max(...rates)
      for (const name of Object.keys(floods) as (keyof typeof floods)[]) {
        const { addresses, isNode } = floods[name]
        // Addresses that come again are known from the time before: each flood has its own.
        nets += 1
        const localAddresses = Array.from({ length: addresses }, (_, at) => `127.${nets}.0.${at + 1}`)
        const port = isNode ? nodePort : closedPort
        const ms = times.warmMs + times.measuredMs
        const [flood, exchanged] = await Promise.all([
          gathered.flood({ ...strangers, port, localAddresses, perSecond, ms }),
          exchanges(pair, inFlight, times),
        ])
        const { perSecond: reached, latency, cpuMs: cpu } = exchanged
        const row = { perSecond: reached, p99: latency.p99, cpuMs: cpu.answering, flood }
        measured.set(name, [...(measured.get(name) ?? []), row])
      }
    }
    gathered.close()
    await pair.close()
    const capacity = mean(rates)
    const alone = { perSecond: capacity, p99: mean(p99), cpuMs: mean(cpuMs) }
    const rows = Object.fromEntries(
      [...measured].map(([name, many]) => [name, rowOf(many, capacity)]),
    ) as Readonly<Record<keyof typeof floods, Row>>
    const results = {
      date: new Date().toISOString(),
      quick: values.quick,
      machine: machineKind(),
      load: loadavg().map((load) => Number(load.toFixed(1))),
      node: process.versions.node,
      inFlight,
      strangers,
      alone,
      floods: rows,
    }
    writeFileSync(resolve(import.meta.dirname, 'flood.json'), `${JSON.stringify(results, null, 2)}\n`)
    process.stdout.write(`${tableOf(alone, rows)}\n`)
  } finally {
    await servers.close()
  }
}

function rowOf(many: readonly Omit<Row, 'share' | 'offeredFactor'>[], capacity: number): Row {
  const of = (read: (one: Omit<Row, 'share' | 'offeredFactor'>) => number): number => mean(many.map(read))
  const perSecond = of((one) => one.perSecond)
  const offeredPerSecond = of(({ flood }) => flood.offeredPerSecond)
  return {
    perSecond,
    share: perSecond / capacity,
    p99: of((one) => one.p99),
    cpuMs: of((one) => one.cpuMs),
    offeredFactor: offeredPerSecond / capacity,
    flood: {
      offeredPerSecond,
      connectedPerSecond: of(({ flood }) => flood.connectedPerSecond),
      turnedAwayPerSecond: of(({ flood }) => flood.turnedAwayPerSecond),
      answeredPerSecond: of(({ flood }) => flood.answeredPerSecond),
      busy: of(({ flood }) => flood.busy),
    },
  }
}

/** The table in Markdown. */
function tableOf(alone: Alone, rows: Readonly<Record<string, Row>>): string {
  const whole = (number: number): string => Math.round(number).toLocaleString('en')
  const percent = (share: number): string => `${Math.round(share * 100)} %`
  const head = [
    '',
    'peer, per second',
    'of alone',
    'p99, ms',
    'processor ms of the node for an exchange',
    'offered, per second',
    'times the capacity',
  ]
  const more = [
    'connections begun / turned away, per second',
    'answers to strangers, per second',
    'generator, of a processor',
  ]
  const lines = Object.entries(rows).map(([name, { perSecond, share, p99, cpuMs, offeredFactor, flood }]) => [
    name,
    whole(perSecond),
    percent(share),
    whole(p99),
    cpuMs.toFixed(2),
    whole(flood.offeredPerSecond),
    offeredFactor.toFixed(0),
    `${whole(flood.connectedPerSecond)} / ${whole(flood.turnedAwayPerSecond)}`,
    whole(flood.answeredPerSecond),
    percent(flood.busy),
  ])
  const columns = [...head, ...more]
  const quiet = ['alone', whole(alone.perSecond), '100 %', whole(alone.p99), alone.cpuMs.toFixed(2)]
  const first = [...quiet, ...Array<string>(5).fill('')]
  const table = [columns, columns.map(() => '---'), first, ...lines].map(
    (cells) => `| ${cells.join(' | ')} |`,
  )
  const closed = rows['a closed port, one address']?.share ?? 1
  const shares = Object.entries(rows).filter(([name]) => floods[name as keyof typeof floods].isNode)
  const verdicts = shares.map(
    ([name, { share }]) =>
      `${name}: ${percent(share)} of alone (goal ≥ ${percent(goalShare)}, ${share >= goalShare ? 'met' : '**not met**'}), ` +
      `${percent(share / closed)} of what is left when the same flood goes to a closed port.`,
  )
  return [...table, '', ...verdicts].join('\n')
}

function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length
}

await bench()
