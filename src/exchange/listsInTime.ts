import { exchangeLimits } from './limits.ts'
import type { Courier } from './post.ts'

/** What fetches the lists of a peer. */
export type ListCourier = Pick<Courier, 'fetchTrustList' | 'fetchRevocationList'>

/**
 * Fetches the lists of one peer, from now on and for so long as all that is fetched of it together may take: its trust lists half of that, so that
 * its lists of revoked certificates have a half at least. What is not here by then throws, as what cannot be had.
 */
export function listsInTime(
  courier: ListCourier,
  { trustLists, all }: { readonly trustLists: number; readonly all: number } = exchangeLimits.listsOfPeerMs,
): ListCourier {
  const forTrustLists = withinTime(trustLists)
  const forAll = withinTime(all)
  return {
    fetchTrustList: (...asked) => forTrustLists(() => courier.fetchTrustList(...asked)),
    fetchRevocationList: (url) => forAll(() => courier.fetchRevocationList(url)),
  }
}

/**
 * Waits for whatever is asked so long from now on, and asks nothing later. The request itself ends by its own time, soon after; nobody waits
 * for it any more.
 */
function withinTime(ms: number): <Answer>(ask: () => Promise<Answer>) => Promise<Answer> {
  const untilMs = performance.now() + ms
  // A timer may come some milliseconds before its time: then it is over all the same.
  let isOver = false
  return async (ask) => {
    const late = new Error('the lists of this peer took too long together')
    const leftMs = untilMs - performance.now()
    if (isOver || leftMs <= 0) throw late
    let timer: NodeJS.Timeout | undefined
    const over = new Promise<never>((_, fail) => {
      timer = setTimeout(() => {
        isOver = true
        fail(late)
      }, leftMs)
    })
    try {
      return await Promise.race([ask(), over])
    } finally {
      clearTimeout(timer)
    }
  }
}
