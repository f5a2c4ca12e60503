import { type Kysely, type Transaction, sql } from 'kysely'
import type { Database } from './tables.ts'
import type { ContraryReceiptRow } from './trailTables.ts'

/** Kept of those for one message: two are proof enough, and a peer may sign as many as it likes. */
const keptMax = 10

/** Keeps a receipt that excludes the one which has settled its message. False where it is kept already, or where there are enough. */
export async function addContraryReceipt(
  trx: Transaction<Database>,
  { message, digest, receipt, found_at }: ContraryReceiptRow,
): Promise<boolean> {
  const { rows } = await sql`
    insert into contrary_receipt (message, digest, receipt, found_at)
    select ${message}, ${digest}, ${receipt}, ${found_at}::timestamptz
    where (select count(*) from contrary_receipt where message = ${message}) < ${sql.lit(keptMax)}
    on conflict do nothing returning digest`.execute(trx)
  return rows.length === 1
}

/** Those with these digests, each once. */
export async function contraryReceiptsByDigest(
  db: Kysely<Database>,
  digests: readonly string[],
): Promise<Map<string, string>> {
  const { rows } = await sql<{ digest: string; receipt: string }>`
    select digest, receipt from contrary_receipt where digest = any(${digests}::text[])`.execute(db)
  return new Map(rows.map(({ digest, receipt }) => [digest, receipt]))
}
