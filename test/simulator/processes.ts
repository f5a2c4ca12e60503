import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'

/** How often what happened, by its name. */
export type Counted = Readonly<Record<string, number>>

/** What came of the seeds that one process has run. */
export interface Summary {
  readonly seeds: number
  readonly messages: number
  readonly virtualMs: number
  /** Rounds that the slowest of them took to come to rest. */
  readonly roundsMost: number
  /** How often what happened (`World.counted`). */
  readonly counted: Counted
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
 * @param asked - aborted where they are to begin no other seed, and to tell what came of those that they have run
 * @param program - what is run for each
 * @throws where a process has ended, by itself or by a signal, and has not told what came of its seeds
 */
export async function runSideBySide(
  parts: readonly Seeds[],
  given: readonly string[],
  goesOn: boolean,
  asked: AbortSignal,
  program = process.argv[1] ?? '',
): Promise<Summary> {
  const children = parts.map(({ first, count, every }) =>
    fork(program, [
      ...given,
      ...['--first', String(first), '--seeds', String(count), '--every', String(every), '--processes', '1'],
    ]),
  )
  const askAll = (): void => {
    for (const child of children) child.kill('SIGINT')
  }
  asked.addEventListener('abort', askAll)
  const summaries = new Map<ChildProcess, Summary>()
  const ended = new Set<ChildProcess>()
  await Promise.all(
    children.map(async (child) => {
      child.on('message', (summary: Summary) => {
        summaries.set(child, summary)
        if (summary.broken.length > 0 && !goesOn)
          for (const other of children) if (other !== child && other.kill('SIGKILL')) ended.add(other)
      })
      await once(child, 'exit')
    }),
  )
  asked.removeEventListener('abort', askAll)
  // Only one that was ended here, for another had found something, need not tell: others may have been ended by the machine.
  for (const child of children) {
    if (summaries.has(child) || ended.has(child)) continue
    const how = child.signalCode ?? String(child.exitCode)
    throw new Error(`a process of the simulator ended without a word (${how})`)
  }
  return together([...summaries.values()])
}

function together(summaries: readonly Summary[]): Summary {
  const sum = (of: (one: Summary) => number): number => summaries.reduce((all, one) => all + of(one), 0)
  return {
    seeds: sum(({ seeds }) => seeds),
    messages: sum(({ messages }) => messages),
    virtualMs: sum(({ virtualMs }) => virtualMs),
    roundsMost: Math.max(0, ...summaries.map(({ roundsMost }) => roundsMost)),
    counted: addedUp(summaries.map(({ counted }) => counted)),
    broken: summaries.flatMap(({ broken }) => broken).sort((one, other) => one - other),
  }
}

/** What was counted here and there, together. */
export function addedUp(all: readonly Counted[]): Counted {
  const sums: Record<string, number> = {}
  for (const counted of all)
    for (const [what, times] of Object.entries(counted)) sums[what] = (sums[what] ?? 0) + times
  return sums
}
