/** How far an upload is that comes at the moment, and how fast. */
export interface Meter {
  readonly passed: (bytes: number) => void
  readonly offset: () => number
  /** Null: it is not known yet. */
  readonly bytesPerSecond: () => number | null
}

/** A rate is that of so long at least. */
const everyMs = 1_000
/** What has not changed for so long is none any more. */
const freshMs = 30_000

/** @param tickMs - milliseconds of a clock that never goes back */
export function meterBy(tickMs: () => number, begin: number): Meter {
  let offset = begin
  let mark = { offset: begin, tickMs: tickMs() }
  let rate: number | null = null
  const look = (): void => {
    const elapsedMs = tickMs() - mark.tickMs
    if (elapsedMs < everyMs) return
    rate = Math.round(((offset - mark.offset) * 1_000) / elapsedMs)
    mark = { offset, tickMs: tickMs() }
  }
  return {
    passed(bytes) {
      offset += bytes
      look()
    },
    offset: () => offset,
    bytesPerSecond: () => (tickMs() - mark.tickMs < freshMs ? rate : null),
  }
}
