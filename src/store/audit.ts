import { type Kysely, type Transaction, sql } from 'kysely'
import { isStillFenced } from './leases.ts'
import { type Parts, columnsOf, rowsOf, together } from './rows.ts'
import type { Database } from './tables.ts'
import type { AuditSubjectRow, AuditTileRow } from './trailTables.ts'

/** Bytes of the hash of an entry. */
const leafBytes = 32

/** Entries that one signed checkpoint takes in at most. */
export const sequencedMax = 4096

export interface NewEntry {
  /** When it happened, as the entry says. */
  readonly at: Date
  /** SHA-256 of 0x00 and the bytes of the entry; the database refuses another. */
  readonly leaf: Buffer
  /** Canonical JSON, at most 65,535 bytes. */
  readonly entry: string
}

/** What opens a commitment in an entry; deleting it is erasure. */
export interface NewSecret {
  /** The entry it belongs to. */
  readonly leaf: Buffer
  readonly field: string
  readonly salt: Buffer
  /** Canonical JSON of what was committed to. */
  readonly value: string
}

export interface NewAudit {
  readonly entries: readonly NewEntry[]
  readonly secrets: readonly NewSecret[]
  /** Subjects whose first entries these are, as they are after them: a unique violation where another transaction was quicker. */
  readonly opened: readonly AuditSubjectRow[]
  /** Locked subjects as they are after these entries. */
  readonly subjects: readonly AuditSubjectRow[]
}

const entryTypes = { at: 'timestamptz', leaf: 'bytea', entry: 'text' } as const
const secretTypes = { leaf: 'bytea', field: 'text', salt: 'bytea', value: 'text' } as const
const subjectTypes = { subject: 'text', entries: 'bigint', last_leaf: 'bytea' } as const

/**
 * The last entry of each subject, locked until the end of the transaction, by subject; a subject without entries is
 * not in the map. Take the lock of the request first: it also orders the first entries of its subject.
 */
export async function lockSubjects(
  trx: Transaction<Database>,
  subjects: readonly string[],
): Promise<Map<string, AuditSubjectRow>> {
  if (subjects.length === 0) return new Map()
  const { rows } = await sql<AuditSubjectRow>`
    select subject, entries, last_leaf from audit_subject
    where subject = any(${[...new Set(subjects)]}::text[]) order by subject for no key update`.execute(trx)
  return new Map(rows.map((row) => [row.subject, row]))
}

/**
 * Appends entries, in the transaction of what they tell; they wait for the sequencer in the order given. An entry with
 * neither salt nor number may say the very same as another of the same millisecond (the same line of a stranger,
 * twice): it is one entry then.
 */
export async function append(trx: Transaction<Database>, audit: NewAudit): Promise<void> {
  if (audit.entries.length > 0) await together(appending(audit)).execute(trx)
}

export function appending({ entries, secrets, opened, subjects }: NewAudit): Parts {
  const entry = sql`
    insert into audit_entry (${columnsOf(entryTypes)}) select * from ${rowsOf('given', entries, entryTypes)}
    on conflict (leaf) do nothing
    returning id, leaf`
  const secret = sql`
    insert into audit_secret (entry, field, salt, value)
    select entry.id, given.field, given.salt, given.value
    from ${rowsOf('given', secrets, secretTypes)} join entry on entry.leaf = given.leaf`
  // In one order, whatever the order of the messages: two that open the same requests at once wait for each other one way.
  const inOrder = opened.toSorted((one, other) => (one.subject < other.subject ? -1 : 1))
  const first = sql`
    insert into audit_subject (${columnsOf(subjectTypes)}) select * from ${rowsOf('given', inOrder, subjectTypes)}`
  const subject = sql`
    update audit_subject set entries = given.entries, last_leaf = given.last_leaf
    from ${rowsOf('given', subjects, subjectTypes)} where audit_subject.subject = given.subject`
  return {
    entry,
    ...(secrets.length > 0 ? { secret } : {}),
    ...(opened.length > 0 ? { first } : {}),
    ...(subjects.length > 0 ? { subject } : {}),
  }
}

export interface AuditHead {
  readonly size: number
  readonly root: Buffer
  /** The signed note; empty before the first. */
  readonly checkpoint: string
  readonly signed_at: Date | null
  /** Which of the logs of this node it is the head of, counted from 1, and since when it has followed one of which something was lost (null: nothing was). */
  readonly log: number
  readonly log_since: Date | null
  /** SHA-256 (hex) of the public key with which it is signed; null: of the key with which the identity was made. */
  readonly log_key: string | null
}

/** The newest head that was committed. */
export async function readHead(db: Kysely<Database>): Promise<AuditHead> {
  return await db
    .selectFrom('audit_head')
    .select(['size', 'root', 'checkpoint', 'signed_at', 'log', 'log_since', 'log_key'])
    .executeTakeFirstOrThrow()
}

/** Which log the node has, how long it is, and which peers have not told yet what they have. */
export interface Standing {
  readonly log: number
  readonly size: number
  readonly unheard: readonly string[]
}

/** What every batch looks at before it says anything. */
export async function readStanding(db: Kysely<Database>): Promise<Standing> {
  const { rows } = await sql<Standing>`
    select log, size, array(select state from peer where heard_at is null) as unheard from audit_head`.execute(
    db,
  )
  const [standing] = rows
  if (standing === undefined) throw new Error('the log has no head')
  return standing
}

/**
 * Lets another log follow the one whose head is stored: from now on that is the log that is signed. The entries stay,
 * so it begins with all that is left of the one before. Waits for a sequencer that is at work.
 *
 * @param beyond - number of the newest log that is known elsewhere than in this database
 * @param leap - by how much the number of the new log is higher than all that are known, 1 at least
 * @param key - SHA-256 (hex) of the public key with which it will be signed
 */
export async function followLog(
  trx: Transaction<Database>,
  { beyond, leap }: { readonly beyond: number; readonly leap: number },
  at: Date,
  key: string,
): Promise<AuditHead> {
  await sql`select pg_advisory_xact_lock(hashtextextended('rogatory sequencer', 0))`.execute(trx)
  const before = await readHead(trx)
  const log = Math.max(before.log, beyond) + leap
  await trx.updateTable('audit_head').set({ log, log_since: at, log_key: key }).execute()
  return before
}

/** The same after a log that was closed in order, of which nothing was lost. The lock of the sequencer must be held. */
export async function succeedLog(trx: Transaction<Database>, log: number, key: string): Promise<AuditHead> {
  await trx.updateTable('audit_head').set({ log, log_key: key }).execute()
  return await readHead(trx)
}

const lockingSequencer = sql`pg_try_advisory_xact_lock(hashtextextended('rogatory sequencer', 0))`

/** Makes this transaction the only sequencer until it ends; false when there is another, or has been since that number was given. */
export async function lockSequencer(
  trx: Transaction<Database>,
  fence: number | null = null,
): Promise<boolean> {
  const { rows } = await sql<{ locked: boolean }>`
    select ${isStillFenced('sequence', fence)} and ${lockingSequencer} as locked`.execute(trx)
  return rows[0]?.locked === true
}

export interface PendingEntry {
  readonly id: number
  readonly leaf: Buffer
}

/** Committed entries that have no place in the tree yet, the oldest first, at most `sequencedMax`. */
export async function readPending(
  trx: Transaction<Database>,
  limit: number = sequencedMax,
): Promise<PendingEntry[]> {
  const { rows } = await sql<PendingEntry>`
    select e.id, e.leaf
    from (select entry from audit_pending order by entry limit ${sql.lit(Math.min(limit, sequencedMax))}) as p
    join audit_entry e on e.id = p.entry
    order by e.id`.execute(trx)
  return rows
}

/** What a round of the sequencer begins with. */
export interface Waiting {
  readonly head: AuditHead
  /** As by `readPending`. */
  readonly pending: readonly PendingEntry[]
}

interface WaitingRow extends AuditHead {
  readonly ids: readonly number[] | null
  /** 32 bytes for each. */
  readonly leaves: Buffer | null
}

/** The newest head and what waits for a place behind it, as they are at one moment. */
export async function readWaiting(db: Kysely<Database>): Promise<Waiting> {
  const { rows } = await sql<WaitingRow>`
    select size, root, checkpoint, signed_at, log, log_since, log_key, ids, leaves
    from audit_head cross join (
      select json_agg(e.id order by e.id) as ids, string_agg(e.leaf, ''::bytea order by e.id) as leaves
      from (select entry from audit_pending order by entry limit ${sql.lit(sequencedMax)}) as p
      join audit_entry e on e.id = p.entry
    ) as waiting`.execute(db)
  const [row] = rows
  if (row === undefined) throw new Error('the log has no head')
  const { ids, leaves, ...head } = row
  const leafAt = (at: number): Buffer =>
    (leaves ?? Buffer.alloc(0)).subarray(at * leafBytes, (at + 1) * leafBytes)
  return { head, pending: (ids ?? []).map((id, at) => ({ id, leaf: leafAt(at) })) }
}

/** The entry with this leaf, which has no place in the tree yet. */
export async function pendingWith(trx: Transaction<Database>, leaf: Buffer): Promise<PendingEntry> {
  return await trx
    .selectFrom('audit_pending')
    .innerJoin('audit_entry', 'audit_entry.id', 'audit_pending.entry')
    .select(['audit_entry.id', 'audit_entry.leaf'])
    .where('audit_entry.leaf', '=', leaf)
    .executeTakeFirstOrThrow()
}

/** The last committed entry that has no place in the tree yet, or null where there is none. */
export async function lastPending(db: Kysely<Database>): Promise<number | null> {
  const row = await db
    .selectFrom('audit_pending')
    .select('entry')
    .orderBy('entry', 'desc')
    .limit(sql.lit(1))
    .executeTakeFirst()
  return row?.entry ?? null
}

/** Whether an entry up to this one still has no place in the tree. */
export async function isPendingUpTo(db: Kysely<Database>, entry: number): Promise<boolean> {
  const row = await db
    .selectFrom('audit_pending')
    .select('entry')
    .where('entry', '<=', entry)
    .limit(sql.lit(1))
    .executeTakeFirst()
  return row !== undefined
}

export interface NextHead {
  /** The head it grows from: the write is refused when the stored head is another. */
  readonly from: Pick<AuditHead, 'size' | 'root' | 'log'>
  readonly to: Pick<AuditHead, 'size' | 'root' | 'checkpoint'> & { readonly signed_at: Date }
  /** Ids of the entries that get the places from `from.size` on, in this order. */
  readonly entries: readonly number[]
  /** Tiles that are new or have grown. */
  readonly tiles: readonly AuditTileRow[]
  /** Number of the lease of the sequencer by which it is written; null: by none. */
  readonly fence?: number | null
}

const tileTypes = { level: 'integer', index: 'bigint', bytes: 'bytea' } as const

/**
 * Moves the head by compare-and-swap, gives the entries their places and stores the tiles, all or nothing, in one statement.
 * False when the stored head is not `from` (someone else has signed since), another transaction has the lock of the
 * sequencer, or another process its lease: nothing of this may be published.
 */
export async function writeHead(db: Kysely<Database>, next: NextHead): Promise<boolean> {
  const { from, to, entries, tiles, fence = null } = next
  const { rows } = await sql<{ moved: number }>`
    with head as (
      update audit_head set size = ${to.size}::bigint, root = ${to.root}::bytea, checkpoint = ${to.checkpoint}::text,
        signed_at = ${to.signed_at}::timestamptz
      where ${lockingSequencer} and ${isStillFenced('sequence', fence)}
        and size = ${from.size}::bigint and root = ${from.root}::bytea and log = ${from.log}::integer
        and size + cardinality(${entries}::bigint[]) = ${to.size}::bigint
      returning 1
    ), leaf as (
      insert into audit_leaf (index, entry)
      select ${from.size}::bigint + nth - 1, given.entry
      from head, unnest(${entries}::bigint[]) with ordinality as given (entry, nth)
    ), taken as (
      delete from audit_pending using head where entry = any(${entries}::bigint[])
    ), tile as (
      insert into audit_tile (${columnsOf(tileTypes)})
      select given.* from head, ${rowsOf('given', tiles, tileTypes)}
      on conflict (level, index) do update set bytes = excluded.bytes
    )
    select count(*) as moved from head`.execute(db)
  return rows[0]?.moved === 1
}
