import pg from 'pg'

/** What a process has asked of its database since it was started. */
export interface Counted {
  /** Round trips: statements, and the beginnings and ends of transactions. */
  statements: number
  commits: number
  /** Statements that store messages: batches sent or received. */
  stored: number
  /** Statements that take messages out of the outbox: batches settled. */
  settled: number
}

/** Counts what this process asks through `pg` from now on, by looking at the text of each statement. */
export function countStatements(): Counted {
  const counted: Counted = { statements: 0, commits: 0, stored: 0, settled: 0 }
  const client = pg.Client.prototype as { query: (...input: readonly unknown[]) => unknown }
  const query = client.query
  client.query = function (this: unknown, ...input: readonly unknown[]): unknown {
    const [first] = input
    const text = typeof first === 'string' ? first : textOf(first)
    counted.statements += 1
    if (text === 'commit') counted.commits += 1
    else if (text.includes('insert into message')) counted.stored += 1
    else if (text.includes('delete from outbox')) counted.settled += 1
    return query.apply(this, [...input])
  }
  return counted
}

function textOf(query: unknown): string {
  return typeof query === 'object' && query !== null && 'text' in query && typeof query.text === 'string'
    ? query.text
    : ''
}
