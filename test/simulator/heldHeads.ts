import { sql } from 'kysely'
import type { HeldHead } from './logWatch.ts'
import type { Place } from './place.ts'

/**
 * The heads of the logs of a State that are on some disk now: what the others have cosigned, what they were shown as the proof of
 * a promise, and the file that the node keeps beside its database.
 */
export async function heldHeads(place: Place, others: readonly Place[]): Promise<readonly HeldHead[]> {
  const base = `rogatory.example/${place.state.toLowerCase()}/log`
  const held: HeldHead[] = []
  for (const { state, ground } of others) {
    const { rows } = await sql<{ note: string }>`
      select note from witnessed_log where origin like ${`${base}%`}
      union all select note from shown_head where origin like ${`${base}%`}
      union all select substring(proof from position(${base} in proof)) from receipt_proof
       where proof like ${`%${base}%`}`.execute(ground.observer)
    for (const { note } of rows) {
      const [origin = '', size, root = ''] = note.split('\n')
      const log = Number(origin.slice(base.length))
      held.push({ log, size: Number(size), root: Buffer.from(root, 'base64'), by: state })
    }
  }
  const { checkpoint } = place.disk
  return checkpoint === null ? held : [...held, { ...checkpoint, by: place.state }]
}
