import type { Kysely } from 'kysely'
import { sealedBundlesAmong } from '../bundles/bundleOrders.ts'
import type { Database } from '../tables.ts'

/** Which of these sealed files, by their SHA-256 in hex, a deposit or a bundle refers to whose key is still there. */
export async function sealedFilesInUse(
  db: Kysely<Database>,
  files: readonly string[],
): Promise<ReadonlySet<string>> {
  if (files.length === 0) return new Set()
  const names = files.map((file) => Buffer.from(file, 'hex'))
  const rows = await db
    .selectFrom('exhibit_deposit')
    .select('sealed_sha256')
    .where('sealed_sha256', 'in', names)
    .where('file_key', 'is not', null)
    .execute()
  const ofDeposits = rows.map(({ sealed_sha256 }) => sealed_sha256)
  return new Set(
    [...ofDeposits, ...(await sealedBundlesAmong(db, names))].map((name) => name.toString('hex')),
  )
}

/** Which of these sealed files deposits refer to of which no key is there any more: they were destroyed, and are not only unknown. */
export async function sealedFilesDestroyed(
  db: Kysely<Database>,
  files: readonly string[],
): Promise<ReadonlySet<string>> {
  if (files.length === 0) return new Set()
  const names = files.map((file) => Buffer.from(file, 'hex'))
  const rows = await db
    .selectFrom('exhibit_deposit')
    .select('sealed_sha256')
    .where('sealed_sha256', 'in', names)
    .where('file_key', 'is', null)
    .execute()
  const inUse = await sealedFilesInUse(db, files)
  const named = rows.map(({ sealed_sha256 }) => sealed_sha256.toString('hex'))
  return new Set(named.filter((name) => !inUse.has(name)))
}
