import { listsIn } from './directory.ts'
import { exchangeLimits } from './limits.ts'
import type { Node } from './node.ts'

type Asking = Pick<Node, 'listsAway' | 'log'>

/** A list of another State that is fetched, and how it is said that it could not be. */
export interface FetchedList {
  readonly peer: string
  /** Address, or whatever tells it from the other lists of the peer. */
  readonly list: string
  readonly text: string
}

/**
 * Says that a list of a peer cannot be fetched, once that has been so for a moment: of two nodes that begin at the same time one is
 * there before the other, which is no fault of either. It is asked for again anyway.
 */
export function listIsAway({ listsAway, log }: Asking, fetched: FetchedList, reason: unknown): void {
  const key = keyOf(fetched)
  const nowMs = performance.now()
  const sinceMs = listsAway.get(key) ?? nowMs
  listsAway.set(key, sinceMs)
  if (nowMs - sinceMs >= exchangeLimits.trustListPauseMs.saidAfter)
    log.warn({ peer: fetched.peer, reason: String(reason) }, fetched.text)
}

/** Whether it could not be fetched the last time. */
export function isListAway({ listsAway }: Pick<Node, 'listsAway'>, fetched: FetchedList): boolean {
  return listsAway.has(keyOf(fetched))
}

/** Forgets what no list names any more that is here now: nobody asks for it again. */
export function forgetUnnamed({ listsAway, trust }: Pick<Node, 'listsAway' | 'trust'>): void {
  if (listsAway.size === 0) return
  const named = listsIn(trust).flatMap(({ list: { state, revocationLists = [] } }) => [
    trustListOf(state),
    ...revocationLists.map(({ url }) => revocationListAt(state, url)),
  ])
  const keys = new Set(named.map(keyOf))
  for (const key of listsAway.keys()) if (!keys.has(key)) listsAway.delete(key)
}

/** It was fetched: where it cannot be had again, another moment begins. */
export function listIsHere({ listsAway }: Asking, fetched: FetchedList): void {
  listsAway.delete(keyOf(fetched))
}

/** The trust list of a peer. */
export function trustListOf(peer: string): FetchedList {
  return { peer, list: 'trust list', text: 'the trust list of a peer could not be fetched' }
}

/** A list of revoked certificates of a peer, by its address. */
export function revocationListAt(peer: string, url: string): FetchedList {
  return { peer, list: url, text: 'a revocation list could not be fetched' }
}

function keyOf({ peer, list }: FetchedList): string {
  return `${peer} ${list}`
}
