import { type Kysely, type RawBuilder, type Transaction, sql } from 'kysely'
import type { Database } from './tables.ts'
import type { CosignatureRow, LogConflictRow, WitnessedLogRow } from './trailTables.ts'

/** Proofs against one log that are kept at most: after so many nothing is added by another. */
export const conflictsKeptMax = 100

/** What was cosigned last of the logs of that name, whichever States have one. */
export async function findWitnessedLogs(db: Kysely<Database>, origin: string): Promise<WitnessedLogRow[]> {
  return await db
    .selectFrom('witnessed_log')
    .selectAll()
    .where('origin', '=', origin)
    .orderBy('size', 'desc')
    .orderBy('state')
    .execute()
}

/**
 * What was cosigned last of the logs of a name, by the SHA-256 (hex) of that (C2SP tlog-witness, monitor retrieval): the last first, one
 * for each State that has such a log.
 */
export async function findWitnessedLogsByDigest(
  db: Kysely<Database>,
  digest: string,
): Promise<WitnessedLogRow[]> {
  return await db
    .selectFrom('witnessed_log')
    .selectAll()
    .where(sql<string>`encode(sha256(convert_to(origin, 'UTF8')), 'hex')`, '=', digest)
    .orderBy('cosigned_at', 'desc')
    .orderBy('state')
    .execute()
}

/** Makes this transaction the only one that cosigns for this log until it ends. */
export async function lockWitnessedLog(trx: Transaction<Database>, origin: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`rogatory witness ${origin}`}::text, 0))`.execute(
    trx,
  )
}

/** Keeps what is cosigned now; a smaller tree than the one before breaks the transaction. */
export async function putWitnessedLog(trx: Transaction<Database>, row: WitnessedLogRow): Promise<void> {
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('witnessed_log')
    .values(row)
    .onConflict((conflict) =>
      conflict.columns(['origin', 'state']).doUpdateSet(row).where('witnessed_log.size', '<=', row.size),
    )
    .executeTakeFirst()
  if (numInsertedOrUpdatedRows !== 1n) throw new Error(`a larger tree of ${row.origin} was cosigned before`)
}

/** Keeps a proof against a log. False where it is kept already, or where there are enough. */
export async function addLogConflict(trx: Transaction<Database>, row: LogConflictRow): Promise<boolean> {
  const { rows } = await sql<{ digest: string }>`
    insert into log_conflict (origin, digest, state, kept, refused, found_at)
    select ${row.origin}, ${row.digest}, ${row.state}, ${row.kept}, ${row.refused}, ${row.found_at}::timestamptz
    where (select count(*) from log_conflict where origin = ${row.origin} and state = ${row.state}) < ${conflictsKeptMax}
    on conflict do nothing returning digest`.execute(trx)
  return rows.length === 1
}

/** The proofs against the logs of a State. */
export async function listLogConflicts(db: Kysely<Database>, state: string): Promise<LogConflictRow[]> {
  return await db
    .selectFrom('log_conflict')
    .selectAll()
    .where('state', '=', state)
    .orderBy('found_at')
    .execute()
}

/** What was cosigned last of each log, in the order of their names. */
export async function listWitnessedLogs(db: Kysely<Database>): Promise<WitnessedLogRow[]> {
  return await db.selectFrom('witnessed_log').selectAll().orderBy('origin').orderBy('state').execute()
}

/** The proofs against any log, the oldest first. */
export async function listAllConflicts(db: Kysely<Database>): Promise<LogConflictRow[]> {
  return await db.selectFrom('log_conflict').selectAll().orderBy('found_at').orderBy('digest').execute()
}

/** The largest size of the own log that each of these witnesses has cosigned, by its verifier key; of the others there is none. */
export async function cosignedSizes(
  db: Kysely<Database>,
  log: number,
  witnesses: readonly string[],
): Promise<Map<string, number>> {
  const { rows } = await sql<{ witness: string; size: number }>`
    select key as witness, last.size from unnest(${witnesses}::text[]) as key
    cross join lateral (
      select size from cosignature where log = ${log} and witness = key order by size desc limit 1
    ) as last`.execute(db)
  return new Map(rows.map(({ witness, size }) => [witness, size]))
}

type LastCosignature = Pick<CosignatureRow, 'witness' | 'size' | 'cosigned_at'>

/** The last cosignature of each of these witnesses on the own log of that number. */
export async function lastCosignatures(
  db: Kysely<Database>,
  log: number,
  witnesses: readonly string[],
): Promise<LastCosignature[]> {
  return (await lookingForLast(log, witnesses).execute(db)).rows
}

/** Two looks into an index for each witness, however often it has cosigned. */
export function lookingForLast(log: number, witnesses: readonly string[]): RawBuilder<LastCosignature> {
  return sql<LastCosignature>`
    select key as witness, newest.size, last.cosigned_at from unnest(${witnesses}::text[]) as key
    cross join lateral (
      select size from cosignature where log = ${log} and witness = key order by size desc limit 1
    ) as newest
    cross join lateral (
      select cosigned_at from cosignature where log = ${log} and size = newest.size and witness = key
      order by cosigned_at desc limit 1
    ) as last`
}

/** Keeps a cosignature of the own log, and the checkpoint that it is of. */
export async function putCosignature(
  trx: Transaction<Database>,
  cosignature: CosignatureRow,
  note: string,
): Promise<void> {
  const { log, size } = cosignature
  await trx
    .insertInto('cosigned_checkpoint')
    .values({ log, size, note })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  await trx
    .insertInto('cosignature')
    .values(cosignature)
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** A head of the own log with the cosignatures that it has so far. */
export interface CosignedCheckpoint {
  readonly size: number
  /** The note with the newest cosignature of each witness beside the signature of the log. */
  readonly note: string
  /** The same with the first of each: another note where one has cosigned the head again. */
  readonly firstNote: string
  readonly witnesses: readonly string[]
}

/** Keeps the last head of a log that is closed, which witnesses are still to cosign. */
export async function keepClosingHead(
  trx: Transaction<Database>,
  head: { readonly log: number; readonly size: number; readonly note: string; readonly closed_at: Date },
): Promise<void> {
  await trx.insertInto('cosigned_checkpoint').values(head).execute()
}

/** The last head of the log of that number, as it was signed; null where it was not closed in order. Nothing of a closed log is longer. */
export async function closingHead(
  db: Kysely<Database>,
  log: number,
): Promise<{ readonly log: number; readonly size: number; readonly checkpoint: string } | null> {
  const row = await db
    .selectFrom('cosigned_checkpoint')
    .select(['log', 'size', 'note as checkpoint', 'closed_at'])
    .where('log', '=', log)
    .orderBy('size', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (row === undefined || row.closed_at === null) return null
  const { size, checkpoint } = row
  return { log, size, checkpoint }
}

/** The number of the newest log of this node before that one of which a head was cosigned or a last head kept; null where there is none. */
export async function cosignedLogBefore(db: Kysely<Database>, log: number): Promise<number | null> {
  const { newest } = await db
    .selectFrom('cosigned_checkpoint')
    .select(({ fn }) => fn.max('log').as('newest'))
    .where('log', '<', log)
    .executeTakeFirstOrThrow()
  // Over no rows it is null, which the type does not say.
  return newest
}

/** The cosigned heads of a log from the newest back, with the last one where it was closed, with sizes below `before`, at most `limit`. */
export async function cosignedCheckpoints(
  db: Kysely<Database>,
  log: number,
  { before, limit }: { readonly before: number; readonly limit: number },
): Promise<CosignedCheckpoint[]> {
  const { rows } = await sql<CosignedCheckpoint>`
    select c.size,
      c.note || coalesce(string_agg(s.line, '' order by s.cosigned_at, s.witness) filter (where s.is_newest), '') as note,
      c.note || coalesce(string_agg(s.line, '' order by s.cosigned_at, s.witness) filter (where s.is_first), '')
        as "firstNote",
      coalesce(array_agg(s.witness order by s.cosigned_at, s.witness) filter (where s.is_first), '{}') as witnesses
    from (select log, size, note from cosigned_checkpoint where log = ${log} and size < ${before}
      order by size desc limit ${limit}) as c
    left join lateral (
      select witness, cosigned_at, line,
        row_number() over (partition by witness order by cosigned_at) = 1 as is_first,
        row_number() over (partition by witness order by cosigned_at desc) = 1 as is_newest
      from cosignature where log = c.log and size = c.size
    ) as s on true
    group by c.size, c.note order by c.size desc`.execute(db)
  return rows
}

/** When the first entry of the own log that is not in a tree of this size was logged; null where there is none. */
export async function loggedSince(db: Kysely<Database>, size: number): Promise<Date | null> {
  const row = await db
    .selectFrom('audit_leaf')
    .innerJoin('audit_entry', 'audit_entry.id', 'audit_leaf.entry')
    .select('audit_entry.at')
    .where('audit_leaf.index', '=', size)
    .executeTakeFirst()
  return row?.at ?? null
}
