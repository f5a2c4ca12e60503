/**
 * A promise that somebody will await, and maybe not before it rejects, nor at all where something else has broken meanwhile: without
 * this Node.js ends the process for a rejection that nobody has looked at.
 */
export function awaitedLater<Value>(promise: Promise<Value>): Promise<Value> {
  promise.catch(() => undefined)
  return promise
}
