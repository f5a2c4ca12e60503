import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client'
import { refusalCodes } from '../../message/refusal.ts'
import type { LogLevel, Observer } from './meter.ts'
import { type GaugeName, counters, gauges, histograms } from './metricNames.ts'
import type { Value } from './told.ts'

/** The numbers of a node in the text form of Prometheus. */
export interface Exposition {
  /** Counts what the node does from here on. */
  readonly observer: Observer
  /** All numbers, with these of the moment. A gauge of which nothing is said is not told. */
  readonly text: (values: readonly Value[]) => Promise<string>
  readonly contentType: string
}

const namesOf = Object.keys(gauges) as GaugeName[]
const codes: ReadonlySet<string> = new Set(refusalCodes)

/** A registry of its own, for two nodes may run in one process. */
export function exposition(): Exposition {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const registers = [registry]
  const counter = (name: keyof typeof counters): Counter =>
    new Counter({ name, help: counters[name].help, labelNames: [...counters[name].labels], registers })
  const histogram = (name: keyof typeof histograms): Histogram => {
    const { help, labels, buckets } = histograms[name]
    return new Histogram({ name, help, labelNames: [...labels], buckets: [...buckets], registers })
  }
  const refusals = counter('rogatory_refusals_total')
  const failures = counter('rogatory_job_failures_total')
  const messages = counter('rogatory_post_messages_total')
  const tokens = counter('rogatory_token_failures_total')
  const lines = counter('rogatory_log_lines_total')
  for (const level of ['warn', 'error'] satisfies LogLevel[]) lines.inc({ level }, 0)
  const rounds = histogram('rogatory_job_round_seconds')
  const posts = histogram('rogatory_post_seconds')
  const byName = new Map(namesOf.map((name) => [name, gaugeNamed(name, registry)]))
  return {
    observer: {
      round(job, ms) {
        rounds.observe({ task: job }, ms / 1_000)
        // So that the first failure is a growth, and not the beginning of a series.
        failures.inc({ task: job }, 0)
      },
      failed: (job) => failures.inc({ task: job }),
      post(direction, outcome, ms, count) {
        posts.observe({ direction, outcome }, ms / 1_000)
        messages.inc({ direction, outcome }, count)
      },
      // Whatever a peer may answer: the codes are those of the list, and no series is made for another.
      refused: (by, code) => refusals.inc({ by, code: codes.has(code) ? code : 'OTHER' }),
      said: (level) => lines.inc({ level }),
      tokenFailed: () => tokens.inc(),
    },
    async text(values) {
      for (const [name, gauge] of byName) forget(gauge, !('labels' in gauges[name]))
      for (const { name, labels, value } of values) byName.get(name)?.set({ ...labels }, value)
      return await registry.metrics()
    },
    contentType: registry.contentType,
  }
}

/** One without labels would be told as 0 after a reset. */
function forget(gauge: Gauge, isPlain: boolean): void {
  gauge.reset()
  if (isPlain) gauge.remove()
}

function gaugeNamed(name: GaugeName, registry: Registry): Gauge {
  const definition = gauges[name]
  const labelNames = 'labels' in definition ? [...definition.labels] : []
  return new Gauge({ name, help: definition.help, labelNames, registers: [registry] })
}
