import { sql } from 'kysely'
import type { Db } from '../src/store/database.ts'
import { type LoopOptions, closedLoop } from './latency.ts'

/** Samples under way at the same time; each looks again every so many milliseconds. */
const samplersMax = 4
const lookMs = 2

/**
 * How long it takes from the outcome of a send to the signed checkpoint that covers it, in milliseconds, under load.
 * What a send told the log has an id no higher than the highest that is committed when its outcome comes; the sample
 * ends when the entry with that id is in the tree, which is somewhat later than the own entry may be.
 */
export async function checkpointDelays(
  db: Db,
  options: LoopOptions,
  begin: () => Promise<{ readonly ended: Promise<void> }>,
): Promise<readonly number[]> {
  const delays: number[] = []
  let sampling = 0
  const sample = async (): Promise<void> => {
    const began = performance.now()
    const newest = await sql<{ id: number }>`select max(id) as id from audit_entry`.execute(db)
    const id = newest.rows[0]?.id ?? 0
    for (;;) {
      const { rows } = await sql`select from audit_leaf where entry = ${id}`.execute(db)
      if (rows.length > 0) break
      await new Promise((resolve) => setTimeout(resolve, lookMs))
    }
    delays.push(performance.now() - began)
  }
  const from = performance.now() + options.warmMs
  await closedLoop(options, async () => {
    const { ended } = await begin()
    if (sampling < samplersMax && performance.now() >= from) {
      sampling += 1
      void sample().finally(() => (sampling -= 1))
    }
    await ended
  })
  return delays
}
