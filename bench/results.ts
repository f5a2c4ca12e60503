import { readFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { resolve } from 'node:path'
import type { Exchanges } from './exchanges.ts'
import type { Latency } from './latency.ts'
import type { ProcessesPoint } from './processes.ts'
import type { Remote } from './remote.ts'
import type { Durability } from './world.ts'

/** What was measured with so many exchanges in flight, and everything that stands beside it. */
export interface Point {
  readonly inFlight: number
  readonly exchanges: Exchanges
  /** With a log and without, in turn; absent where it was not measured. */
  readonly log?: readonly LogPair[]
  /** Exchanges per second of the same parts without the exchange around them: the median of those rounds. */
  readonly statements: number
  readonly cryptography: number
  readonly together: number
  readonly rounds: readonly Round[]
  /** Bare posts per second of one sealed message each, answered with a receipt. */
  readonly post: number
}

/** Exchanges per second of the two nodes, and right after it of the same statements and the same cryptography. */
export interface Round {
  readonly exchanges: number
  readonly together: number
}

/** Exchanges per second of the two nodes with a log and of the two without, one right after the other. */
export interface LogPair {
  readonly withLog: number
  readonly without: number
}

export interface Results {
  readonly date: string
  readonly quick: boolean
  readonly machine: string
  readonly node: string
  readonly database: string
  readonly durability: Durability
  readonly packages: Readonly<Record<string, string>>
  readonly sealedBytes: number
  readonly points: readonly Point[]
  /** Cryptography of both sides on a single core, exchanges per second. */
  readonly cryptographyOneCore: number
  /** Messages judged by their schemas in a second of processor time. */
  readonly validations: number
  /** One process of each node and two on the same databases, in turn. */
  readonly processes: readonly ProcessesPoint[]
  /** With databases that are far away. */
  readonly remote: Remote
  /** From the outcome of a send to the signed checkpoint that covers it, in milliseconds, by exchanges in flight. */
  readonly checkpoint: Readonly<Record<string, Latency & { readonly samples: number }>>
}

export const goals = {
  together: 0.7,
  log: 0.15,
  checkpointMs: 150,
  validations: 20_000,
  ofParts: 3,
  processes: 1,
  remote: 3,
} as const

/** `2 cores, 24 GiB, x64`: the kind of machine and no more. */
export function machineKind(): string {
  return `${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, ${process.arch}`
}

/** Versions of the libraries that the figures depend on. */
export function packageVersions(): Record<string, string> {
  const text = readFileSync(resolve(import.meta.dirname, '../package.json'), 'utf8')
  const { dependencies } = JSON.parse(text) as { dependencies: Record<string, string> }
  const names = ['ajv', 'canonicalize', 'express', 'jose', 'kysely', 'pg', 'undici']
  return Object.fromEntries(names.map((name) => [name, dependencies[name] ?? '']))
}

/** What was measured several times: the middle one of all, and between which half of them lie. */
export interface Spread {
  readonly median: number
  readonly quarters: readonly [number, number]
}

export function spreadOf(numbers: readonly number[]): Spread {
  const sorted = [...numbers].sort((one, other) => one - other)
  const at = (share: number): number => {
    const place = (sorted.length - 1) * share
    const [below = Number.NaN, above = Number.NaN] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]]
    return below + (above - below) * (place % 1)
  }
  return { median: at(0.5), quarters: [at(0.25), at(0.75)] }
}

/** The share of its throughput that a node pays for its log, by what was measured in pairs. */
export function logPriceOf(pairs: readonly LogPair[]): Spread {
  return spreadOf(pairs.map(({ withLog, without }) => 1 - withLog / without))
}

/** What two nodes reach of the same statements and the same cryptography, round by round. */
export function shareOf({ rounds }: Pick<Point, 'rounds'>): Spread {
  return spreadOf(rounds.map(({ exchanges, together }) => exchanges / together))
}

const percent = (share: number): string => `${Math.round(share * 100)} %`
/** The middle one, and between which half of them lie. */
const spread = ({ median, quarters }: Spread, tell: (number: number) => string): string =>
  `${tell(median)} (${quarters.map(tell).join(' to ')})`
/** A number without fraction, as a table has it. */
export const whole = (number: number): string => Math.round(number).toLocaleString('en')
const one = (number: number): string => number.toFixed(1)
/** Whether a goal is met, as a table has it. */
export const verdict = (isMet: boolean): string => (isMet ? 'met' : '**not met**')

/** What the slowest but one in a hundred takes, as a multiple of what the statements, the cryptography and a post take alone, one after another. */
export function ofPartsOf({ exchanges, statements, cryptography, post }: Point): number {
  return exchanges.latency.p99 / (1_000 / statements + 1_000 / cryptography + 1_000 / post)
}

/** What two processes of each node do, as a multiple of what one does, round by round. */
export function ofOneProcess(points: readonly ProcessesPoint[], inFlight: number): Spread {
  const of = (count: number): number[] =>
    points
      .filter((point) => point.processes === count && point.inFlight === inFlight)
      .map(({ perSecond }) => perSecond)
  const ones = of(1)
  return spreadOf(of(2).map((two, round) => two / (ones[round] ?? Number.NaN)))
}

/** What nodes far from their databases do with so many in flight, as a multiple of one after another. */
export function ofSerial({ perSecond }: Remote, inFlight: number): number {
  return (perSecond[inFlight] ?? Number.NaN) / (perSecond[1] ?? Number.NaN)
}

/** The table as it stands in a README, in Markdown. */
export function tableOf(results: Results): string {
  const { points, durability } = results
  const head = ['', ...points.map(({ inFlight }) => `${inFlight} in flight`), 'goal', '']
  const row = (name: string, cell: (point: Point) => string, goal = '', met = ''): string[] => [
    name,
    ...points.map(cell),
    goal,
    met,
  ]
  const prices = points.flatMap(({ log }) => (log === undefined ? [] : logPriceOf(log).median))
  const busy = points.filter(({ inFlight }) => inFlight > 1)
  const alone = points.filter(({ inFlight }) => inFlight === 1)
  const slowest = Math.max(...Object.values(results.checkpoint).map(({ p95 }) => p95))
  const rows = [
    row('exchanges per second, end to end', ({ exchanges }) => whole(exchanges.perSecond)),
    row('latency p50 / p99, ms', ({ exchanges: { latency } }) => `${one(latency.p50)} / ${one(latency.p99)}`),
    row(
      'p99 as a multiple of its parts, one after another',
      (point) => (point.inFlight === 1 ? one(ofPartsOf(point)) : ''),
      `≤ ${goals.ofParts}`,
      verdict(Math.max(...alone.map(ofPartsOf)) <= goals.ofParts),
    ),
    row('same statements and same cryptography, per second', ({ together }) => whole(together)),
    row(
      'exchanges as a share of that, median of rounds (half of them)',
      (point) => spread(shareOf(point), percent),
      `≥ ${percent(goals.together)}`,
      verdict(Math.min(...busy.map((point) => shareOf(point).median)) >= goals.together),
    ),
    row('the statements alone, per second', ({ statements }) => whole(statements)),
    row('the cryptography alone, per second', ({ cryptography }) => whole(cryptography)),
    row('a bare post of one message, per second', ({ post }) => whole(post)),
    row(
      'price of the log, median of pairs (half of them)',
      ({ log }) => (log === undefined ? '' : spread(logPriceOf(log), percent)),
      `≤ ${percent(goals.log)}`,
      verdict(Math.max(...prices) <= goals.log),
    ),
    row(
      'outcome of a send to signed checkpoint, p95, ms',
      ({ inFlight }) => {
        const measured = results.checkpoint[inFlight]
        return measured === undefined ? '' : whole(measured.p95)
      },
      `≤ ${goals.checkpointMs} ms`,
      verdict(slowest <= goals.checkpointMs),
    ),
    row(
      'messages in one transaction, sent / received',
      ({ exchanges: { batch } }) => `${one(batch.sent)} / ${one(batch.received)}`,
    ),
    row('round trips to the database for an exchange', ({ exchanges }) => one(exchanges.roundTrips)),
    row(
      'processor ms for an exchange, asking / answering node',
      ({ exchanges: { cpuMs } }) => `${cpuMs.asking.toFixed(2)} / ${cpuMs.answering.toFixed(2)}`,
    ),
    row(
      'messages judged by their schemas, per processor second',
      ({ inFlight }) => (inFlight === 1 ? whole(results.validations) : ''),
      `≥ ${whole(goals.validations)}`,
      verdict(results.validations >= goals.validations),
    ),
    row(
      'two processes of each node, as a multiple of one',
      ({ inFlight }) =>
        inFlight === 1 ? '' : spread(ofOneProcess(results.processes, inFlight), (ratio) => ratio.toFixed(2)),
      `≥ ${goals.processes}`,
      verdict(
        Math.min(...busy.map(({ inFlight }) => ofOneProcess(results.processes, inFlight).median)) >=
          goals.processes,
      ),
    ),
    row(`databases ${one(results.remote.roundTripMs)} ms away: exchanges per second`, ({ inFlight }) =>
      whole(results.remote.perSecond[inFlight] ?? Number.NaN),
    ),
    row(
      'the same as a multiple of one after another',
      ({ inFlight }) => (inFlight === 1 ? '' : one(ofSerial(results.remote, inFlight))),
      `≥ ${goals.remote}`,
      verdict(Math.min(...busy.map(({ inFlight }) => ofSerial(results.remote, inFlight))) >= goals.remote),
    ),
    row('processors busy', ({ exchanges }) => percent(exchanges.busy)),
  ]
  const lines = [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`)
  return [
    `${results.date.slice(0, 10)}, ${results.machine}, Node ${results.node}, PostgreSQL ${durability.server} ` +
      `(${results.database}), fsync ${durability.fsync}, synchronous_commit ${durability.synchronous_commit}, ` +
      `full_page_writes ${durability.full_page_writes}; a sealed message has ${whole(results.sealedBytes)} bytes; ` +
      `cryptography of both sides on one core ${whole(results.cryptographyOneCore)} per second.`,
    '',
    ...lines,
  ].join('\n')
}
