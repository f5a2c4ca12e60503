import { onServer } from './server.ts'
import type { WorldState } from './world.ts'

/** Does something while nothing at the node of a State is given a place in its log: another has the lock of the sequencer. */
export async function heldSequencer<Outcome>(
  { database }: Pick<WorldState, 'database'>,
  work: () => Promise<Outcome>,
): Promise<Outcome> {
  return await onServer(database.url, async (client) => {
    await client.query("select pg_advisory_lock(hashtextextended('rogatory sequencer', 0))")
    return await work()
  })
}
