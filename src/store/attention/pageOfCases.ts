import { type RawBuilder, sql } from 'kysely'
import { finalStates } from '../../workflow/table.ts'
import type { Db } from '../database.ts'
import { isInNone, requestTypes } from '../requests.ts'
import { columnsOf } from '../rows.ts'
import type { RequestRow } from '../tables.ts'
import { type Whose, isOf, isOpenOf } from './assignments.ts'

/** Requests that a page goes through at most, where only some of those along its index are wanted. */
export const passedMax = 500

/** Which requests of an authority. */
export interface CasesOfAuthority {
  /** Only those in this state; absent: all that have not ended. */
  readonly state?: string
  readonly ended: boolean
  readonly whose?: Whose
  /** Sign-in name of a person who has not opened all that the other side said in them. */
  readonly unreadBy?: string
  readonly limit: number
}

/** Where a request stands among those that changed last. */
interface Place {
  readonly id: string
  readonly at: Date
}

/** A page of them. */
export interface PageOfCases {
  readonly rows: readonly RequestRow[]
  /** Behind which place nothing was gone through, where that is not the last row; null: all was, or the page is full. */
  readonly passed: Place | null
}

/**
 * A page of the requests of an authority from behind a place, the last changed first. It goes along an index that holds what is
 * wanted in that order; where none does, along the nearest, and passes so many requests at most.
 */
export async function pageOfCases(
  db: Db,
  wanted: CasesOfAuthority,
  authority: string,
  after: Place | undefined,
): Promise<PageOfCases> {
  const { rows } = await pagingCases(wanted, authority, after).execute(db)
  if (rows.length === wanted.limit || filtersOf(wanted).length === 0) return { rows, passed: null }
  const { rows: ends } = await endOfPassing(wanted, authority, after).execute(db)
  const [end] = ends
  return { rows, passed: end === undefined ? null : { id: end.id, at: end.updated_at } }
}

export function pagingCases(
  wanted: CasesOfAuthority,
  authority: string,
  after: Place | undefined,
): RawBuilder<RequestRow> {
  const filters = filtersOf(wanted)
  const along = alongIndex(wanted, authority, after)
  const columns = columnsOf(requestTypes)
  const limit = sql.lit(wanted.limit)
  if (filters.length === 0)
    return sql`select ${columns} from request where ${along} order by updated_at desc, id desc limit ${limit}`
  return sql`
    select ${columns} from (
      select ${columns} from request where ${along} order by updated_at desc, id desc limit ${sql.lit(passedMax)}
    ) as passed
    where ${sql.join(filters, sql` and `)} order by updated_at desc, id desc limit ${limit}`
}

/** The last request that was gone through, where there may be more behind it. */
function endOfPassing(
  wanted: CasesOfAuthority,
  authority: string,
  after: Place | undefined,
): RawBuilder<Pick<RequestRow, 'id' | 'updated_at'>> {
  return sql`
    select id, updated_at from request where ${alongIndex(wanted, authority, after)}
    order by updated_at desc, id desc offset ${sql.lit(passedMax - 1)} limit 1`
}

/** What the index that is gone along holds, from behind the place. */
function alongIndex(
  { state, ended, whose }: CasesOfAuthority,
  authority: string,
  after: Place | undefined,
): RawBuilder<unknown> {
  const conditions = [
    sql`own_authority = ${authority}`,
    ...(after === undefined ? [] : [sql`(updated_at, id) < (${after.at}, ${after.id}::uuid)`]),
  ]
  if (whose !== undefined && state === undefined && !ended)
    conditions.push(isInNone(finalStates()), isOpenOf(whose))
  else if (whose !== undefined && whose !== 'nobody') conditions.push(isOf(whose))
  else if (state !== undefined) conditions.push(sql`state = ${state}`)
  else if (!ended) conditions.push(isInNone(finalStates()))
  return sql.join(conditions, sql` and `)
}

/** What of the requests that are gone through is wanted beside that. */
function filtersOf({ state, ended, whose, unreadBy }: CasesOfAuthority): RawBuilder<unknown>[] {
  const filters: RawBuilder<unknown>[] = []
  const isOpen = state === undefined && !ended
  if (whose === 'nobody' && !isOpen) filters.push(isOf(whose))
  if (whose !== undefined && whose !== 'nobody' && state !== undefined) filters.push(sql`state = ${state}`)
  if (unreadBy !== undefined) filters.push(isUnread(unreadBy))
  return filters
}

/** That a person, by their sign-in name, has not opened all that the other side said in a request of those that are `passed`. */
export function isUnread(person: string): RawBuilder<boolean> {
  return sql<boolean>`came_sequence > coalesce((
      select mark.sequence from reading_mark mark
      where mark.person = (select id from person where sign_in_name = ${person}) and mark.request = passed.id
    ), 0)`
}
