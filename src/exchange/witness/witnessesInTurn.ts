import type { PolicyWitness } from '../../audit/witnessPolicy.ts'

/** What is known of witnesses when a head is brought to some of them. */
export interface WitnessStanding {
  /** Up to which size it has cosigned the log; 0: not yet. */
  readonly sizeOf: (witness: PolicyWitness) => number
  /** Until when it was left alone, where it did not cosign when it was asked last; null where it did, or was not asked yet. */
  readonly pausedUntilMs: (witness: PolicyWitness) => number | null
}

/**
 * Of the peers that have not cosigned a head, those to which it is brought now: all where they are few, else so many in turn, who has
 * waited longest first, for any two are enough and each cosignature is kept. Beside them one of those that failed last, or as many as
 * there are places left: they cannot keep the head from the others, however many they are, and each of them has its turn too.
 */
export function witnessesInTurn(
  behind: readonly PolicyWitness[],
  { sizeOf, pausedUntilMs }: WitnessStanding,
  atOnceMax: number,
): readonly PolicyWitness[] {
  if (behind.length <= atOnceMax) return behind
  const longestFirst = behind
    .filter((witness) => pausedUntilMs(witness) === null)
    .sort((one, other) => sizeOf(one) - sizeOf(other))
    .slice(0, atOnceMax)
  const failed = behind
    .flatMap((witness) => {
      const untilMs = pausedUntilMs(witness)
      return untilMs === null ? [] : [{ witness, untilMs }]
    })
    .sort((one, other) => one.untilMs - other.untilMs)
    .slice(0, Math.max(1, atOnceMax - longestFirst.length))
  return [...longestFirst, ...failed.map(({ witness }) => witness)]
}
