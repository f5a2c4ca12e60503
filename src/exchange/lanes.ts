/** Does work in its turn. */
export type InLane = (work: () => Promise<void>) => Promise<void>

/**
 * Lets so many be begun at once, the others in the order in which they came. What takes longer than `heldMs` goes on and leaves its lane to
 * the next: who lets himself be waited for holds up the others so long, and not as long as he likes. How many are under way is for the
 * caller to bound.
 */
export function lanes(atOnceMax: number, heldMs: number): InLane {
  let held = 0
  const waiting: (() => void)[] = []
  return async (work) => {
    if (held < atOnceMax) held += 1
    else
      await new Promise<void>((resolve) => {
        waiting.push(resolve)
      })
    let isHeld = true
    const leave = (): void => {
      if (!isHeld) return
      isHeld = false
      const next = waiting.shift()
      // The lane goes from hand to hand: nobody comes between.
      if (next === undefined) held -= 1
      else next()
    }
    const timer = setTimeout(leave, heldMs)
    try {
      await work()
    } finally {
      clearTimeout(timer)
      leave()
    }
  }
}
