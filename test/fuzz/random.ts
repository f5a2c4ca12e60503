/** Choices that can be made again: the same seed gives the same ones. */
export interface Random {
  /** An integer of 0 to `bound` - 1. */
  readonly below: (bound: number) => number
  /** True once in so many times. */
  readonly once: (inTimes: number) => boolean
  readonly pick: <T>(list: readonly T[]) => T
}

/** The choices of one input: of a seed, and of the number of the input in its target (sfc32). */
export function randomFrom(seed: number, target: string, number: number): Random {
  let [a, b, c, counter] = [seed | 0, hashOf(target), number | 0, 1]
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + sum) | 0
    return sum >>> 0
  }
  for (let round = 0; round < 12; round += 1) next()
  const below = (bound: number) => Math.floor((next() / 2 ** 32) * bound)
  return {
    below,
    once: (inTimes) => below(inTimes) === 0,
    pick: (list) => list[below(list.length)] as (typeof list)[number],
  }
}

function hashOf(text: string): number {
  let hash = 2_166_136_261
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 16_777_619)
  return hash
}
