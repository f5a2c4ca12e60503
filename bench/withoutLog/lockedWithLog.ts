import { sql } from 'kysely'
import { settlingWith } from '../../src/store/askings.ts'
import type { Trx } from '../../src/store/database.ts'
import type { NamedRequest, RequestAndSubject } from '../../src/store/lockedWithLog.ts'
import { lockRequests, requestTypes } from '../../src/store/requests.ts'
import { columnsOf } from '../../src/store/rows.ts'
import type { RequestRow } from '../../src/store/tables.ts'

/** The requests alone: where there is no log, it has nothing of them. */
export async function lockRequestsAndSubjects(
  trx: Trx,
  named: readonly NamedRequest[],
  settledFrom: string | null = null,
): Promise<Map<string, RequestAndSubject>> {
  const ids = named.map(({ id }) => id)
  const rows = settledFrom === null ? await lockRequests(trx, ids) : await lockSettled(trx, ids, settledFrom)
  return new Map(ids.map((id) => [id, { row: rows.get(id) ?? null, last: null }]))
}

/** By one statement, as with a log. */
async function lockSettled(trx: Trx, ids: readonly string[], peer: string): Promise<Map<string, RequestRow>> {
  const { rows } = await sql<RequestRow>`
    with settling as materialized (${settlingWith(peer)})
    select ${columnsOf(requestTypes)} from request
    where id = any(${ids}::uuid[]) and (select count(*) from settling) > 0 order by id for no key update`.execute(
    trx,
  )
  return new Map(rows.map((row) => [row.id, row]))
}
