/** How long things took, in milliseconds. */
export interface Latency {
  readonly p50: number
  readonly p95: number
  readonly p99: number
}

export function latencyOf(milliseconds: readonly number[]): Latency {
  const sorted = [...milliseconds].sort((a, b) => a - b)
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) }
}

/** What a closed loop has done within its measured time. */
export interface LoopResult {
  readonly perSecond: number
  readonly latency: Latency
  /** Things that ended, those of the warming up among them. */
  readonly ended: number
}

export interface LoopOptions {
  /** Things under way at the same time: when one ends, the next begins. */
  readonly inFlight: number
  readonly warmMs: number
  readonly measuredMs: number
}

/** Does something again and again in a closed loop; what ends while the loop warms up is not counted. */
export async function closedLoop(options: LoopOptions, once: () => Promise<void>): Promise<LoopResult> {
  const { inFlight, warmMs, measuredMs } = options
  const from = performance.now() + warmMs
  const until = from + measuredMs
  const took: number[] = []
  let all = 0
  const runner = async (): Promise<void> => {
    for (let began = performance.now(); began < until;) {
      await inTime(once())
      const ended = performance.now()
      all += 1
      if (ended >= from && ended < until) took.push(ended - began)
      began = ended
    }
  }
  await Promise.all(Array.from({ length: inFlight }, runner))
  return { perSecond: (took.length * 1000) / measuredMs, latency: latencyOf(took), ended: all }
}

/** Nothing that is measured here takes this long unless it is broken. */
const patienceMs = 15_000

async function inTime(work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`one thing took more than ${patienceMs} ms`)), patienceMs)
  })
  await Promise.race([work, late]).finally(() => clearTimeout(timer))
}
