import { sealedChunkBytes } from '../../exhibit/chunkedEncryption.ts'

/** How much a line carries, and how long a question takes to be answered on it, by what came of late. */
export interface LineMeasure {
  /** An answer begins to come, so long after it was asked for. */
  readonly begin: (ms: number) => void
  /** So many bytes more have come, of whatever answer. */
  readonly came: (bytes: number) => void
  /** One answer less is coming. */
  readonly end: () => void
  /** Bytes that keep the line busy, at no more than a rate: what it carries until the next answer is there, and in a moment more. */
  readonly busyBytes: (bytesPerSecond: number | null) => number
}

/** To ask costs both nodes a signature: a line that carries much is asked for longer moments, up to what costs less than the rest. */
const momentMs = { least: 16, most: 256 }
const momentBytesEnough = 8 * 1024 * 1024
const bytesPerMsOfLeast = 1_024
/** After so long a quick answer counts no more: the line may be another one. */
const forgottenMs = 30_000

/** @param tickMs - milliseconds of a clock that never goes back */
export function lineMeasure(tickMs: () => number): LineMeasure {
  let bytesPerMs: number | null = null
  let quickest = { ms: 0, atMs: Number.NEGATIVE_INFINITY }
  /** Answers that are coming, and since when the clock has run: time counts in which something could come. */
  let coming = 0
  let sinceMs = 0
  let sample = { bytes: 0, ms: 0 }

  const stopClock = (): void => {
    sample.ms += tickMs() - sinceMs
    sinceMs = tickMs()
  }
  const fold = (): void => {
    // Less says nothing of the line: it may have come at one stroke.
    if (sample.bytes < sealedChunkBytes) return
    const rate = sample.bytes / Math.max(sample.ms, 0.1)
    bytesPerMs = bytesPerMs === null ? rate : (bytesPerMs + rate) / 2
    sample = { bytes: 0, ms: 0 }
  }
  return {
    begin(ms) {
      if (coming === 0) sinceMs = tickMs()
      coming += 1
      if (ms <= quickest.ms || tickMs() - quickest.atMs > forgottenMs) quickest = { ms, atMs: tickMs() }
    },
    came(bytes) {
      sample.bytes += bytes
      stopClock()
      if (sample.ms >= momentMs.least) fold()
    },
    end() {
      stopClock()
      coming -= 1
      if (coming === 0) fold()
    },
    busyBytes(bytesPerSecond) {
      const most = bytesPerSecond === null ? Number.POSITIVE_INFINITY : bytesPerSecond / 1_000
      const rate = Math.min(bytesPerMs ?? 0, most)
      const moment = Math.min((momentMs.least * rate) / bytesPerMsOfLeast, momentBytesEnough / rate)
      const ms = Math.max(momentMs.least, Math.min(momentMs.most, moment)) + quickest.ms
      return Math.floor(rate * ms)
    },
  }
}
