import { lockRequests } from '../../src/store/requests.ts'
import type { Trx } from '../../src/store/database.ts'
import type { NamedRequest, RequestAndSubject } from '../../src/store/lockedWithLog.ts'

/** The requests alone: where there is no log, it has nothing of them. */
export async function lockRequestsAndSubjects(
  trx: Trx,
  named: readonly NamedRequest[],
): Promise<Map<string, RequestAndSubject>> {
  const ids = named.map(({ id }) => id)
  const rows = await lockRequests(trx, ids)
  return new Map(ids.map((id) => [id, { row: rows.get(id) ?? null, last: null }]))
}
