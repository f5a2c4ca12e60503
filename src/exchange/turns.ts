/**
 * Lets work be done by so many at once; what comes beyond that is not begun, and comes to `otherwise`.
 */
export type Turns = <Done>(otherwise: Done, work: () => Promise<Done>) => Promise<Done>

/** @param atOnceMax - how many may be under way */
export function turns(atOnceMax: number): Turns {
  let underWay = 0
  return async (otherwise, work) => {
    if (underWay >= atOnceMax) return otherwise
    underWay += 1
    try {
      return await work()
    } finally {
      underWay -= 1
    }
  }
}
