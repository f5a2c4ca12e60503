import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'

/** What came of the seeds that one process has run. */
export interface Summary {
  readonly seeds: number
  readonly messages: number
  readonly virtualMs: number
  readonly broken: readonly number[]
}

/** Which seeds are run: so many, from the first on, each `every` after the one before. */
export interface Seeds {
  readonly first: number
  readonly count: number
  readonly every: number
}

/** The seeds of each of so many processes: each takes its turn, so that none has the long ones alone. */
export function dividedAmong(processes: number, { first, count, every }: Seeds): readonly Seeds[] {
  return Array.from({ length: Math.min(processes, count) }, (_, index) => ({
    first: first + index * every,
    count: Math.ceil((count - index) / processes),
    every: every * processes,
  }))
}

/**
 * Runs this program once for each part of the seeds, side by side on the server of this process: while one waits for its database,
 * another goes on.
 *
 * @param given - how the program was called otherwise
 * @param goesOn - whether the others go on when one has found something
 */
export async function runSideBySide(
  parts: readonly Seeds[],
  given: readonly string[],
  goesOn: boolean,
): Promise<Summary> {
  const children = parts.map(({ first, count, every }) =>
    fork(process.argv[1] ?? '', [
      ...given,
      ...['--first', String(first), '--seeds', String(count), '--every', String(every), '--processes', '1'],
    ]),
  )
  const summaries = new Map<ChildProcess, Summary>()
  await Promise.all(
    children.map(async (child) => {
      child.on('message', (summary: Summary) => {
        summaries.set(child, summary)
        if (summary.broken.length > 0 && !goesOn)
          for (const other of children) if (other !== child) other.kill()
      })
      await once(child, 'exit')
    }),
  )
  // One that was ended, for another had found something, has no code.
  if (children.some((child) => child.exitCode !== null && !summaries.has(child)))
    throw new Error('a process of the simulator ended without a word')
  return together([...summaries.values()])
}

function together(summaries: readonly Summary[]): Summary {
  const sum = (of: (one: Summary) => number): number => summaries.reduce((all, one) => all + of(one), 0)
  return {
    seeds: sum(({ seeds }) => seeds),
    messages: sum(({ messages }) => messages),
    virtualMs: sum(({ virtualMs }) => virtualMs),
    broken: summaries.flatMap(({ broken }) => broken).sort((one, other) => one - other),
  }
}
