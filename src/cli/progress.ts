import type { Terminal } from './terminal.ts'

/** The line is drawn again so often, and for the first time after so long: what is small needs none. */
const everyMs = 500

/** Tells how far something is that goes through many bytes. */
export interface Progress {
  /** So many bytes more have passed. */
  readonly passed: (bytes: number) => void
  /** Takes the line away. */
  readonly end: () => void
}

/**
 * Draws a line beside the result, where there is a terminal: how much has passed of how much, how fast, and how long the
 * rest will take at that rate.
 *
 * @param total - bytes; null: nobody knows
 * @param nowMs - milliseconds of a clock that never goes back
 */
export function progressOn(
  { progress }: Pick<Terminal, 'progress'>,
  total: number | null,
  nowMs: () => number = () => performance.now(),
): Progress {
  if (progress === undefined) return { passed: () => undefined, end: () => undefined }
  const begunMs = nowMs()
  let drawnMs = begunMs
  let isDrawn = false
  let bytes = 0
  return {
    passed(more) {
      bytes += more
      if (nowMs() - drawnMs < everyMs) return
      drawnMs = nowMs()
      isDrawn = true
      progress(progressInWords(bytes, total, drawnMs - begunMs))
    },
    end() {
      if (isDrawn) progress('')
    },
  }
}

/** As `1.5 GiB of 60.0 GiB (2 %), 180.0 MiB/s, 5 min 30 s left`. */
export function progressInWords(bytes: number, total: number | null, elapsedMs: number): string {
  const perSecond = elapsedMs === 0 ? 0 : (bytes * 1000) / elapsedMs
  const rate = `${bytesInWords(perSecond)}/s`
  if (total === null || total === 0) return `${bytesInWords(bytes)}, ${rate}`
  const far = `${bytesInWords(bytes)} of ${bytesInWords(total)} (${Math.floor((100 * bytes) / total)} %)`
  const rest = perSecond === 0 ? '' : `, ${secondsInWords(Math.max(total - bytes, 0) / perSecond)} left`
  return `${far}, ${rate}${rest}`
}

const units = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB'] as const

/** As `1 bytes`, `1.5 KiB`, `16.0 TiB`. */
export function bytesInWords(bytes: number): string {
  const power = Math.min(units.length - 1, bytes < 1 ? 0 : Math.floor(Math.log2(bytes) / 10))
  return `${(bytes / 1024 ** power).toFixed(power === 0 ? 0 : 1)} ${units[power] ?? ''}`
}

function secondsInWords(seconds: number): string {
  const whole = Math.ceil(seconds)
  const parts = [
    [Math.floor(whole / 3600), 'h'],
    [Math.floor(whole / 60) % 60, 'min'],
    [whole % 60, 's'],
  ] as const
  const from = parts.findIndex(([count]) => count > 0)
  const told = from === -1 ? parts.slice(-1) : parts.slice(from, from + 2)
  return told.map(([count, unit]) => `${count} ${unit}`).join(' ')
}

/** As `1.5 GiB of 60.0 GiB (2 %), 180.0 MiB/s, 5 min 30 s left`: how far a file is that comes by itself. */
export function comingInWords(
  coming: {
    readonly arrivedBytes: number
    readonly bytesPerSecond: number | null
    readonly secondsLeft: number | null
  },
  total: number,
): string {
  const { arrivedBytes, bytesPerSecond, secondsLeft } = coming
  const far = `${bytesInWords(arrivedBytes)} of ${bytesInWords(total)} (${Math.floor((100 * arrivedBytes) / total)} %)`
  const rate = bytesPerSecond === null ? '' : `, ${bytesInWords(bytesPerSecond)}/s`
  return `${far}${rate}${secondsLeft === null ? '' : `, ${secondsInWords(secondsLeft)} left`}`
}
