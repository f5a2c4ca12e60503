import { createHash, randomBytes } from 'node:crypto'
import type { PostgresPool, PostgresPoolClient } from 'kysely'
import type pg from 'pg'
import { isPlanOutdated } from './failures.ts'

interface Prepared {
  readonly name: string
  readonly text: string
}

/**
 * Gives every statement that has parameters a name, so that a connection parses and plans it once. The texts of our
 * statements are few, because many rows are one array parameter; past the bound they go unnamed.
 *
 * A newer version of the program may give a table another column while this one works (docs/decisions/0074); the server then refuses
 * what was prepared with `select *`. Such a statement is prepared anew, under another name and text, for a pooler knows it by its text,
 * and done once more; in a transaction, which is lost, whoever began that does so (`inTransaction`).
 *
 * @param preparedMax - statements that one connection keeps prepared
 */
export function preparing(pool: pg.Pool, preparedMax: number): PostgresPool {
  const statements = new Map<string, Prepared>()
  // Of this pool alone: what another process has prepared anew may be outdated by now.
  const own = randomBytes(6).toString('hex')
  let renewals = 0
  const preparedOf = (text: string): Prepared | undefined => {
    const known = statements.get(text)
    if (known !== undefined || statements.size >= preparedMax) return known
    return prepare(text, text)
  }
  const prepare = (text: string, sent: string): Prepared => {
    const prepared = { name: createHash('sha256').update(sent).digest('base64url').slice(0, 22), text: sent }
    statements.set(text, prepared)
    return prepared
  }
  /** Several connections may find the same outdated: it is renewed once. */
  const renewed = (text: string, outdated: Prepared): Prepared => {
    const current = statements.get(text)
    if (current !== undefined && current !== outdated) return current
    renewals += 1
    return prepare(text, `${text} /* ${own} ${renewals} */`)
  }
  const wrapped = new WeakMap<pg.PoolClient, PostgresPoolClient>()
  return {
    async connect() {
      const client = await pool.connect()
      const known = wrapped.get(client)
      if (known !== undefined) return known
      let isInTransaction = false
      const query = async (text: string, values: readonly unknown[]): Promise<unknown> => {
        const prepared = values.length === 0 ? undefined : preparedOf(text)
        if (prepared === undefined) {
          const outcome: unknown = await client.query({ text, values: [...values] })
          if (/^(begin|start transaction)/.test(text)) isInTransaction = true
          else if (/^(commit|rollback)$/.test(text)) isInTransaction = false
          return outcome
        }
        try {
          return await client.query({ ...prepared, values: [...values] })
        } catch (reason) {
          if (!isPlanOutdated(reason)) throw reason
          const next = renewed(text, prepared)
          if (isInTransaction) throw reason
          return await client.query({ ...next, values: [...values] })
        }
      }
      const preparingClient = {
        query,
        release: (destroy?: boolean) => client.release(destroy),
      } as PostgresPoolClient
      wrapped.set(client, preparingClient)
      return preparingClient
    },
    end: () => pool.end(),
  }
}
