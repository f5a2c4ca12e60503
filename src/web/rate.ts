/** How often something may be done: so often in a second as a rule, and after a pause. */
export interface Rate {
  readonly perSecond: number
  readonly afterPauseMax: number
}

/** Takes one of a rate, which fills up again with time; false where none is left. */
export type Take = () => boolean

/** @param nowMs - a clock that never goes back */
export function takerOf({ perSecond, afterPauseMax }: Rate, nowMs: () => number): Take {
  let left = afterPauseMax
  let filledMs = nowMs()
  return () => {
    const now = nowMs()
    left = Math.min(afterPauseMax, left + ((now - filledMs) / 1000) * perSecond)
    filledMs = now
    if (left < 1) return false
    left -= 1
    return true
  }
}
