import { type Kysely, type Transaction, sql } from 'kysely'
import type { RefusalCode } from '../message/refusal.ts'
import type { CircuitRow, Database } from './tables.ts'

/** What became of posts to a peer when they failed. */
export interface PeerFailure {
  readonly peer: string
  readonly code: RefusalCode
  readonly detail: string
}

/** All circuits of peers that failed last, in the order of their States. */
export async function listCircuits(db: Kysely<Database>): Promise<CircuitRow[]> {
  return await db.selectFrom('circuit').selectAll().orderBy('peer_state').execute()
}

/** The circuit of a peer; null: the last post to it was answered, or there was none. */
export async function findCircuit(db: Kysely<Database>, peer: string): Promise<CircuitRow | null> {
  const row = await db.selectFrom('circuit').selectAll().where('peer_state', '=', peer).executeTakeFirst()
  return row ?? null
}

/**
 * Takes the one attempt that an open circuit allows when its time has come, for so long as the attempt may take: if the
 * process dies, another may try after that. False when it is not open, not time, or another process is trying.
 */
export async function takeProbe(
  db: Kysely<Database>,
  peer: string,
  now: Date,
  leaseSeconds: number,
): Promise<boolean> {
  const leaseEnd = new Date(now.getTime() + leaseSeconds * 1000)
  const { numUpdatedRows } = await db
    .updateTable('circuit')
    .set({ probe_at: leaseEnd })
    .where('peer_state', '=', peer)
    .where('probe_at', '<=', now)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** Lets an open circuit be tried at once: the peer has shown that it is there. */
export async function hastenProbe(db: Kysely<Database>, peer: string, now: Date): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('circuit')
    .set({ probe_at: now })
    .where('peer_state', '=', peer)
    .where('probe_at', '>', now)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** Counts a failure of a peer, and returns how many there are now since its last answer, and whether it is open. */
export async function countFailure(
  trx: Transaction<Database>,
  { peer, code, detail }: PeerFailure,
  now: Date,
): Promise<Pick<CircuitRow, 'failures' | 'opened_at'>> {
  const { rows } = await sql<Pick<CircuitRow, 'failures' | 'opened_at'>>`
    insert into circuit (peer_state, failures, failing_since, last_code, last_detail)
    values (${peer}, 1, ${now}, ${code}, ${detail})
    on conflict (peer_state) do update
    set failures = circuit.failures + 1, last_code = excluded.last_code, last_detail = excluded.last_detail
    returning failures, opened_at`.execute(trx)
  const [row] = rows
  if (row === undefined) throw new Error('the failure of a peer was not counted')
  return row
}

/** Opens a circuit, or keeps it open, until the next attempt. */
export async function openCircuit(
  trx: Transaction<Database>,
  peer: string,
  openedAt: Date,
  probeAt: Date,
): Promise<void> {
  await trx
    .updateTable('circuit')
    .set({ opened_at: openedAt, probe_at: probeAt })
    .where('peer_state', '=', peer)
    .execute()
}

/**
 * Forgets the failures of a peer that has answered, and makes due at once what waits for it and nobody has taken.
 * Returns the circuit as it was; null when there was none.
 */
export async function closeCircuit(
  trx: Transaction<Database>,
  peer: string,
  now: Date,
): Promise<CircuitRow | null> {
  const row = await trx.deleteFrom('circuit').where('peer_state', '=', peer).returningAll().executeTakeFirst()
  if (row === undefined) return null
  await trx
    .updateTable('outbox')
    .set({ next_attempt_at: now })
    .where('peer_state', '=', peer)
    .where('next_attempt_at', '>', now)
    .where('leased_by', 'is', null)
    .execute()
  return row
}
