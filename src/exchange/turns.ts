import { countOfEach } from './countOfEach.ts'

/**
 * Lets work be done by so many at once, and by so many of one; what comes beyond that is not begun, and comes to `otherwise`.
 *
 * @param by - for whom it is done; absent: for nobody in particular
 */
export type Turns = <Done>(otherwise: Done, work: () => Promise<Done>, by?: string) => Promise<Done>

/**
 * @param atOnceMax - how many may be under way
 * @param ofOneMax - how many of them for one, so that nobody takes the places of all others
 */
export function turns(atOnceMax: number, ofOneMax = atOnceMax): Turns {
  let underWay = 0
  const ofOne = countOfEach()
  return async (otherwise, work, by = '') => {
    if (underWay >= atOnceMax || ofOne.of(by) >= ofOneMax) return otherwise
    underWay += 1
    ofOne.more(by)
    try {
      return await work()
    } finally {
      underWay -= 1
      ofOne.fewer(by)
    }
  }
}
