import { type LookupAddress, type LookupAllOptions, type LookupOptions, lookup } from 'node:dns'
import { exchangeLimits } from './limits.ts'

/** How the system resolves a name, with its file of hosts (getaddrinfo). */
export type ResolveName = (
  hostname: string,
  options: LookupAllOptions,
  done: (reason: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void

/** The addresses of a name. Throws with what the system says where it has none. */
export type AddressesOf = (hostname: string, options: LookupOptions) => Promise<readonly LookupAddress[]>

/** A name that is looked up, or was. */
interface Name {
  readonly addresses: Promise<readonly LookupAddress[]>
  /** Until then what is looked up, or came of it, is the answer. */
  againMs: number
  /** Until then it counts as one that lets itself be waited for. */
  slowUntilMs: number
}

/**
 * Looks up names in a way in which one that is answered slowly or never holds up no other. The system does it in the pool of libuv, two at
 * a time with a pool of four, and nothing ends it: whoever gives up waiting does not give back the thread. So there is one lookup under way
 * of a name, which all join who want it; the next one waits the longer the longer the last one took; and names that were not looked up
 * yet, or were slow within the hour, are looked up one at a time, which leaves the other thread to those that are known to be quick.
 * A larger pool cannot be had from here: Node.js reads this program by it, so that it is there before the first line runs.
 *
 * @param nowMs - a clock that never goes back
 */
export function nameLookups(
  resolve: ResolveName = lookup,
  nowMs: () => number = () => performance.now(),
): AddressesOf {
  const limits = exchangeLimits.lookups
  /** In the order in which they were looked up. */
  const names = new Map<string, Name>()
  const inTurn = oneAtATime()

  const resolved = (hostname: string, options: LookupOptions): Promise<readonly LookupAddress[]> =>
    new Promise((done, fail) => {
      resolve(hostname, { ...options, all: true }, (reason, addresses) => {
        if (reason === null) done(addresses)
        else fail(reason)
      })
    })
  const measured = async (hostname: string, options: LookupOptions, key: string) => {
    const beganMs = nowMs()
    let pauseMinMs = 0
    try {
      return await resolved(hostname, options)
    } catch (reason) {
      pauseMinMs = limits.pauseMs.afterFailure
      throw reason
    } finally {
      const endedMs = nowMs()
      const tookMs = endedMs - beganMs
      const name = names.get(key)
      if (name !== undefined) {
        const { longest, timesWhatItTook } = limits.pauseMs
        name.againMs = endedMs + Math.min(longest, Math.max(pauseMinMs, tookMs * timesWhatItTook))
        if (tookMs > limits.slowMs) name.slowUntilMs = endedMs + limits.slowForMs
      }
    }
  }
  const begin = (hostname: string, options: LookupOptions, key: string, before: Name | undefined) => {
    const slowUntilMs = before?.slowUntilMs ?? -Infinity
    const isSlow = slowUntilMs > nowMs()
    const begun = (): Promise<readonly LookupAddress[]> => measured(hostname, options, key)
    const addresses = before === undefined || isSlow ? inTurn(begun, isSlow) : begun()
    // Whoever asked for it may have gone.
    addresses.catch(() => undefined)
    names.delete(key)
    names.set(key, { addresses, againMs: Infinity, slowUntilMs })
    const [oldest = ''] = names.keys()
    if (names.size > limits.namesMax) names.delete(oldest)
    return addresses
  }
  return async (hostname, options) => {
    const key = JSON.stringify([hostname.toLowerCase(), options.family, options.hints])
    const known = names.get(key)
    return await (known !== undefined && nowMs() < known.againMs
      ? known.addresses
      : begin(hostname, options, key, known))
  }
}

/** Lets work be done one after the other, and what may be put last after all else that waits. */
function oneAtATime(): <Done>(work: () => Promise<Done>, isLast: boolean) => Promise<Done> {
  const waiting: { readonly first: (() => void)[]; readonly last: (() => void)[] } = { first: [], last: [] }
  let isTaken = false
  return async (work, isLast) => {
    if (isTaken)
      await new Promise<void>((resolve) => {
        waiting[isLast ? 'last' : 'first'].push(resolve)
      })
    isTaken = true
    try {
      return await work()
    } finally {
      const next = waiting.first.shift() ?? waiting.last.shift()
      // Whoever is next has the turn from here on, before anybody else can come between.
      isTaken = next !== undefined
      next?.()
    }
  }
}
