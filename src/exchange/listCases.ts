import type { Db } from '../store/database.ts'
import { isInNone } from '../store/requests.ts'
import type { RequestRow } from '../store/tables.ts'
import type { RequestState } from '../workflow/state.ts'
import { finalStates } from '../workflow/table.ts'
import { noteInLog } from './noteInLog.ts'
import type { Node } from './node.ts'
import type { Reader } from './reader.ts'
import { openRecord } from './records.ts'
import { scopeOf } from './scopeOf.ts'

/** Which cases are listed. */
export interface CaseListing {
  /** The authorities of this node whose cases are shown. */
  readonly authorities: readonly string[]
  /** Only requests in this state; absent: all that have not ended. */
  readonly state?: string
  /** Those that have ended as well. */
  readonly ended: boolean
  /** The last request of the page before, by its id, or as it stood in the list at that time. */
  readonly after?: string | CasePlace
  /** 1 to 100. */
  readonly limit: number
}

/** Where a request stood in a list: it moves to the top with each message. */
export interface CasePlace {
  readonly id: string
  readonly updatedAt: Date
}

/** A case in a list. */
export interface ListedCase {
  readonly row: RequestRow
  /** Null until the opening message has its place. */
  readonly state: RequestState | null
  /** Own messages that wait for the peer's receipt, and those that it refused. */
  readonly pending: number
  readonly refused: number
}

/**
 * One page of cases, the last changed first, as a person sees them: what was seen is in the log before it is
 * returned.
 */
export async function listCases(node: Node, listing: CaseListing, reader: Reader): Promise<ListedCase[]> {
  const rows = await casesOf(node.db, listing)
  const counts = await countUnplaced(
    node.db,
    rows.map(({ id }) => id),
  )
  await noteInLog(node, {
    event: 'case.listed',
    actor: { ...reader, authority: listing.authorities.join(' ') },
    count: rows.length,
    details: { query: queryOf(listing), scope: scopeOf(rows.map(({ id }) => id)) },
  })
  return rows.map((row) => {
    const { state } = openRecord(row)
    return { row, state, pending: 0, refused: 0, ...counts.get(row.id) }
  })
}

async function casesOf(db: Db, listing: CaseListing): Promise<RequestRow[]> {
  const { authorities, state, ended, after, limit } = listing
  // Where a request of others stands in the order is not told to whoever asks for a page after it.
  const last = typeof after === 'string' ? await placeOf(db, after, authorities) : after
  const pages = authorities.map((authority) => {
    let query = db.selectFrom('request').selectAll().where('own_authority', '=', authority)
    if (state !== undefined) query = query.where('state', '=', state)
    else if (!ended) query = query.where(isInNone(finalStates()))
    if (last !== undefined) {
      query = query.where((eb) => eb(eb.refTuple('updated_at', 'id'), '<', eb.tuple(last.updatedAt, last.id)))
    }
    return query.orderBy('updated_at', 'desc').orderBy('id', 'desc').limit(limit).execute()
  })
  return (await Promise.all(pages)).flat().sort(lastChangedFirst).slice(0, limit)
}

async function placeOf(db: Db, id: string, authorities: readonly string[]): Promise<CasePlace | undefined> {
  const row = await db
    .selectFrom('request')
    .select('updated_at')
    .where('id', '=', id)
    .where('own_authority', 'in', authorities)
    .executeTakeFirst()
  return row === undefined ? undefined : { id, updatedAt: row.updated_at }
}

function lastChangedFirst(one: RequestRow, other: RequestRow): number {
  return other.updated_at.getTime() - one.updated_at.getTime() || (one.id < other.id ? 1 : -1)
}

async function countUnplaced(
  db: Db,
  requests: readonly string[],
): Promise<Map<string, { pending: number; refused: number }>> {
  if (requests.length === 0) return new Map()
  const rows = await db
    .selectFrom('message')
    .select(({ fn }) => ['request', 'status', fn.countAll<number>().as('messages')])
    .where('request', 'in', requests)
    .where('sequence', 'is', null)
    .groupBy(['request', 'status'])
    .execute()
  const counts = new Map<string, { pending: number; refused: number }>()
  for (const { request, status, messages } of rows) {
    const before = counts.get(request) ?? { pending: 0, refused: 0 }
    counts.set(
      request,
      status === 'pending' ? { ...before, pending: messages } : { ...before, refused: messages },
    )
  }
  return counts
}

function queryOf({ authorities, state, ended, after }: CaseListing): string {
  return [
    `authorities ${authorities.join(' ')}`,
    ...(state === undefined ? [] : [`state ${state}`]),
    ...(ended ? ['with those that have ended'] : []),
    ...(after === undefined ? [] : [`after ${typeof after === 'string' ? after : after.id}`]),
  ].join('; ')
}
