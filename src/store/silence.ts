import pg from 'pg'

/** How long a statement is under way before it is asked whether the server knows of it, and between two such questions. */
const lookMs = 15_000
/** So much may differ how old a connection is, as its two ends count it. */
const apartMs = 5_000

/**
 * Ends connections whose server has gone without a word, as with a machine that lost its power: TCP would wait a quarter of an hour for
 * it, while the address leads to another server already. A statement that lasts is told apart from one that nobody does any more by
 * asking the server that is there now, which cannot be asked through a pooler. Returns what is told of each statement.
 *
 * @param config - how that server is reached
 */
export function endSilent(config: pg.ClientConfig): (client: pg.PoolClient, asked: Promise<unknown>) => void {
  /** When each was used first, which is when it was made. */
  const madeAt = new WeakMap<pg.PoolClient, number>()
  return (client, asked) => {
    const at = madeAt.get(client) ?? performance.now()
    madeAt.set(client, at)
    const looking = setInterval(() => {
      void isKnown(config, client, performance.now() - at).then((known) => {
        // What waits on it fails, and the pool makes another.
        if (!known) void client.end()
      })
    }, lookMs).unref()
    const over = (): void => clearInterval(looking)
    asked.then(over, over)
  }
}

/** Whether the server has this connection, and no other by its number; true where nobody can tell. */
async function isKnown(config: pg.ClientConfig, connection: object, ageMs: number): Promise<boolean> {
  const number = 'processID' in connection ? connection.processID : null
  if (typeof number !== 'number') return true
  const client = new pg.Client({ ...config, application_name: 'rogatory asks' })
  client.on('error', () => undefined)
  try {
    await client.connect()
    const { rows } = await client.query<{ known: boolean }>(
      `select exists (select from pg_stat_activity where pid = $1
        and abs(extract(epoch from clock_timestamp() - backend_start) * 1000 - $2::numeric) < ${apartMs}) as known`,
      [number, Math.round(ageMs)],
    )
    return rows[0]?.known !== false
  } catch {
    return true
  } finally {
    await client.end().catch(() => undefined)
  }
}
