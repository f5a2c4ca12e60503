import { type RawBuilder, sql } from 'kysely'
import { type Whose, isOpenOf } from './attention/assignments.ts'
import { isUnread, passedMax } from './attention/pageOfCases.ts'
import type { Db, Trx } from './database.ts'
import { requestTypes } from './requests.ts'
import { columnsOf } from './rows.ts'
import type { RequestRow } from './tables.ts'

/** The lists of requests on the desk of an authority: what needs it, and what waits for the other side. */
export type DeskList = 'needs' | 'waits'

/** Where a request stood in such a list. */
export interface DeskPlace {
  /** When the first thing in it runs out; null: nothing does. It counts among what needs somebody. */
  readonly ends: Date | null
  /** When it was changed last; among what waits, since when it does. */
  readonly at: Date
  readonly id: string
  /** The other side has not opened it: these stand behind all others of what needs somebody. */
  readonly isRefused: boolean
}

/** Which of the requests of a list; absent: all. */
export interface DeskWanted {
  readonly whose?: Whose
  /** Sign-in name of a person who has not opened all that the other side said in them. */
  readonly unreadBy?: string
}

interface Order {
  /** What stands in the list, in the words of its index. */
  readonly holds: RawBuilder<boolean>
  readonly order: RawBuilder<unknown>
  readonly behind: (place: DeskPlace) => RawBuilder<boolean>
  readonly placeOf: (row: RequestRow) => DeskPlace
}

const standsAt = sql<string | null>`desk_of(turn, due_at, closed, erased_at)`
const ends = sql<Date>`coalesce(due_at, 'infinity'::timestamptz)`
const awaitedSince = sql<Date>`coalesce(theirs_since, updated_at)`
const standsLast = sql<number>`case when turn = 'refused' then 1 else 0 end`

const lists: Readonly<Record<DeskList, Order>> = {
  needs: {
    holds: sql`${standsAt} = 'needs'`,
    order: sql`${standsLast}, ${ends}, updated_at, id`,
    behind: (place) => sql`
      (${standsLast}, ${ends}, updated_at, id) > (${place.isRefused ? 1 : 0}::integer,
        coalesce(${place.ends}::timestamptz, 'infinity'::timestamptz), ${place.at}, ${place.id}::uuid)`,
    placeOf: ({ turn, due_at, updated_at, id }) => ({
      ends: due_at,
      at: updated_at,
      id,
      isRefused: turn === 'refused',
    }),
  },
  waits: {
    holds: sql`${standsAt} = 'waits'`,
    order: sql`${awaitedSince}, id`,
    behind: ({ at, id }) => sql`(${awaitedSince}, id) > (${at}, ${id}::uuid)`,
    placeOf: ({ theirs_since, updated_at, id }) => ({
      ends: null,
      at: theirs_since ?? updated_at,
      id,
      isRefused: false,
    }),
  },
}

/** A page of a list of the desk. */
export interface ListedOnDesk {
  readonly rows: readonly RequestRow[]
  /** Behind which place it goes on; null: it does not. */
  readonly next: DeskPlace | null
}

/**
 * At most so many requests of a list, from behind a place. It goes along the index of the list from there: what it reads is what it
 * returns and one more, however many requests there are. Of what somebody has not read it passes so many at most (`passedMax`), and
 * may have fewer, or none, and go on all the same.
 */
export async function listOnDesk(
  db: Db,
  authority: string,
  list: DeskList,
  after: DeskPlace | null,
  limit: number,
  wanted: DeskWanted = {},
): Promise<ListedOnDesk> {
  const { rows } = await listingOnDesk(authority, list, after, limit + 1, wanted).execute(db)
  const { placeOf } = lists[list]
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  if (rows.length > limit && last !== undefined) return { rows: shown, next: placeOf(last) }
  if (wanted.unreadBy === undefined) return { rows: shown, next: null }
  const { rows: ends } = await endOfPassing(authority, list, after, wanted).execute(db)
  const [end] = ends
  return { rows: shown, next: end === undefined ? null : placeOf(end) }
}

export function listingOnDesk(
  authority: string,
  list: DeskList,
  after: DeskPlace | null,
  limit: number,
  wanted: DeskWanted = {},
): RawBuilder<RequestRow> {
  const columns = columnsOf(requestTypes)
  const along = alongList(authority, list, after, wanted)
  const { order } = lists[list]
  if (wanted.unreadBy === undefined)
    return sql`select ${columns} from request where ${along} order by ${order} limit ${sql.lit(limit)}`
  return sql`
    select ${columns} from (
      select ${columns} from request where ${along} order by ${order} limit ${sql.lit(passedMax)}
    ) as passed
    where ${isUnread(wanted.unreadBy)} order by ${order} limit ${sql.lit(limit)}`
}

/** The last request that was gone through, where there may be more behind it. */
function endOfPassing(
  authority: string,
  list: DeskList,
  after: DeskPlace | null,
  wanted: DeskWanted,
): RawBuilder<RequestRow> {
  return sql`
    select ${columnsOf(requestTypes)} from request where ${alongList(authority, list, after, wanted)}
    order by ${lists[list].order} offset ${sql.lit(passedMax - 1)} limit 1`
}

/** What the index that is gone along holds, from behind the place. */
function alongList(
  authority: string,
  list: DeskList,
  after: DeskPlace | null,
  { whose }: DeskWanted,
): RawBuilder<unknown> {
  const { holds, behind } = lists[list]
  const conditions = [
    sql`own_authority = ${authority}`,
    holds,
    ...(whose === undefined ? [] : [isOpenOf(whose)]),
    ...(after === null ? [] : [behind(after)]),
  ]
  return sql.join(conditions, sql` and `)
}

/**
 * How many requests stand in each list, how many messages came in that nobody has opened, and how many own ones have not arrived; each
 * counted so far.
 */
export type DeskCounts = Readonly<Record<DeskList | 'arrived' | 'undelivered', number>>

/** Counts up to `most` in each list. */
export async function countOnDesk(db: Db, authority: string, most: number): Promise<DeskCounts> {
  const { rows } = await countingOnDesk(authority, most).execute(db)
  return rows[0] ?? { needs: 0, arrived: 0, waits: 0, undelivered: 0 }
}

/** How many of the requests that need somebody are of each kind, each counted so far. */
export interface NeedingCounts {
  readonly authority: number
  readonly mine: number
  readonly nobody: number
  /** Of as many as are gone through at once; `isUnreadMore`: there are more behind these. */
  readonly unread: number
  readonly isUnreadMore: boolean
}

/**
 * Counts up to `most` of each.
 *
 * @param person - sign-in name of whoever looks
 */
export async function countNeeding(
  db: Db,
  authority: string,
  person: string,
  most: number,
): Promise<NeedingCounts> {
  const { rows } = await countingNeeding(authority, person, most).execute(db)
  return rows[0] ?? { authority: 0, mine: 0, nobody: 0, unread: 0, isUnreadMore: false }
}

export function countingNeeding(authority: string, person: string, most: number): RawBuilder<NeedingCounts> {
  const { order } = lists.needs
  const along = (wanted: DeskWanted) => alongList(authority, 'needs', null, wanted)
  const counted = (wanted: DeskWanted): RawBuilder<number> => sql`(
    select count(*)::integer from (
      select 1 from request where ${along(wanted)} order by ${order} limit ${sql.lit(most)}
    ) as listed)`
  return sql`
    select ${counted({})} as authority, ${counted({ whose: { person } })} as mine, ${counted({ whose: 'nobody' })} as nobody,
      unread.unread, unread.passed >= ${sql.lit(passedMax)} as "isUnreadMore"
    from (
      select count(*)::integer as passed, (count(*) filter (where ${isUnread(person)}))::integer as unread from (
        select id, came_sequence from request where ${along({})} order by ${order} limit ${sql.lit(passedMax)}
      ) as passed
    ) as unread`
}

export function countingOnDesk(authority: string, most: number): RawBuilder<DeskCounts> {
  const counted = ({ holds, order }: Order): RawBuilder<number> => sql`(
    select count(*)::integer from (
      select 1 from request where own_authority = ${authority} and ${holds} order by ${order} limit ${sql.lit(most)}
    ) as listed)`
  return sql`
    select ${counted(lists.needs)} as needs, ${counted(lists.waits)} as waits, (
      select count(*)::integer from (
        select 1 from arrival where authority = ${authority}
        order by at desc, request desc, sequence desc limit ${sql.lit(most)}
      ) as listed) as arrived, (
      select count(*)::integer from (
        select 1 from outbox o join request r on r.id = o.request
        where r.own_authority = ${authority} order by o.ordinal limit ${sql.lit(most)}
      ) as listed) as undelivered`
}

/**
 * Notes of those of these requests that the other side has refused to open that it did: all that this node has sent in them was
 * refused. Needs the locks of the requests.
 */
export async function noteNotOpened(trx: Trx, requests: readonly string[], now: Date): Promise<void> {
  if (requests.length === 0) return
  await sql`
    update request set turn = 'refused', ours_since = ${now} where id = any(${requests}::uuid[]) and sequence = 0
      and turn is distinct from 'refused'
      and exists (select from message m where m.request = request.id)
      and not exists (
        select from message m where m.request = request.id
          and (m.status <> 'refused' or m.direction <> 'sent' or m.sequence is not null)
      )`.execute(trx)
}
