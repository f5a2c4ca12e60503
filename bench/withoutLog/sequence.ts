/** Nothing is ever to be sequenced. */
export function sequenceRound(): Promise<boolean> {
  return Promise.resolve(false)
}

/** There is no tree, of whatever size. */
export function rootAt(): Promise<null> {
  return Promise.resolve(null)
}
