import type { CompiledQuery } from 'kysely'
import { Broken } from './broken.ts'
import type { Held } from './ground.ts'

/** A statement that waits for a lock. */
interface Waiting {
  readonly held: Pick<Held, 'pid'>
  readonly query: CompiledQuery
}

/**
 * Whether transactions wait for each other, the last of them from now on. The server would let them wait for a second, and then break
 * one: transactions that lock in one order never see that.
 */
export async function refuseCircle(
  state: string,
  last: number,
  all: readonly Waiting[],
  blockersOf: (pid: number) => Promise<readonly number[]>,
): Promise<void> {
  const waitsFor = new Map<number, readonly number[]>()
  for (const { held } of all) waitsFor.set(held.pid, await blockersOf(held.pid))
  const reached = new Set<number>()
  const reach = (pid: number): void => {
    for (const blocker of waitsFor.get(pid) ?? []) {
      if (reached.has(blocker)) continue
      reached.add(blocker)
      reach(blocker)
    }
  }
  reach(last)
  if (!reached.has(last)) return
  const statements = all
    .filter(({ held }) => reached.has(held.pid))
    .map(({ held, query }) => `${held.pid}: ${query.sql.replaceAll(/\s+/g, ' ').slice(0, 400)}`)
  throw new Broken('no two transactions wait for each other', { state, statements })
}
