import type { KyselyPlugin } from 'kysely'

/** A head of the log is read, and what waited gets its place before whoever asked has it: the moment that a race needs. */
export function placedWhileRead(place: () => Promise<unknown>) {
  let isWanted = false
  const plugin: KyselyPlugin = {
    transformQuery: ({ node }) => node,
    async transformResult({ result }) {
      if (isWanted && result.rows.some((row) => 'checkpoint' in row)) {
        isWanted = false
        await place()
      }
      return result
    },
  }
  return {
    plugin,
    /** At the next head that is read. */
    next(): void {
      isWanted = true
    },
  }
}
