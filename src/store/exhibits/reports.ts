import { type Kysely, type Transaction, sql } from 'kysely'
import { columnsOf, rowsOf } from '../rows.ts'
import type { Database } from '../tables.ts'
import type { ExhibitReportRow } from './exhibitTables.ts'

/** A report before the peer was told of it, or as it came from there. */
export type NewReport = Omit<ExhibitReportRow, 'attempts' | 'settled_at' | 'refusal'>

/** Keeps reports; returns the digests of those that were not here yet. */
export async function insertReports(
  trx: Transaction<Database>,
  reports: readonly NewReport[],
): Promise<ReadonlySet<string>> {
  if (reports.length === 0) return new Set()
  const { rows } = await sql<{ digest: string }>`
    insert into exhibit_report (${columnsOf(reportTypes)}) select * from ${rowsOf('given', reports, reportTypes)}
    on conflict (digest) do nothing
    returning digest`.execute(trx)
  return new Set(rows.map(({ digest }) => digest))
}

const reportTypes = {
  digest: 'text',
  deposit: 'uuid',
  peer_state: 'text',
  own: 'boolean',
  report: 'text',
  event: 'text',
  outcome: 'text',
  code: 'text',
  in_reply_to: 'text',
  found_at: 'timestamptz',
  kept_at: 'timestamptz',
  due_at: 'timestamptz',
} as const satisfies Record<keyof NewReport, string>

/** The reports on a deposit, of both nodes, in the order in which they were kept. */
export async function reportsOf(db: Kysely<Database>, deposit: string): Promise<ExhibitReportRow[]> {
  return await db
    .selectFrom('exhibit_report')
    .selectAll()
    .where('deposit', '=', deposit)
    .orderBy('kept_at')
    .orderBy('digest')
    .execute()
}

/** A report without what is in it. */
export type ReportName = Pick<ExhibitReportRow, 'deposit' | 'digest' | 'own' | 'peer_state'>

/** The reports on these deposits, of both nodes, without what is in them. */
export async function namesOfReports(
  db: Kysely<Database>,
  deposits: readonly string[],
): Promise<ReportName[]> {
  if (deposits.length === 0) return []
  return await db
    .selectFrom('exhibit_report')
    .select(['deposit', 'digest', 'own', 'peer_state'])
    .where(sql<boolean>`deposit = any(${[...new Set(deposits)]}::uuid[])`)
    .execute()
}

/** Reports by their digests, as their nodes have signed them. */
export async function reportsByDigest(
  db: Kysely<Database>,
  digests: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ digest: string; report: string }>`
    select digest, report from exhibit_report where digest = any(${[...new Set(digests)]}::text[])`.execute(
    db,
  )
  return new Map(rows.map(({ digest, report }) => [digest, report]))
}

/**
 * The last report of each peer on each of these deposits, by when it was found so: questions that come side by side are kept in any order.
 * That a file waits counts for nothing where its peer has found it whole, and not damaged since, whatever the clock there said: it came
 * some other way meanwhile.
 *
 * @param peer - reports of this State alone
 */
export async function lastReportsOfPeers(
  db: Kysely<Database>,
  deposits: readonly string[],
  peer?: string,
): Promise<ReadonlyMap<string, readonly ExhibitReportRow[]>> {
  if (deposits.length === 0) return new Map()
  const rows = await db
    .selectFrom('exhibit_report')
    .selectAll()
    .distinctOn(['deposit', 'peer_state'])
    .where('deposit', 'in', [...deposits])
    .where('own', '=', false)
    .$if(peer !== undefined, (some) => some.where('peer_state', '=', peer ?? ''))
    .orderBy('deposit')
    .orderBy('peer_state')
    .orderBy(isPast)
    .orderBy('found_at', 'desc')
    .orderBy('kept_at', 'desc')
    .orderBy('digest')
    .execute()
  const reports = new Map<string, ExhibitReportRow[]>()
  for (const row of rows) reports.set(row.deposit, [...(reports.get(row.deposit) ?? []), row])
  return reports
}

/** Whether a report tells of fetching a file that its node has whole. */
const isPast = sql<boolean>`exhibit_report.event = 'fetchStatus' and coalesce((
    select found.outcome = 'whole' from exhibit_report found
    where found.deposit = exhibit_report.deposit and found.peer_state = exhibit_report.peer_state
      and not found.own and found.event <> 'fetchStatus'
    order by found.found_at desc, found.kept_at desc
    limit 1
  ), false)`

/** What this node has told a peer of a deposit last, in the order of keeping, and how often that the file waits; null: nothing. */
export async function lastOwnReport(
  db: Kysely<Database>,
  deposit: string,
  peer: string,
): Promise<
  | (Pick<ExhibitReportRow, 'event' | 'outcome' | 'code' | 'refusal'> & { readonly waitingCount: number })
  | null
> {
  const row = await db
    .selectFrom('exhibit_report')
    .select(['event', 'outcome', 'code', 'refusal'])
    .select(sql<number>`(count(*) filter (where outcome = 'waiting') over ())::integer`.as('waitingCount'))
    .where('deposit', '=', deposit)
    .where('peer_state', '=', peer)
    .where('own', '=', true)
    .orderBy('kept_at', 'desc')
    .limit(sql.lit(1))
    .executeTakeFirst()
  return row ?? null
}

/** Peers to whom something is to be told now. */
export async function peersToTell(db: Kysely<Database>, machineNow: Date): Promise<string[]> {
  const rows = await db
    .selectFrom('exhibit_report')
    .select('peer_state')
    .distinct()
    .where('due_at', '<=', machineNow)
    .orderBy('peer_state')
    .execute()
  return rows.map((row) => row.peer_state)
}

/** What a peer is to be told now, the oldest first. */
export async function listDueReports(
  db: Kysely<Database>,
  peer: string,
  machineNow: Date,
  limit: number,
): Promise<ExhibitReportRow[]> {
  return await db
    .selectFrom('exhibit_report')
    .selectAll()
    .where('due_at', '<=', machineNow)
    .where('peer_state', '=', peer)
    .orderBy('kept_at')
    .orderBy('digest')
    .limit(sql.lit(limit))
    .execute()
}

/** Says that the peer has answered to reports; returns the digests of those of which that was not said already. */
export async function settleReports(
  trx: Transaction<Database>,
  answered: readonly { readonly digest: string; readonly refusal: string | null }[],
  at: Date,
): Promise<ReadonlySet<string>> {
  if (answered.length === 0) return new Set()
  const { rows } = await sql<{ digest: string }>`
    update exhibit_report set due_at = null, settled_at = ${at}::timestamptz, refusal = given.refusal
    from ${rowsOf('given', answered, { digest: 'text', refusal: 'text' })}
    where exhibit_report.digest = given.digest and exhibit_report.settled_at is null
    returning exhibit_report.digest`.execute(trx)
  return new Set(rows.map(({ digest }) => digest))
}

/** Says when the peer is told next. */
export async function postponeReports(
  db: Kysely<Database>,
  digests: readonly string[],
  dueAt: Date,
): Promise<void> {
  if (digests.length === 0) return
  await db
    .updateTable('exhibit_report')
    .set((given) => ({ due_at: dueAt, attempts: given('attempts', '+', 1) }))
    .where('digest', 'in', [...digests])
    .where('settled_at', 'is', null)
    .execute()
}

/** Says when a peer is told next of all that it would be told now. */
export async function postponeReportsTo(
  db: Kysely<Database>,
  peer: string,
  machineNow: Date,
  dueAt: Date,
): Promise<void> {
  await db
    .updateTable('exhibit_report')
    .set((given) => ({ due_at: dueAt, attempts: given('attempts', '+', 1) }))
    .where('peer_state', '=', peer)
    .where('due_at', '<=', machineNow)
    .where('settled_at', 'is', null)
    .execute()
}

/**
 * Deposits of which peers have told that they are damaged there, to which this node has not answered how they are here, each
 * once, the longest unanswered first; not of files that are on their way still, or gone.
 */
export async function listDoubted(
  db: Kysely<Database>,
  but: readonly string[],
  limit: number,
): Promise<string[]> {
  const rows = await unanswered(db)
    .innerJoin('exhibit_deposit', 'exhibit_deposit.id', 'doubt.deposit')
    .select('doubt.deposit')
    .where('exhibit_deposit.status', 'in', ['whole', 'damaged'])
    .where(sql<boolean>`doubt.deposit <> all(${[...but]}::uuid[])`)
    .groupBy('doubt.deposit')
    .orderBy((given) => given.fn.min('doubt.kept_at'))
    .limit(sql.lit(limit))
    .execute()
  return rows.map(({ deposit }) => deposit)
}

/** So many of those reports on one deposit, the oldest first. */
export async function listDoubts(
  db: Kysely<Database>,
  deposit: string,
  limit: number,
): Promise<Pick<ExhibitReportRow, 'digest' | 'peer_state'>[]> {
  return await unanswered(db)
    .select(['doubt.digest', 'doubt.peer_state'])
    .where('doubt.deposit', '=', deposit)
    .orderBy('doubt.kept_at')
    .limit(sql.lit(limit))
    .execute()
}

function unanswered(db: Kysely<Database>) {
  return db
    .selectFrom('exhibit_report as doubt')
    .where('doubt.own', '=', false)
    .where('doubt.outcome', '=', 'damaged')
    .where('doubt.in_reply_to', 'is', null)
    .where((where) =>
      where.not(
        where.exists(
          where
            .selectFrom('exhibit_report as answer')
            .select('answer.digest')
            .whereRef('answer.in_reply_to', '=', 'doubt.digest'),
        ),
      ),
    )
}
