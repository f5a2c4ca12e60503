import { readFile, readdir } from 'node:fs/promises'
import pg from 'pg'

/** What `/proc` counts time in: hundredths of a second, on every Linux that Node.js runs on. */
const tickMs = 10

/**
 * Milliseconds of a processor that the processes of a database server have used since it was started, those that have ended
 * included. Null where it does not run on this machine, or the machine does not tell.
 */
export async function serverTimeMs(url: string): Promise<number | null> {
  const server = await serverOf(url)
  const root = server === null ? null : await statOf(server)
  if (root === null) return null
  const all = await Promise.all((await readdir('/proc')).filter((name) => /^[0-9]+$/.test(name)).map(statOf))
  const own = all.flatMap((found) => (found?.parent === root.id ? [found.ownTicks] : []))
  return [root.ownTicks, root.endedTicks, ...own].reduce((sum, ticks) => sum + ticks, 0) * tickMs
}

/** The id of the process of the server, which its file says. */
async function serverOf(url: string): Promise<string | null> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<{ file: string }>("select pg_read_file('postmaster.pid') as file")
    return rows[0]?.file.split('\n')[0] ?? null
  } catch {
    return null
  } finally {
    await client.end()
  }
}

interface Stat {
  readonly id: string
  readonly parent: string
  readonly ownTicks: number
  /** Of its children that have ended. */
  readonly endedTicks: number
}

/** What proc(5) says of a process; null where it has ended meanwhile. */
async function statOf(id: string): Promise<Stat | null> {
  try {
    const text = await readFile(`/proc/${id}/stat`, 'latin1')
    // The name of the program, in parentheses, may hold anything.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    const ticks = (first: number): number => Number(fields[first]) + Number(fields[first + 1])
    return { id, parent: fields[1] ?? '', ownTicks: ticks(11), endedTicks: ticks(13) }
  } catch {
    return null
  }
}
