/** Nothing is ever to be sequenced. */
export function sequenceRound(): Promise<boolean> {
  return Promise.resolve(false)
}
