import { type Kysely, type Transaction, sql } from 'kysely'
import { rowsOf } from '../rows.ts'
import type { Database } from '../tables.ts'
import type { CarrierRow } from './carrierTables.ts'

/** Keeps a disk with the digests of its messages in their order; false where it is here already. */
export async function insertCarrier(
  trx: Transaction<Database>,
  carrier: Omit<CarrierRow, 'receipt' | 'receipted_at'>,
  messages: readonly string[],
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('carrier')
    .values(carrier)
    .onConflict((conflict) => conflict.column('digest').doNothing())
    .executeTakeFirst()
  if (numInsertedOrUpdatedRows !== 1n) return false
  for (let from = 0; from < messages.length; from += rowsAtOnce) {
    const rows = messages
      .slice(from, from + rowsAtOnce)
      .map((message, at) => ({ carrier: carrier.digest, place: from + at + 1, message }))
    const types = { carrier: 'text', place: 'integer', message: 'text' } as const
    await sql`insert into carrier_message select * from ${rowsOf('given', rows, types)}`.execute(trx)
  }
  return true
}

const rowsAtOnce = 1_000

/** The disk with this manifest, or null. */
export async function findCarrier(db: Kysely<Database>, digest: string): Promise<CarrierRow | null> {
  return (await db.selectFrom('carrier').selectAll().where('digest', '=', digest).executeTakeFirst()) ?? null
}

/** Keeps the receipt for a disk in place of the one before. */
export async function saveCarrierReceipt(
  trx: Transaction<Database>,
  digest: string,
  receipt: string,
  at: Date,
): Promise<void> {
  await trx.updateTable('carrier').set({ receipt, receipted_at: at }).where('digest', '=', digest).execute()
}

/** A message on a disk, as far as it is known here still. */
export interface CarriedMessage {
  readonly place: number
  readonly digest: string
  readonly request: string
  /** Whether its own receipt is here. */
  readonly isReceipted: boolean
}

/** So many messages of a disk behind this line, in their order. */
export async function carriedMessages(
  db: Kysely<Database>,
  carrier: string,
  after: number,
  limit: number,
): Promise<CarriedMessage[]> {
  const rows = await db
    .selectFrom('carrier_message')
    .innerJoin('message', 'message.digest', 'carrier_message.message')
    .select(['place', 'message.digest', 'message.request', 'message.receipt'])
    .where('carrier', '=', carrier)
    .where('place', '>', after)
    .orderBy('place')
    .limit(sql.lit(limit))
    .execute()
  return rows.map(({ receipt, ...row }) => ({ ...row, isReceipted: receipt !== null }))
}

/** Which of these messages went on a disk for which the peer has given a receipt on paper, and when that came here. */
export async function receiptsOnPaper(
  db: Kysely<Database>,
  messages: readonly string[],
): Promise<ReadonlyMap<string, Date>> {
  if (messages.length === 0) return new Map()
  const rows = await db
    .selectFrom('carrier_message')
    .innerJoin('carrier', 'carrier.digest', 'carrier_message.carrier')
    .select(['carrier_message.message', 'carrier_message.place', 'carrier.receipted_at', 'carrier.receipt'])
    .where('carrier.own', '=', true)
    .where('carrier.receipt', 'is not', null)
    .where('carrier_message.message', 'in', [...messages])
    .orderBy('carrier.receipted_at', 'desc')
    .execute()
  return new Map(
    rows.flatMap(({ message, place, receipt, receipted_at: at }) =>
      at !== null && receipt !== null && isAcceptedBy(receipt, place) ? [[message, at] as const] : [],
    ),
  )
}

/** Whether a receipt that was verified when it was kept says of the message on this line that it was accepted. */
function isAcceptedBy(receipt: string, place: number): boolean {
  const { messages } = JSON.parse(Buffer.from(receipt.split('.')[1] ?? '', 'base64url').toString('utf8')) as {
    readonly messages: { readonly refused: number; readonly places?: readonly number[] }
  }
  return messages.refused === 0 || (messages.places !== undefined && !messages.places.includes(place))
}

/** A message that goes onto a disk, and the sealed line that waits for its peer; null: it went already. */
export interface Carried {
  readonly digest: string
  readonly jws: string
  readonly jwe: string | null
}

/**
 * The digests of what goes onto a disk for a peer, of each record in its order: in these records all that this State has
 * said, or, where none is named, what waits for the peer.
 */
export async function digestsToCarry(
  db: Kysely<Database>,
  peer: string,
  requests: readonly string[],
): Promise<string[]> {
  if (requests.length === 0) {
    const waiting = await db
      .selectFrom('outbox')
      .select('digest')
      .where('peer_state', '=', peer)
      .orderBy('ordinal')
      .execute()
    return waiting.map(({ digest }) => digest)
  }
  const { rows } = await sql<{ digest: string }>`
    select message.digest from message left join outbox using (digest)
    where message.request = any(${requests}::uuid[]) and direction = 'sent' and jws <> ''
      and message.status <> 'refused'
    order by message.request, message.stored_at, outbox.ordinal, message.sequence, message.digest`.execute(db)
  return rows.map(({ digest }) => digest)
}

/** What these messages are on a disk, in the order of the digests. */
export async function messagesToCarry(db: Kysely<Database>, digests: readonly string[]): Promise<Carried[]> {
  const rows = await db
    .selectFrom('message')
    .leftJoin('outbox', 'outbox.digest', 'message.digest')
    .select(['message.digest', 'message.jws', 'outbox.jwe'])
    .where('message.digest', 'in', [...digests])
    .execute()
  const found = new Map(rows.map((row) => [row.digest, row]))
  return digests.flatMap((digest) => found.get(digest) ?? [])
}

/** A sealed file that messages on a disk hand over. */
export interface CarriedExhibit {
  /** SHA-256 in hex, and bytes, of the sealed form. */
  readonly sha256: string
  readonly bytes: number
  readonly isWhole: boolean
}

/** The sealed files of this State that these messages hand over, each once, in the order of their SHA-256. */
export async function exhibitsToCarry(
  db: Kysely<Database>,
  own: string,
  digests: readonly string[],
): Promise<CarriedExhibit[]> {
  const { rows } = await sql<{ sealed_sha256: Buffer; sealed_bytes: number; is_whole: boolean }>`
    select deposit.sealed_sha256, deposit.sealed_bytes, bool_or(deposit.status = 'whole') as is_whole
    from exhibit_link link join exhibit_deposit deposit on deposit.id = link.deposit
    where link.message = any(${digests}::text[]) and deposit.state = ${own}
    group by deposit.sealed_sha256, deposit.sealed_bytes
    order by deposit.sealed_sha256`.execute(db)
  return rows.map((row) => ({
    sha256: row.sealed_sha256.toString('hex'),
    bytes: row.sealed_bytes,
    isWhole: row.is_whole,
  }))
}

/** The deposits of a State that have this sealed form. */
export async function depositsSealedAs(
  db: Kysely<Database>,
  state: string,
  sha256: string,
): Promise<string[]> {
  const rows = await db
    .selectFrom('exhibit_deposit')
    .select('id')
    .where('state', '=', state)
    .where('sealed_sha256', '=', Buffer.from(sha256, 'hex'))
    // What was erased first, for the last one is what counts.
    .orderBy(sql`file_key is not null`)
    .orderBy('id')
    .execute()
  return rows.map(({ id }) => id)
}
