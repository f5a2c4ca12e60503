import pg from 'pg'

/** What a process has asked of its database so far, and how long it has worked. */
export interface Cost {
  readonly statements: number
  readonly rows: number
  /** Of a processor, in milliseconds. */
  readonly cpuMs: number
}

let statements = 0
let rows = 0

/** Counts what this process asks from now on: its jobs ask now and then as well. */
export function countCost(): void {
  const client = pg.Client.prototype as { query: (...input: readonly unknown[]) => unknown }
  const query = client.query
  client.query = function (this: unknown, ...input: readonly unknown[]): unknown {
    statements += 1
    const answer = query.apply(this, [...input])
    if (answer instanceof Promise) void answer.then(count, () => undefined)
    return answer
  }
}

function count(answer: { readonly rows?: readonly unknown[] } | undefined): void {
  rows += answer?.rows?.length ?? 0
}

export function costSoFar(): Cost {
  const { user, system } = process.cpuUsage()
  return { statements, rows, cpuMs: (user + system) / 1_000 }
}
