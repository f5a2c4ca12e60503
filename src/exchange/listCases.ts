import type { Db } from '../store/database.ts'
import { pageOfCases } from '../store/attention/pageOfCases.ts'
import type { Whose } from '../store/attention/assignments.ts'
import type { RequestRow } from '../store/tables.ts'
import type { RequestState } from '../workflow/state.ts'
import { noteInLog } from './noteInLog.ts'
import type { Node } from './node.ts'
import type { Reader } from './reader.ts'
import { openRecord } from './records.ts'
import { type TimedPlace, sayPlace } from './review/terms.ts'
import { scopeOf } from './scopeOf.ts'

/** Which cases are listed. */
export interface CaseListing {
  /** The authorities of this node whose cases are shown. */
  readonly authorities: readonly string[]
  /** Only requests in this state; absent: all that have not ended. */
  readonly state?: string
  /** Those that have ended as well. */
  readonly ended: boolean
  /** Only those that somebody has, or nobody; absent: all. */
  readonly whose?: Whose
  /** Only those in which this person, by their sign-in name, has not opened all that the other side said; absent: all. */
  readonly unreadBy?: string
  /** The last request of the page before, as it stood in the list at that time: it moves to the top with each message. */
  readonly after?: TimedPlace
  /** 1 to 100. */
  readonly limit: number
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

/** A page of cases. */
export interface ListedCases {
  readonly cases: readonly ListedCase[]
  /** Behind which place the list may go on; null: it does not. */
  readonly next: TimedPlace | null
}

/**
 * One page of cases, the last changed first, as a person sees them: what was seen is in the log before it is
 * returned. Where few of those that are gone through are wanted, it has less than `limit` and goes on all the same.
 */
export async function listCases(node: Node, listing: CaseListing, reader: Reader): Promise<ListedCases> {
  const { rows, next } = await casesOf(node.db, listing)
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
  const cases = rows.map((row) => {
    const { state } = openRecord(row)
    return { row, state, pending: 0, refused: 0, ...counts.get(row.id) }
  })
  return { cases, next }
}

async function casesOf(
  db: Db,
  listing: CaseListing,
): Promise<{ readonly rows: readonly RequestRow[]; readonly next: TimedPlace | null }> {
  const { authorities, after, limit } = listing
  const pages = await Promise.all(authorities.map((authority) => pageOfCases(db, listing, authority, after)))
  // Behind the first place at which one of them stopped, it is not known what comes next.
  const [first] = pages.flatMap(({ passed }) => passed ?? []).sort(lastChangedFirst)
  const rows = pages
    .flatMap((page) => page.rows)
    .map((row) => ({ row, id: row.id, at: row.updated_at }))
    .filter((place) => first === undefined || lastChangedFirst(place, first) <= 0)
    .sort(lastChangedFirst)
    .map(({ row }) => row)
  const shown = rows.slice(0, limit)
  const end = shown.at(-1)
  if (shown.length === limit && end !== undefined)
    return { rows: shown, next: { id: end.id, at: end.updated_at } }
  return { rows: shown, next: first ?? null }
}

function lastChangedFirst(one: TimedPlace, other: TimedPlace): number {
  if (one.id === other.id) return 0
  return other.at.getTime() - one.at.getTime() || (one.id < other.id ? 1 : -1)
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

function queryOf({ authorities, state, ended, whose, unreadBy, after }: CaseListing): string {
  return [
    `authorities ${authorities.join(' ')}`,
    ...(state === undefined ? [] : [`state ${state}`]),
    ...(ended ? ['with those that have ended'] : []),
    ...(whose === undefined ? [] : [whose === 'nobody' ? 'of nobody' : `of ${whose.person}`]),
    ...(unreadBy === undefined ? [] : [`unread by ${unreadBy}`]),
    ...(after === undefined ? [] : [`after ${sayPlace(after)}`]),
  ].join('; ')
}
