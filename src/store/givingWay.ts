import { setTimeout as letPass } from 'node:timers/promises'
import { isDeadlock, isLockUnavailable } from './failures.ts'
import { DatabaseError } from './ownDatabase.ts'

/** What changes tables waits for those who use them, and all others behind it: so long at a time, and so often. */
export const patience = { lockMs: 2_000, pauseMs: 1_000, attemptsMax: 60 }

/** Whether a change of tables found that others use them, so that it is to give way. */
export function isInTheWay(reason: unknown): boolean {
  return isLockUnavailable(reason) || isDeadlock(reason)
}

/**
 * Whoever waits for a table lets nobody else at it meanwhile, so nobody waits for long: all is undone, and done again.
 *
 * @throws DatabaseError with DATABASE_IN_USE where others use them all the time
 */
export async function givingWay<Outcome>(change: () => Promise<Outcome>, pauseMs: number): Promise<Outcome> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await change()
    } catch (reason) {
      if (!isInTheWay(reason)) throw reason
      if (attempt === patience.attemptsMax)
        throw new DatabaseError(
          'DATABASE_IN_USE',
          'Others have used the tables all the time, so that they could not be changed; nothing of it remains. See in ' +
            'pg_stat_activity which transaction lasts so long, and try again.',
        )
      await letPass(pauseMs)
    }
  }
}
