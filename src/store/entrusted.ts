import { type Kysely, type RawBuilder, type Transaction, sql } from 'kysely'
import { columnsOf, rowsOf } from './rows.ts'
import type { Database, EntrustedRow } from './tables.ts'

const entrustedTypes = {
  message: 'text',
  request: 'uuid',
  kind: 'text',
  name: 'text',
  digest: 'text',
} as const satisfies Record<keyof EntrustedRow, string>

/** Notes what a message of another State has given; a message that is there already is a unique violation. */
export async function insertEntrusted(
  trx: Transaction<Database>,
  rows: readonly EntrustedRow[],
): Promise<void> {
  if (rows.length > 0) await insertingEntrusted(rows).execute(trx)
}

export function insertingEntrusted(rows: readonly EntrustedRow[]): RawBuilder<unknown> {
  return sql`
    insert into entrusted (${columnsOf(entrustedTypes)}) select * from ${rowsOf('given', rows, entrustedTypes)}`
}

/** By which messages, in which records, these things were given: files by their SHA-256, messages by their digest. */
export async function findEntrusted(
  db: Kysely<Database>,
  digests: readonly string[],
): Promise<EntrustedRow[]> {
  if (digests.length === 0) return []
  const { rows } =
    await sql<EntrustedRow>`select * from entrusted where digest = any(${digests}::text[])`.execute(db)
  return rows
}

/** The messages of other records that were shown in these records, in the order in which they were. */
export async function listShown(
  db: Kysely<Database>,
  requests: readonly string[],
): Promise<(Pick<EntrustedRow, 'request' | 'name' | 'digest'> & { sequence: number; jws: string })[]> {
  if (requests.length === 0) return []
  const { rows } = await sql<
    Pick<EntrustedRow, 'request' | 'name' | 'digest'> & { sequence: number; jws: string }
  >`
    select e.request, e.name, e.digest, m.sequence, m.jws
    from entrusted e join message m on m.digest = e.message
    where e.request = any(${requests}::uuid[]) and e.kind = 'message' and m.sequence is not null
      and m.jws <> ''
    order by e.request, m.sequence, e.name`.execute(db)
  return rows
}
