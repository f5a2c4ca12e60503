import type { TrustList } from '../message/generated/types.ts'
import type { Db } from '../store/database.ts'
import { readSetting } from '../store/settings.ts'
import { newestTrustList } from '../store/trustLists.ts'
import { numberMax } from '../trust/succession.ts'
import { drawnLeap } from './drawnLeap.ts'
import type { Node } from './node.ts'

/** Setting: the highest number of an own list that others are known to have. */
export const numberSetting = 'trustList.number'

/** The highest number that an own list is known to have had; 0 before the first. */
export async function newestOwnNumber({ db, state }: { db: Db; state: string }): Promise<number> {
  return await numberAfter(db, await newestTrustList(db, state))
}

/** The same, counted from this list of those that are stored. */
export async function numberAfter(db: Db, newest: { readonly sequence: number } | null): Promise<number> {
  return Math.max(newest?.sequence ?? 0, Number((await readSetting(db, numberSetting)) ?? 0))
}

/**
 * Whether the database went back since this own list was issued: the log has followed another by a leap. A list that came after this one
 * and is lost may be on its way to a peer that has told already what it has.
 */
export function hasLostSince({ log }: Pick<TrustList, 'log'>, head: { readonly log: number }): boolean {
  return head.log > logNumberIn({ log }) + 1
}

/** The number of the log that an own list names; 0 where its name has none. */
export function logNumberIn({ log }: Pick<TrustList, 'log'>): number {
  return Number(/\/log([0-9]{1,9})$/.exec(log.origin)?.[1] ?? 0)
}

/** What is left of the numbers that peers take for those that follow one by one. */
const leftToFollowMs = 43_200_000

/**
 * A number for an own list, where some that came after this one may have been signed and forgotten: the moment in milliseconds, which is
 * beyond all that were numbered so before it and, as no list is older than the one it follows, beyond their successors. Drawn above those
 * that are known where the clock has not come that far, and never so high that peers would refuse it (`numberMax`): then it is the next.
 */
export function numberAfterForgotten(before: number, now: Date, node: Pick<Node, 'random'>): number {
  const most = numberMax(now) - leftToFollowMs
  return Math.max(before + 1, Math.min(before + drawnLeap(node), most), now.getTime())
}
