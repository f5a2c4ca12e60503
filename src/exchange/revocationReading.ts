import type { TrustList } from '../message/generated/types.ts'
import type { Db } from '../store/database.ts'
import { newestRevocationLists, revocationListsByDigest } from '../store/revocationLists.ts'
import { certificateAuthoritiesIn, certificateAuthorityIn } from '../trust/list.ts'
import { type RevocationList, readRevocationListOnce } from '../trust/revocationList.ts'

/**
 * The newest list of each authority that one of these trust lists names. Those of `before` that are still the newest
 * are not read again.
 */
export async function readRevocationLists(
  db: Db,
  trustLists: readonly TrustList[],
  before: ReadonlyMap<string, RevocationList> = new Map(),
): Promise<ReadonlyMap<string, RevocationList>> {
  const newest = await newestRevocationLists(db, trustLists.flatMap(certificateAuthoritiesIn))
  const isRead = ({ authority, digest }: { authority: string; digest: string }): boolean =>
    before.get(authority)?.digest === digest
  const rows = await revocationListsByDigest(
    db,
    newest.filter((one) => !isRead(one)).map(({ digest }) => digest),
  )
  const lists = new Map<string, RevocationList>()
  for (const one of newest) {
    const kept = isRead(one) ? before.get(one.authority) : undefined
    if (kept !== undefined) lists.set(one.authority, kept)
  }
  for (const { authority, der } of rows) {
    const issuer = certificateAuthorityIn(trustLists, authority)
    // It was verified when it came.
    const read = issuer === null ? null : readRevocationListOnce(der, issuer)
    if (read?.ok === true) lists.set(authority, read.revocationList)
  }
  return lists
}
