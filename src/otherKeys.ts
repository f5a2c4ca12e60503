import { readTrustList } from './envelope/trustList.ts'
import type { Db } from './store/database.ts'
import type { Identity } from './store/identity/read.ts'
import { DatabaseError } from './store/ownDatabase.ts'
import { newestTrustList } from './store/trustLists.ts'

/**
 * Refuses a database whose newest own trust list announces none of these keys, for a folder that has had no database yet: it would go on
 * under other keys with the log of the old ones, and peers would take what it signs for somebody else's.
 *
 * @throws DatabaseError with DATABASE_OTHER
 */
export async function refuseOtherKeys(
  db: Db,
  dataFolder: string,
  state: string,
  { listSigner, next }: Pick<Identity, 'listSigner' | 'next'>,
): Promise<void> {
  const newest = await newestTrustList(db, state)
  const said = newest === null ? null : readTrustList(newest.jws)
  if (said?.ok !== true) return
  const own = [listSigner.certificate, ...(next.list === undefined ? [] : [next.list])]
  if (own.some((certificate) => said.list.listSigners.includes(certificate.toString('base64')))) return
  throw new DatabaseError(
    'DATABASE_OTHER',
    `The database is that of a node of ${state} with other keys than those in ${dataFolder}. Put the keys of that node there, from ` +
      'its folder or a backup of it; where they are lost for good, give the new node an empty database (see "Make a node" in ' +
      'docs/operations.md).',
  )
}
