import { setTimeout as letPass } from 'node:timers/promises'
import pg from 'pg'

/** What a worker may be woken for. */
export type Channel =
  | 'rogatory_outbox'
  | 'rogatory_audit'
  | 'rogatory_trust'
  | 'rogatory_exhibits'
  | 'rogatory_lease'
  | 'rogatory_bundle'

/**
 * Wake-up signals over NOTIFY. They carry nothing and may get lost, so whoever listens looks by itself as well.
 */
export interface Signals {
  /**
   * Wakes those who listen, in this process at once and in others soon. Call it after the commit: a NOTIFY inside a
   * transaction makes all committing transactions of the server wait for each other.
   */
  notify(channel: Channel): void
  /** Calls `wake` at every signal; returns how to stop it. */
  listen(channel: Channel, wake: () => void): () => void
  /** Sends what is announced and not sent yet, as far as the server takes it soon; then it is silent. */
  close(): Promise<void>
}

/** Signals of one channel from this process to others are at least this far apart. */
const notifyPauseMs = 50
const reconnectPauseMs = 1000
/** So long whoever closes waits for signals to be sent. */
const lastSignalsMs = 1000

/** Listens on a connection of its own, made at the first `listen` and again whenever it breaks. */
export function listen(
  config: pg.ClientConfig,
  pool: pg.Pool,
  onTrouble: (reason: unknown) => void,
): Signals {
  const listeners = new Map<Channel, Set<() => void>>()
  const announced = new Map<Channel, NodeJS.Timeout>()
  const announcing = new Set<Promise<void>>()
  const own = Math.floor(Math.random() * Number.MAX_SAFE_INTEGER).toString(36)
  let client: pg.Client | undefined
  let again: NodeJS.Timeout | undefined
  let connecting: Promise<void> | undefined
  let closed = false

  const wakeAll = (channel: string): void => {
    for (const wake of listeners.get(channel as Channel) ?? []) wake()
  }

  const announce = async (channel: Channel): Promise<void> => {
    try {
      await pool.query('select pg_notify($1, $2)', [channel, own])
    } catch (reason) {
      onTrouble(reason)
    }
  }

  const send = (channel: Channel): void => {
    announced.delete(channel)
    const sent = announce(channel).finally(() => announcing.delete(sent))
    announcing.add(sent)
  }

  const isClosed = (): boolean => closed
  const connect = async (): Promise<void> => {
    const next = new pg.Client({ ...config, statement_timeout: 0, keepAlive: true })
    next.on('error', onTrouble)
    next.on('notification', ({ channel, payload }) => {
      if (payload !== own) wakeAll(channel)
    })
    next.on('end', () => {
      client = undefined
      if (!closed) again = setTimeout(start, reconnectPauseMs).unref()
    })
    try {
      await next.connect()
      for (const channel of listeners.keys()) await next.query(`listen ${channel}`)
      client = next
      if (isClosed()) await next.end()
      // Signals may have been missed while there was no connection.
      for (const channel of listeners.keys()) wakeAll(channel)
    } catch (reason) {
      onTrouble(reason)
      await next.end().catch(onTrouble)
    }
  }

  const start = (): void => {
    if (closed || connecting !== undefined || client !== undefined) return
    connecting = connect().finally(() => {
      connecting = undefined
    })
  }

  // One after the other: a connection does one thing at a time. A connection made anew listens to all channels by itself.
  let listening: Promise<unknown> = Promise.resolve()
  const listenTo = (channel: Channel): void => {
    listening = listening.then(() => client?.query(`listen ${channel}`)).catch(onTrouble)
  }

  return {
    notify(channel) {
      wakeAll(channel)
      if (closed || announced.has(channel)) return
      announced.set(channel, setTimeout(send, notifyPauseMs, channel).unref())
    },
    listen(channel, wake) {
      const known = listeners.get(channel)
      const wakes = known ?? new Set()
      wakes.add(wake)
      listeners.set(channel, wakes)
      if (known === undefined) listenTo(channel)
      start()
      return () => wakes.delete(wake)
    },
    async close() {
      closed = true
      clearTimeout(again)
      for (const [channel, timer] of announced) {
        clearTimeout(timer)
        send(channel)
      }
      // Who waits for one that is lost looks by himself, a little later.
      await Promise.race([Promise.all(announcing), letPass(lastSignalsMs, undefined, { ref: false })])
      await connecting
      await client?.end()
    },
  }
}
