/** How fast the bytes of a file go, as a reader wants to know it: over the last seconds. */
export interface UploadMeter {
  /** Notes how many bytes have gone; null: the rate is not known yet. */
  readonly rateAt: (bytes: number) => number | null
}

const windowMs = 10_000
const shortestMs = 1_000

export function uploadMeter(): UploadMeter {
  let marks: { readonly atMs: number; readonly bytes: number }[] = []
  return {
    rateAt(bytes) {
      const atMs = performance.now()
      marks = [...marks.filter((mark) => atMs - mark.atMs < windowMs), { atMs, bytes }]
      const [first] = marks
      if (first === undefined || atMs - first.atMs < shortestMs) return null
      return Math.max(0, ((bytes - first.bytes) * 1_000) / (atMs - first.atMs))
    },
  }
}
