import { Socket } from 'node:net'
import { setImmediate as letOthersBe, setTimeout as letPass } from 'node:timers/promises'
import pg from 'pg'

/** How long a process that stands by its number may hear nothing of its connection before it does nothing by it, in milliseconds. */
const probeMs = 2_500

/** What the server does about a machine that has gone without a word: it looks after so many seconds of silence, and gives it so many times more. */
const lookingFor = { tcp_keepalives_idle: 5, tcp_keepalives_interval: 2, tcp_keepalives_count: 3 } as const

/** How a process has come: as the only one of its node, or beside others that have looked already. */
export type Arrival = 'first' | 'joined'

/** `apart`: it has not entered, or its connection has ended or does not answer. `taken`: another stands by that number, be it what the server has left of itself. */
export type Stand = 'stands' | 'taken' | 'apart'

/**
 * Tells whether any process of a node is up that speaks. What the peers have told holds as long as one is: a database
 * that was put back from a backup has none, whatever its rows say, for nobody holds a lock in it.
 */
export interface Presence {
  /**
   * Takes a stand among the processes of this node that speak, until `close` or the end of the connection. Null where
   * this process stands there already. Who comes first finds all peers unheard, and notes when that was.
   */
  enter(): Promise<Arrival | null>
  /**
   * Stands by this number as well, so that others know at once when this process is gone. One that stands there already asks its
   * connection whether it is still there; where that does not answer it is apart, and gives the connection up only if the server has
   * an answer for another: a server that is slow, or paused, has let go of nothing.
   */
  standBy(number: number): Promise<Stand>
  /** Calls this when the connection ends: from then on others may take this process to be gone. */
  onEnd(ended: () => void): void
  close(): Promise<void>
}

/** Lock on which the processes of a node that speak stand together; the first has it alone for a moment. */
export const presenceLock = 7_106_283

/** Lock that a process has while it arrives: one after the other, so that who finds others there finds such as have arrived. */
const arrivingLock = 7_106_285

/** Lock, with the number of a process, on which that process stands alone. */
export const standLock = 7_106_284

/** Setting: when a process found last that no other was up, so that all peers were unheard; RFC 3339, by the clock of its machine. */
export const unheardSince = 'unheard_since'

/** @param onTrouble - told of a connection that broke */
export function presence(config: pg.ClientConfig, onTrouble: (reason: unknown) => void): Presence {
  let client: pg.Client | undefined
  let entering: Promise<Arrival | null> | undefined
  let closed = false
  let standingBy: number | undefined
  let asking: Promise<boolean> | undefined
  let cutOff = (): void => undefined
  const tellEnded = new Set<() => void>()

  const lose = (lost: pg.Client): void => {
    if (client !== lost) return
    client = undefined
    standingBy = undefined
    asking = undefined
    for (const tell of tellEnded) tell()
  }

  const enter = async (): Promise<Arrival | null> => {
    if (client !== undefined || closed) return null
    const socket = new Socket()
    const next = new pg.Client({
      ...config,
      keepAlive: true,
      keepAliveInitialDelayMillis: lookingFor.tcp_keepalives_idle * 1_000,
      stream: () => socket,
    })
    next.on('error', onTrouble)
    next.on('end', () => lose(next))
    try {
      await next.connect()
      for (const [name, value] of Object.entries(lookingFor)) await next.query(`set ${name} = ${value}`)
      const arrival = await stand(next)
      client = next
      cutOff = () => socket.destroy()
      return arrival
    } catch (reason) {
      await next.end().catch(() => undefined)
      throw reason
    }
  }

  const standsStill = async (on: pg.Client): Promise<boolean> => {
    asking ??= asked(on)
    if (await isTold(asking)) {
      asking = undefined
      return on === client
    }
    // Where the server serves others, this connection has been cut, and the server may have let go of its locks long ago. Nothing is
    // said to who does not answer.
    if ((await isServing(config)) && on === client) {
      cutOff()
      lose(on)
    }
    return false
  }

  return {
    enter() {
      entering ??= enter().finally(() => {
        entering = undefined
      })
      return entering
    },
    async standBy(number) {
      const on = client
      if (on === undefined) return 'apart'
      if (standingBy === number) return (await standsStill(on)) ? 'stands' : 'apart'
      const isAlone = await standAlone(on, number)
      if (on !== client) return 'apart'
      if (!isAlone) return 'taken'
      standingBy = number
      return 'stands'
    },
    onEnd: (ended) => void tellEnded.add(ended),
    async close() {
      closed = true
      await entering?.catch(() => undefined)
      const ending = client?.end().then(() => true)
      if (ending !== undefined && !(await isTold(ending))) cutOff()
    },
  }
}

/**
 * Whoever breaks off in it leaves no lock, so that the next one is the first: nobody has joined one that never arrived. A standby takes
 * locks as well, and its own: who stood there would stand on when it is made the server that writes, and no peer would be asked.
 */
async function stand(client: pg.Client): Promise<Arrival> {
  const { rows: servers } = await client.query<{ standby: boolean }>('select pg_is_in_recovery() as standby')
  if (servers[0]?.standby === true) throw new Error('the server is a standby, which may only be read')
  await client.query(`select pg_advisory_lock(${arrivingLock})`)
  const arrival = await arrive(client)
  await client.query(`select pg_advisory_unlock(${arrivingLock})`)
  return arrival
}

async function arrive(client: pg.Client): Promise<Arrival> {
  const { rows } = await client.query<{ alone: boolean }>(
    `select pg_try_advisory_lock(${presenceLock}) as alone`,
  )
  const hasAlone = rows[0]?.alone === true
  if (!hasAlone) {
    // Waits for a process of an earlier version, which arrives without the other lock, or for one that breaks off: the server lets
    // go of its locks one after the other.
    await client.query(`select pg_advisory_lock_shared(${presenceLock})`)
    if (await areOthersThere(client)) return 'joined'
  }
  // If the process dies here: what came until now counts as older than it need.
  await client.query(
    `insert into setting (name, value) values ($1, $2) on conflict (name) do update set value = excluded.value`,
    [unheardSince, new Date().toISOString()],
  )
  await client.query('update peer set heard_at = null where heard_at is not null')
  if (hasAlone) {
    await client.query(`select pg_advisory_lock_shared(${presenceLock})`)
    await client.query(`select pg_advisory_unlock(${presenceLock})`)
  }
  return 'first'
}

/** Whether any other stands on the lock, on which this process stands: one that broke off while it arrived may have let go of it just now. */
async function areOthersThere(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ others: boolean }>(
    `select exists (
       select from pg_locks
       where locktype = 'advisory' and classid = 0 and objid = ${presenceLock} and objsubid = 1 and granted
         and database = (select oid from pg_database where datname = current_database())
         and pid <> pg_backend_pid()
     ) as others`,
  )
  return rows[0]?.others === true
}

/** Asks the connection for nothing but an answer; false where it breaks. */
function asked(client: pg.Client): Promise<boolean> {
  return client.query('select 1').then(
    () => true,
    () => false,
  )
}

/** Whether that comes true soon. */
async function isTold(answer: Promise<boolean>): Promise<boolean> {
  const patience = new AbortController()
  // Where this process itself was held up, the answer has come and is looked at before that is said.
  const tired = letPass(probeMs, undefined, { signal: patience.signal, ref: false })
    .then(() => letOthersBe(false))
    .catch(() => false)
  try {
    return await Promise.race([answer, tired])
  } finally {
    patience.abort()
  }
}

/** Whether the server has an answer for a connection that is made now, be it that it takes none. */
async function isServing(config: pg.ClientConfig): Promise<boolean> {
  const socket = new Socket()
  const client = new pg.Client({ ...config, stream: () => socket })
  client.on('error', () => undefined)
  const spoken = client
    .connect()
    .then(() => client.query('select 1'))
    .then(
      () => true,
      (reason: unknown) => reason instanceof pg.DatabaseError,
    )
  try {
    return await isTold(spoken)
  } finally {
    socket.destroy()
  }
}

async function standAlone(client: pg.Client, number: number): Promise<boolean> {
  const { rows } = await client.query<{ alone: boolean }>(
    'select pg_try_advisory_lock($1::integer, $2::integer) as alone',
    [standLock, number],
  )
  return rows[0]?.alone === true
}
