import { type Transaction, sql } from 'kysely'
import { settlingWith } from './askings.ts'
import { requestTypes } from './requests.ts'
import { columnsOf } from './rows.ts'
import type { Database, RequestRow } from './tables.ts'
import type { AuditSubjectRow } from './trailTables.ts'

/** A request, and the name that its log has for it. */
export interface NamedRequest {
  readonly id: string
  readonly subject: string
}

/** What is there of a request; null: nothing. */
export interface RequestAndSubject {
  readonly row: RequestRow | null
  readonly last: AuditSubjectRow | null
}

/**
 * Locks the requests, then their subjects (`lockRequests`, `lockSubjects`), by one statement; by the ids of the requests, each of which is in
 * the map. Subjects wait for the count, so that no subject is ever locked before its request. What another transaction opens meanwhile is
 * not seen, and meets a unique violation.
 *
 * @param settledFrom - the peer by whose answers is settled then; the lock of who does that comes before all others
 */
export async function lockRequestsAndSubjects(
  trx: Transaction<Database>,
  named: readonly NamedRequest[],
  settledFrom: string | null = null,
): Promise<Map<string, RequestAndSubject>> {
  const ids = named.map(({ id }) => id)
  const subjects = named.map(({ subject }) => subject)
  const settling =
    settledFrom === null
      ? { first: sql``, then: sql`` }
      : {
          first: sql`settling as materialized (${settlingWith(settledFrom)}),`,
          then: sql`and (select count(*) from settling) > 0`,
        }
  const { rows } = await sql<RequestRow & LastOfSubject>`
    with ${settling.first} request as materialized (
      select ${columnsOf(requestTypes)} from request where id = any(${ids}::uuid[]) ${settling.then} order by id for no key update
    ), subject as materialized (
      select subject, entries, last_leaf from audit_subject
      where subject = any(${subjects}::text[]) and (select count(*) from request) >= 0 order by subject for no key update
    )
    select request.*, named.id as named, subject.subject, subject.entries, subject.last_leaf
    from unnest(${ids}::uuid[], ${subjects}::text[]) as named (id, subject)
    left join request on request.id = named.id left join subject on subject.subject = named.subject`.execute(
    trx,
  )
  return new Map(
    rows.map(({ named: id, subject, entries, last_leaf, ...row }) => [
      id,
      // The outer join has nulls for a row that is not there, whatever the type says.
      {
        row: (row.id as string | null) === null ? null : row,
        last: subject === null ? null : { subject, entries, last_leaf },
      },
    ]),
  )
}

interface LastOfSubject {
  readonly named: string
  readonly subject: string | null
  readonly entries: number
  readonly last_leaf: Buffer
}
