import { setTimeout as letPass } from 'node:timers/promises'
import { isPendingUpTo, lastPending } from '../store/audit.ts'
import { countPendingUpTo } from '../store/placed.ts'
import { exchangeLimits } from './limits.ts'
import type { Node } from './node.ts'

/**
 * Waits a moment until all that is committed now has its place in the log: a process that serves is about to give it. Returns how
 * many of these entries have none even then: what is read from the log now lacks them, and has to say so.
 */
export async function stillWaiting({ db }: Pick<Node, 'db'>): Promise<number> {
  const last = await lastPending(db)
  if (last === null) return 0
  const { lookMs, waitMs } = exchangeLimits.places
  const endMs = performance.now() + waitMs
  while (performance.now() < endMs && (await isPendingUpTo(db, last))) await letPass(lookMs)
  return await countPendingUpTo(db, last)
}

/** In words, that an answer lacks entries which wait; nothing where none do. */
export function waitingHints(waiting: number): string[] {
  if (waiting === 0) return []
  const entries = waiting === 1 ? '1 entry waits' : `${waiting} entries wait`
  return [
    `${entries} for a place in the log and ${waiting === 1 ? 'is' : 'are'} not in this answer: ask again when the node gives places.`,
  ]
}
