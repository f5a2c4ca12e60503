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
  const ofDeposits = await namedByDeposits(db, names, 'is not')
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
  const inUse = await sealedFilesInUse(db, files)
  const destroyed = (await namedByDeposits(db, names, 'is')).map((name) => name.toString('hex'))
  return new Set(destroyed.filter((name) => !inUse.has(name)))
}

/** @param key - whether the key of the deposit `is` null, or `is not` */
async function namedByDeposits(
  db: Kysely<Database>,
  names: readonly Buffer[],
  key: 'is' | 'is not',
): Promise<readonly Buffer[]> {
  const rows = await db
    .selectFrom('exhibit_deposit')
    .select('sealed_sha256')
    .where('sealed_sha256', 'in', names)
    .where('file_key', key, null)
    .execute()
  return rows.map(({ sealed_sha256 }) => sealed_sha256)
}
