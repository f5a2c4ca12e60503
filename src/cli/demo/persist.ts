import { isConnectionError } from '../../store/failures.ts'

/** How long a demonstration waits for a node or a database that is coming back. */
const patienceMs = 90_000

/** Does `work` again as long as the database is away: everything in a demonstration can be done twice. */
export async function persist<Outcome>(work: () => Promise<Outcome>): Promise<Outcome> {
  const end = Date.now() + patienceMs
  for (;;) {
    try {
      return await work()
    } catch (reason) {
      if (!isConnectionError(reason) || Date.now() > end) throw reason
      await pause(100)
    }
  }
}

/** Waits until something is so. Throws, naming it, when it does not come true. */
export async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + patienceMs
  while (!(await persist(holds))) {
    if (Date.now() > end) throw new Error(`It took too long until ${what}`)
    await pause(15)
  }
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
