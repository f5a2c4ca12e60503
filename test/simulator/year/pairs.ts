import { readFileSync } from 'node:fs'
import type { Random } from '../../fuzz/random.ts'

type Row = readonly [code: string, population: number, latitude: number, longitude: number]

/** How many people live where, the most first. */
const { rows } = JSON.parse(readFileSync('test/simulator/year/populations.json', 'utf8')) as {
  readonly rows: readonly Row[]
}

export const statesMax = rows.length

/** The States that have most people, by their codes. */
export function statesNamed(count: number): readonly string[] {
  return rows.slice(0, count).map(([code]) => code)
}

/** Who asks whom. */
export interface Pair {
  readonly from: string
  readonly to: string
}

/**
 * Who asks whom, as often as the law of gravity has people of two places deal with each other: in proportion to the product of those who
 * live there, and inversely to the distance (G. K. Zipf, The P1 P2 / D Hypothesis: On the Intercity Movement of Persons, American
 * Sociological Review 11, 1946). Either of the two asks, one as often as the other.
 */
export function drawer(states: readonly string[]): (random: Random) => Pair {
  const chosen = rows.filter(([code]) => states.includes(code))
  const pairs = chosen.flatMap((one, index) =>
    chosen
      .slice(index + 1)
      .map((other) => ({ one: one[0], other: other[0], weight: attraction(one, other) })),
  )
  const ends: number[] = []
  for (const { weight } of pairs) ends.push((ends.at(-1) ?? 0) + weight)
  const whole = ends.at(-1) ?? 0
  return (random) => {
    const found = pairs[firstAbove(ends, (random.below(2 ** 32) / 2 ** 32) * whole)]
    if (found === undefined) throw new Error('nobody is there to ask')
    const { one, other } = found
    return random.once(2) ? { from: one, to: other } : { from: other, to: one }
  }
}

function attraction(one: Row, other: Row): number {
  return (one[1] * other[1]) / kilometresBetween(one, other)
}

const kilometresOfRadian = 6371
/** The middle of a country is told to a tenth of a degree. */
const kilometresMin = 100

function kilometresBetween([, , ...one]: Row, [, , ...other]: Row): number {
  const [[latitude, longitude], [latitudeThere, longitudeThere]] = [one.map(radian), other.map(radian)]
  const [phi = 0, lambda = 0, psi = 0, mu = 0] = [latitude, longitude, latitudeThere, longitudeThere]
  const haversine =
    Math.sin((psi - phi) / 2) ** 2 + Math.cos(phi) * Math.cos(psi) * Math.sin((mu - lambda) / 2) ** 2
  return Math.max(kilometresMin, 2 * kilometresOfRadian * Math.asin(Math.sqrt(Math.min(1, haversine))))
}

function radian(degrees: number): number {
  return (degrees * Math.PI) / 180
}

function firstAbove(ends: readonly number[], value: number): number {
  let [low, high] = [0, ends.length - 1]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((ends[middle] ?? 0) > value) high = middle
    else low = middle + 1
  }
  return low
}
