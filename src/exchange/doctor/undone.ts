import type { Db, Trx } from '../../store/database.ts'
import { inTransaction } from '../../store/failures.ts'

/** Thrown to undo what was written. */
class Undone extends Error {}

/** Does the work in one transaction that is never committed, and returns what it came to. */
export async function undone<Outcome>(db: Db, work: (trx: Trx) => Promise<Outcome>): Promise<Outcome> {
  const outcomes: Outcome[] = []
  await inTransaction(db, async (trx) => {
    outcomes.push(await work(trx))
    throw new Undone()
  }).catch((reason: unknown) => {
    if (!(reason instanceof Undone)) throw reason
  })
  const outcome = outcomes.at(-1)
  if (outcome === undefined && outcomes.length === 0) throw new Error('what was to be undone was not done')
  return outcome as Outcome
}
