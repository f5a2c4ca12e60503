// What a call to a peer can fail with, beside what the line has against it.

/**
 * The peer itself, by its signature, answered with another status than 200: it is there and can be reached, and takes
 * this post no better when it comes again.
 */
export class AnsweredOtherwise extends Error {
  readonly status: number

  constructor(words: string, status: number) {
    super(words)
    this.status = status
  }
}

/** The peer does not know who asks, and its clock is another: by that one, the signature is not of this minute. */
export class ClockDiffers extends Error {
  readonly code = 'CLOCK_DIFFERS'

  constructor({ date }: Readonly<Record<string, unknown>>) {
    super(`the clock of the peer says ${String(date)}`)
  }
}

/**
 * Whoever answers there says that there is too much to do, which nobody has signed: it is told and waited for like a peer that is away,
 * and nothing else is made of it.
 */
class PeerBusy extends Error {
  readonly code = 'NODE_BUSY'
}

/** Whoever answers there does not know who asks, as one does that has another list of this State; nobody has signed it. */
export class NotKnownThere extends Error {}

/** This process stops and has let go of the call: that says nothing of the peer. */
export class CutOff extends Error {
  constructor() {
    super('this process stops')
  }
}

/** What was answered without a signature, in words that begin with its status. */
export function unsigned(words: string, status: number): Error {
  if (status === 401) return new NotKnownThere(words)
  return status === 503 && words.includes('"code":"NODE_BUSY"') ? new PeerBusy(words) : new Error(words)
}
