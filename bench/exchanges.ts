import { cpus } from 'node:os'
import type { Latency } from './latency.ts'
import { spreadOf } from './results.ts'
import type { Pair } from './world.ts'

/** What two nodes did, end to end, with so many exchanges under way at the same time. */
export interface Exchanges {
  readonly inFlight: number
  readonly perSecond: number
  readonly latency: Latency
  /** Messages in one transaction, on average: when sent, when received. */
  readonly batch: { readonly sent: number; readonly received: number }
  /** Round trips to the database for one exchange, both sides together, the log's sequencer among them. */
  readonly roundTrips: number
  /** Processor time of the two node processes for one exchange, in milliseconds; without PostgreSQL. */
  readonly cpuMs: { readonly asking: number; readonly answering: number }
  /** How busy all processors of the machine were, whoever used them: 0 to 1. */
  readonly busy: number
}

/** Two nodes under a closed loop. The counts take in the time of warming up, the rate and the latency do not. */
export async function exchanges(
  pair: Pair,
  inFlight: number,
  times: { readonly warmMs: number; readonly measuredMs: number },
): Promise<Exchanges> {
  const count = async () => ({
    asking: await pair.asking.call('counted'),
    answering: await pair.answering.call('counted'),
    processors: processors(),
  })
  const before = await count()
  const result = await pair.asking.call('load', { inFlight, ...times })
  const after = await count()
  const done = result.ended
  const roundTrips = (['asking', 'answering'] as const).map(
    (side) => after[side].statements - before[side].statements,
  )
  return {
    inFlight,
    perSecond: result.perSecond,
    latency: result.latency,
    batch: {
      sent: done / (after.asking.stored - before.asking.stored),
      received: done / (after.answering.stored - before.answering.stored),
    },
    roundTrips: roundTrips.reduce((sum, one) => sum + one, 0) / done,
    cpuMs: {
      asking: (after.asking.cpuMs - before.asking.cpuMs) / done,
      answering: (after.answering.cpuMs - before.answering.cpuMs) / done,
    },
    busy:
      1 - (after.processors.idle - before.processors.idle) / (after.processors.all - before.processors.all),
  }
}

function processors(): { readonly idle: number; readonly all: number } {
  const times = cpus().map((cpu) => cpu.times)
  const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0)
  return { idle: sum(times.map(({ idle }) => idle)), all: sum(times.flatMap((time) => Object.values(time))) }
}

/** Of each figure the middle one of all rounds. */
export function medianOf(many: readonly Exchanges[]): Exchanges {
  const of = (read: (one: Exchanges) => number): number => spreadOf(many.map(read)).median
  return {
    inFlight: of(({ inFlight }) => inFlight),
    perSecond: of(({ perSecond }) => perSecond),
    latency: {
      p50: of(({ latency }) => latency.p50),
      p95: of(({ latency }) => latency.p95),
      p99: of(({ latency }) => latency.p99),
    },
    batch: { sent: of(({ batch }) => batch.sent), received: of(({ batch }) => batch.received) },
    roundTrips: of(({ roundTrips }) => roundTrips),
    cpuMs: { asking: of(({ cpuMs }) => cpuMs.asking), answering: of(({ cpuMs }) => cpuMs.answering) },
    busy: of(({ busy }) => busy),
  }
}
