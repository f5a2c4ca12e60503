import { exchangeLimits } from '../limits.ts'

/** For whom a password is looked at. */
export interface Asker {
  /** An address, a name or a person: each has a few places in the queue. */
  readonly who: string
  /** They have signed in, or have signed in before from where they are: strangers do not stand before them. */
  readonly isKnown: boolean
}

/** Two queues of this process: one for whom is known, which goes first, and one for strangers. */
const waiting: Readonly<Record<'known' | 'strangers', (() => void)[]>> = { known: [], strangers: [] }
/** How many each has in a queue or under way. */
const places = new Map<string, number>()
let working = 0

/**
 * Lets `work` begin when it is its turn: of this process a few at once, for each takes 32 MiB and one of the few threads that
 * files are read on as well. Null: too many wait, or too many of whoever asks.
 */
export async function inPasswordQueue<Outcome>(
  { who, isKnown }: Asker,
  work: () => Promise<Outcome>,
): Promise<Outcome | null> {
  const { passwordsAtOnceMax, passwordsWaitingMax, passwordsOfOneMax } = exchangeLimits.desk
  const queue = waiting[isKnown ? 'known' : 'strangers']
  const own = places.get(who) ?? 0
  if (queue.length >= passwordsWaitingMax || own >= passwordsOfOneMax) return null
  places.set(who, own + 1)
  if (working >= passwordsAtOnceMax) await new Promise<void>((resolve) => void queue.push(resolve))
  else working += 1
  try {
    return await work()
  } finally {
    leave(who)
  }
}

function leave(who: string): void {
  const own = (places.get(who) ?? 1) - 1
  if (own === 0) places.delete(who)
  else places.set(who, own)
  // Whoever waits takes over the place.
  const next = waiting.known.shift() ?? waiting.strangers.shift()
  if (next === undefined) working -= 1
  else next()
}
