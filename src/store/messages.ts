import { type Kysely, type RawBuilder, type Transaction, sql } from 'kysely'
import { columnsOf, rowsOf } from './rows.ts'
import type { Database, MessageRow } from './tables.ts'

const messageTypes = {
  digest: 'text',
  id: 'uuid',
  request: 'uuid',
  direction: 'text',
  type: 'text',
  from_authority: 'text',
  to_authority: 'text',
  from_state: 'text',
  sequence: 'integer',
  head: 'text',
  jws: 'text',
  sent_at: 'timestamptz',
  stored_at: 'timestamptz',
  receipt: 'text',
  status: 'text',
  refusal: 'text',
} as const satisfies Record<keyof MessageRow, string>

const messageColumns = Object.keys(messageTypes) as (keyof MessageRow)[]

/** All columns of a message, to be selected. */
export const wholeMessage = columnsOf(messageTypes)

/** By what a message is known before it is read: who says it, and the id that its author gave it. */
export interface MessageName {
  readonly from_state: string
  readonly id: string
}

/** What is known of a message that came before. */
export type KnownMessage = Pick<
  MessageRow,
  'digest' | 'id' | 'from_state' | 'request' | 'status' | 'sequence' | 'head' | 'receipt' | 'refusal'
>

/** Those of the named messages that are stored, in no order; without their texts. */
export async function findMessages(
  db: Kysely<Database>,
  names: readonly MessageName[],
): Promise<KnownMessage[]> {
  if (names.length === 0) return []
  const { rows } = await sql<KnownMessage>`
    select m.digest, m.id, m.from_state, m.request, m.status, m.sequence, m.head, m.receipt, m.refusal
    from ${rowsOf('given', names, { from_state: 'text', id: 'uuid' })}
    join message m on m.from_state = given.from_state and m.id = given.id`.execute(db)
  return rows
}

/** Id of the message of a request that was stored first, or null. */
export async function findFirstMessage(db: Kysely<Database>, request: string): Promise<string | null> {
  const row = await db
    .selectFrom('message')
    .select('id')
    .where('request', '=', request)
    .orderBy('stored_at')
    .limit(1)
    .executeTakeFirst()
  return row?.id ?? null
}

/** The message with this digest, or null. */
export async function findMessage(db: Kysely<Database>, digest: string): Promise<MessageRow | null> {
  const row = await db
    .selectFrom('message')
    .select(messageColumns)
    .where('digest', '=', digest)
    .executeTakeFirst()
  return row ?? null
}

/** The message of this name, or null. */
export async function findNamedMessage(
  db: Kysely<Database>,
  { from_state, id }: MessageName,
): Promise<MessageRow | null> {
  const row = await db
    .selectFrom('message')
    .select(messageColumns)
    .where('from_state', '=', from_state)
    .where('id', '=', id)
    .executeTakeFirst()
  return row ?? null
}

/** When this node stored the message that has this place of a record; null: none has it. */
export async function findPlacedAt(
  db: Kysely<Database>,
  request: string,
  sequence: number,
): Promise<Date | null> {
  const row = await db
    .selectFrom('message')
    .select('stored_at')
    .where('request', '=', request)
    .where('sequence', '=', sequence)
    .executeTakeFirst()
  return row?.stored_at ?? null
}

/** Ids and places of those of these messages that are stored, by their digests. */
export async function findByDigests(
  db: Kysely<Database>,
  digests: readonly string[],
): Promise<ReadonlyMap<string, Pick<MessageRow, 'id' | 'sequence'>>> {
  if (digests.length === 0) return new Map()
  const { rows } = await sql<Pick<MessageRow, 'digest' | 'id' | 'sequence'>>`
    select digest, id, sequence from message where digest = any(${digests}::text[])`.execute(db)
  return new Map(rows.map(({ digest, id, sequence }) => [digest, { id, sequence }]))
}

export interface RecordPlace {
  readonly request: string
  readonly sequence: number
}

/** The heads and digests at the given places, in no order; a place that the record has not reached is not among them. */
export async function findPlaces(
  db: Kysely<Database>,
  places: readonly RecordPlace[],
): Promise<(RecordPlace & { readonly head: string; readonly digest: string; readonly id: string })[]> {
  if (places.length === 0) return []
  const { rows } = await sql<RecordPlace & { head: string; digest: string; id: string }>`
    select m.request, m.sequence, m.head, m.digest, m.id
    from ${rowsOf('given', places, { request: 'uuid', sequence: 'integer' })}
    join message m on m.request = given.request and m.sequence = given.sequence`.execute(db)
  return rows
}

/**
 * Stores messages that must not be there yet; a message of the same author with the same id, or at the same place
 * of the record, is a unique violation.
 */
export async function insertMessages(
  trx: Transaction<Database>,
  messages: readonly MessageRow[],
): Promise<void> {
  if (messages.length > 0) await insertingMessages(messages).execute(trx)
}

export function insertingMessages(messages: readonly MessageRow[]): RawBuilder<unknown> {
  return sql`
    insert into message (${columnsOf(messageTypes)}) select * from ${rowsOf('given', messages, messageTypes)}`
}

/** What the receipt says of a message that was pending: its place, or why it was refused. */
export type Judged = Pick<MessageRow, 'digest' | 'status' | 'sequence' | 'head' | 'receipt' | 'refusal'>

const judgedTypes = {
  digest: 'text',
  status: 'text',
  sequence: 'integer',
  head: 'text',
  receipt: 'text',
  refusal: 'text',
} as const satisfies Record<keyof Judged, string>

/** Gives stored messages their place, refusal and receipt. */
export async function judgeMessages(trx: Transaction<Database>, judged: readonly Judged[]): Promise<void> {
  if (judged.length > 0) await judgingMessages(judged).execute(trx)
}

export function judgingMessages(judged: readonly Judged[]): RawBuilder<unknown> {
  return sql`
    update message set status = given.status, sequence = given.sequence, head = given.head,
      receipt = given.receipt, refusal = given.refusal
    from ${rowsOf('given', judged, judgedTypes)} where message.digest = given.digest`
}

/** The record of a request in its order: placed messages with a sequence above `after`. */
export async function listRecord(
  db: Kysely<Database>,
  request: string,
  after: number,
  limit: number,
): Promise<MessageRow[]> {
  return await db
    .selectFrom('message')
    .select(messageColumns)
    .where('request', '=', request)
    .where('sequence', '>', after)
    .orderBy('sequence')
    .limit(limit)
    .execute()
}

/** Messages of a request that have no place (pending and refused), the oldest first. */
export async function listUnplaced(db: Kysely<Database>, request: string): Promise<MessageRow[]> {
  return await db
    .selectFrom('message')
    .select(messageColumns)
    .where('request', '=', request)
    .where('sequence', 'is', null)
    .orderBy('stored_at')
    .execute()
}

/** Those of these messages that are of the record, by their ids; in no order. */
export async function listCalled(
  db: Kysely<Database>,
  request: string,
  ids: readonly string[],
): Promise<MessageRow[]> {
  if (ids.length === 0) return []
  return await db
    .selectFrom('message')
    .select(messageColumns)
    .where('request', '=', request)
    .where(sql<boolean>`id = any(${ids}::uuid[])`)
    .execute()
}

/** By what a message of a record is called. */
export type NamedRow = Pick<MessageRow, 'id' | 'type' | 'direction'> & { readonly sequence: number }

/** By what the messages of a record are called that have a place in it, the last first. */
export async function listNamed(db: Kysely<Database>, request: string, limit: number): Promise<NamedRow[]> {
  const rows = await db
    .selectFrom('message')
    .select(['id', 'type', 'sequence', 'direction'])
    .where('request', '=', request)
    .where('sequence', 'is not', null)
    .orderBy('sequence', 'desc')
    .limit(limit)
    .execute()
  return rows.map(({ sequence, ...row }) => ({ ...row, sequence: sequence ?? 0 }))
}

/** Own pending messages of these requests whose receipt has come, in no order. */
export async function listReceipted(
  db: Kysely<Database>,
  requests: readonly string[],
): Promise<MessageRow[]> {
  if (requests.length === 0) return []
  const { rows } = await sql<MessageRow>`
    select ${wholeMessage} from message
    where request = any(${requests}::uuid[]) and sequence is null and status = 'pending'
      and receipt is not null`.execute(db)
  return rows
}

/** The messages with these digests, by digest. */
export async function findMessagesByDigest(
  db: Kysely<Database>,
  digests: readonly string[],
): Promise<Map<string, MessageRow>> {
  if (digests.length === 0) return new Map()
  const { rows } =
    await sql<MessageRow>`select ${wholeMessage} from message where digest = any(${digests}::text[])`.execute(
      db,
    )
  return new Map(rows.map((row) => [row.digest, row]))
}

/** Messages of these requests that have no place (pending and refused), by request, the oldest first. */
export async function listUnplacedOf(
  db: Kysely<Database>,
  requests: readonly string[],
): Promise<MessageRow[]> {
  if (requests.length === 0) return []
  const { rows } = await sql<MessageRow>`
    select ${wholeMessage} from message
    where request = any(${requests}::uuid[]) and sequence is null
    order by request, stored_at, id`.execute(db)
  return rows
}

/** The messages of these types that have a place in these records and were not erased, in no order. */
export async function listOfTypes(
  db: Kysely<Database>,
  requests: readonly string[],
  types: readonly string[],
): Promise<MessageRow[]> {
  if (requests.length === 0) return []
  const { rows } = await sql<MessageRow>`
    select ${wholeMessage} from message
    where request = any(${requests}::uuid[]) and type = any(${types}::text[]) and sequence is not null
      and jws <> ''`.execute(db)
  return rows
}

/** Which of these requests the other side has refused to open: all that this node has sent in them was refused. */
export async function listNotOpened(
  db: Kysely<Database>,
  requests: readonly string[],
): Promise<ReadonlySet<string>> {
  if (requests.length === 0) return new Set()
  const { rows } = await sql<{ request: string }>`
    select request from message where request = any(${requests}::uuid[])
    group by request having bool_and(status = 'refused' and direction = 'sent' and sequence is null)`.execute(
    db,
  )
  return new Set(rows.map(({ request }) => request))
}
