import { isUuid } from '../identifiers.ts'
import type { Actor } from '../../audit/events.ts'
import { type Result, refuse } from '../../message/refusal.ts'
import { append } from '../../store/audit.ts'
import {
  type DepositPlace,
  type DepositWithoutKey,
  findDeposit,
  isOfAuthority,
  newestDeposits,
} from '../../store/exhibits/deposits.ts'
import type { DepositStatus } from '../../store/exhibits/exhibitTables.ts'
import { inTransaction } from '../../store/failures.ts'
import type { Node } from '../node.ts'
import { refusalNoted } from '../refusedActs.ts'
import { requestNamed } from '../requestNamed.ts'
import { openTrail } from '../trail.ts'

/** Which files are listed. */
export interface ExhibitQuestion {
  readonly limit: number
  /** Id of the deposit after which the page begins. */
  readonly after?: string
  /** The request for which they came, or in which they are handed over, as a person names one. */
  readonly request?: string
  readonly status?: DepositStatus
  /** Whose requests may be named, and whose files are listed beside those that are of none; absent: all. */
  readonly authority?: string
}

/** A page of the list; `next` is the id after which the next one begins, null: there is none. */
export interface ExhibitPage {
  readonly rows: readonly DepositWithoutKey[]
  readonly next: string | null
}

/**
 * The newest files of this node, the newest first, without what opens them. The log tells who saw how many. Refuses with
 * REQUEST_UNKNOWN, REFERENCE_AMBIGUOUS or PAGE_UNKNOWN.
 */
export async function listExhibits(
  node: Node,
  question: ExhibitQuestion,
  actor: Actor,
): Promise<Result<ExhibitPage>> {
  return await refusalNoted(node, { actor, wanted: 'exhibit list' }, listAndTell(node, question, actor))
}

async function listAndTell(
  node: Node,
  { limit, after, request, status, authority }: ExhibitQuestion,
  actor: Actor,
): Promise<Result<ExhibitPage>> {
  const place = await placeOf(node, after, authority)
  if (!place.ok) return place
  const named = request === undefined ? null : await requestNamed(node, request, authority)
  if (named?.ok === false) return named
  return await inTransaction(node.db, async (trx): Promise<Result<ExhibitPage>> => {
    const among = {
      ...{ after: place.place, request: named?.row.id ?? null },
      ...{ status: status ?? null, authority: authority ?? null },
    }
    const found = await newestDeposits(trx, limit + 1, among)
    const rows = found.slice(0, limit)
    const trail = await openTrail(node, trx, [], node.now())
    trail.add({ event: 'exhibit.listed', actor, count: rows.length })
    await append(trx, trail.audit())
    return { ok: true, rows, next: found.length > limit ? (rows.at(-1)?.id ?? null) : null }
  })
}

async function placeOf(
  { db }: Node,
  after: string | undefined,
  authority: string | undefined,
): Promise<Result<{ readonly place: DepositPlace | null }>> {
  if (after === undefined) return { ok: true, place: null }
  const row = isUuid(after) ? await findDeposit(db, after) : null
  // Where a file of another authority lies among the own would say when it came.
  const isHidden = row !== null && authority !== undefined && !(await isOfAuthority(db, row.id, authority))
  return row === null || isHidden
    ? refuse('PAGE_UNKNOWN')
    : { ok: true, place: { id: row.id, taken_at: row.taken_at } }
}
