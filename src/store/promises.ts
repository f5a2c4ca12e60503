import { type Kysely, type Transaction, sql } from 'kysely'
import { rowsOf } from './rows.ts'
import type { Database } from './tables.ts'

/** An entry of a peer's log that its receipt for an own message promises. */
export interface PromisedEntry {
  /** Digest of the message. */
  readonly message: string
  /** RFC 9162 leaf hash in hex. */
  readonly leaf: string
  /** When the receipt was signed, by the clock of the peer. */
  readonly receipt_time: Date
  readonly request: string
  /** Whether it was noted already that it lacks. */
  readonly alarmed: boolean
}

/** Peers that have promised entries which are to be asked for. */
export async function peersWithDuePromises(db: Kysely<Database>, dueBy: Date): Promise<string[]> {
  const { rows } = await sql<{ readonly state: string }>`
    select peer.state from peer
    where exists (select from promise where promise.peer_state = peer.state and promise.due_at <= ${dueBy})
    order by peer.state`.execute(db)
  return rows.map(({ state }) => state)
}

/** Entries that a peer has promised and that are to be asked for, the longest due first. */
export async function listDuePromises(
  db: Kysely<Database>,
  peer: string,
  dueBy: Date,
  limit: number,
): Promise<PromisedEntry[]> {
  const { rows } = await sql<PromisedEntry>`
    select p.message, p.leaf, m.receipt_time, m.request, p.alarmed
    from promise p join message m on m.digest = p.message
    where p.peer_state = ${peer} and p.due_at <= ${dueBy}
    order by p.due_at, p.message limit ${sql.lit(limit)}`.execute(db)
  return rows
}

/** Messages that are looked through for the newest receipt of one peer. */
const newestMessages = 10_000

/** What the newest receipt of this peer promised, be it proven or not; null where it has given none lately. */
export async function newestPromise(db: Kysely<Database>, peer: string): Promise<PromisedEntry | null> {
  const { rows } = await sql<PromisedEntry>`
    select m.digest as message, receipt_leaf(m.receipt) as leaf, m.receipt_time, m.request,
      coalesce((select alarmed from promise where promise.message = m.digest), false) as alarmed
    from (
      select digest, request, direction, receipt_time from message where receipt_time is not null
      order by receipt_time desc limit ${sql.lit(newestMessages)}
    ) as newest
    join request on request.id = newest.request
    join message m on m.digest = newest.digest
    where newest.direction = 'sent' and request.counterpart_state = ${peer} and receipt_leaf(m.receipt) is not null
    order by newest.receipt_time desc limit 1`.execute(db)
  return rows[0] ?? null
}

/** Keeps proofs (C2SP tlog-proof) and forgets that they were to be asked for. */
export async function keepProofs(
  trx: Transaction<Database>,
  proofs: readonly { readonly message: string; readonly proof: string }[],
): Promise<void> {
  if (proofs.length === 0) return
  await sql`
    with given as (select * from ${rowsOf('given', proofs, { message: 'text', proof: 'text' })}),
    kept as (
      insert into receipt_proof (message, proof) select message, proof from given on conflict (message) do nothing
    )
    delete from promise using given where promise.message = given.message`.execute(trx)
}

/** Lets entries be asked for again later. */
export async function postponePromises(
  trx: Transaction<Database>,
  messages: readonly string[],
  dueAt: Date,
): Promise<void> {
  if (messages.length > 0)
    await trx.updateTable('promise').set({ due_at: dueAt }).where('message', 'in', messages).execute()
}

/** Marks that it was noted that these lack; returns those that were not marked before. */
export async function markAlarmed(
  trx: Transaction<Database>,
  messages: readonly string[],
): Promise<ReadonlySet<string>> {
  if (messages.length === 0) return new Set()
  const rows = await trx
    .updateTable('promise')
    .set({ alarmed: true })
    .where('message', 'in', messages)
    .where('alarmed', '=', false)
    .returning('message')
    .execute()
  return new Set(rows.map(({ message }) => message))
}

/** The proofs that were collected for these messages, by their digests. */
export async function findProofs(
  db: Kysely<Database>,
  messages: readonly string[],
): Promise<Map<string, string>> {
  if (messages.length === 0) return new Map()
  const rows = await db
    .selectFrom('receipt_proof')
    .select(['message', 'proof'])
    // As one parameter: there are no more than 65,535 of them in a statement, and an export may be of more messages.
    .where(sql<boolean>`message = any(${messages}::text[])`)
    .execute()
  return new Map(rows.map(({ message, proof }) => [message, proof]))
}
