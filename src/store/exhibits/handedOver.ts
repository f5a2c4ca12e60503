import { type Kysely, type RawBuilder, type Transaction, sql } from 'kysely'
import { columnsOf, rowsOf } from '../rows.ts'
import type { Database } from '../tables.ts'
import type { ExhibitDepositRow, ExhibitLinkRow } from './exhibitTables.ts'
import { contentTypes } from './contentTypes.ts'

const linkTypes = {
  message: 'text',
  exhibit: 'text',
  deposit: 'uuid',
  request: 'uuid',
  to_state: 'text',
} as const satisfies Record<keyof ExhibitLinkRow, string>

/** A deposit of another State that a message announces. */
export type AnnouncedRow = Pick<ExhibitDepositRow, 'given_id' | keyof typeof contentTypes>

/** A message of a State that hands a deposit over; `deposit` is the id that the State has given it. */
export type AnnouncedLink = ExhibitLinkRow & { readonly state: string }

const announcedTypes = {
  given_id: 'uuid',
  ...contentTypes,
} as const satisfies Record<keyof AnnouncedRow, string>

/** Notes which messages hand over which deposits; they must be there. */
export function insertingLinks(rows: readonly ExhibitLinkRow[]): RawBuilder<unknown> {
  return sql`insert into exhibit_link (${columnsOf(linkTypes)}) select * from ${rowsOf('given', rows, linkTypes)}
    on conflict do nothing`
}

/**
 * Notes what messages of other States announce, before the links to it. One that is there already is the same file handed
 * over again; one that was erased here comes anew. Under an id that another State, or this one, has given a file of its own
 * it is known by another: nobody blocks the file of somebody else. Under the id of another file of the same State nothing
 * is noted, and no link to it either.
 *
 * @param status - of what is noted anew; `whole`: files of this State, which it had lost with a database
 */
export async function insertAnnounced(
  trx: Transaction<Database>,
  announced: readonly AnnouncedRow[],
  links: readonly AnnouncedLink[],
  status: 'announced' | 'whole' = 'announced',
): Promise<void> {
  if (announced.length === 0) return
  const given = rowsOf('given', announced, announcedTypes)
  const missing = sql`not exists (
    select from exhibit_deposit here
    where here.state = given.state and here.given_id = given.given_id and here.file_key is not null
  )`
  // The second for those whose id was somebody else's, also of one that came at the same moment.
  for (const id of [sql`given.given_id`, sql`gen_random_uuid()`])
    await sql`
      insert into exhibit_deposit (${columnsOf(announcedTypes)}, status, id)
      select given.*, ${status}::text, ${id} from ${given} where ${missing}
      on conflict do nothing`.execute(trx)
  const { rows } = await sql<{ id: string; given_id: string; state: string }>`
    select distinct here.id, here.given_id, here.state from ${given}
    join exhibit_deposit here on here.state = given.state and here.given_id = given.given_id
      and here.file_key is not null
      and here.sealed_sha256 = given.sealed_sha256 and here.sha256 = given.sha256`.execute(trx)
  const known = new Map(rows.map((row) => [`${row.state} ${row.given_id}`, row.id]))
  const held = links.flatMap(({ state, deposit, ...link }) => {
    const id = known.get(`${state} ${deposit}`)
    return id === undefined ? [] : [{ ...link, deposit: id }]
  })
  if (held.length > 0) await insertingLinks(held).execute(trx)
}

/** Own deposits by these ids, as they are handed over. */
export async function findOwnDeposits(
  db: Kysely<Database>,
  state: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, ExhibitDepositRow>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .selectFrom('exhibit_deposit')
    .selectAll()
    .where('id', 'in', [...new Set(ids)])
    .where('state', '=', state)
    .execute()
  return new Map(rows.map((row) => [row.id, row]))
}

/** Deposits of one State by the ids that it has given them, however many they are; of what was erased and came anew, the new one. */
export async function findDepositsOf(
  db: Kysely<Database>,
  state: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, ExhibitDepositRow>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .selectFrom('exhibit_deposit')
    .selectAll()
    .where('given_id', '=', sql<string>`any(${sql.val([...new Set(ids)])}::uuid[])`)
    .where('state', '=', state)
    .orderBy(sql`file_key is not null`)
    .execute()
  return new Map(rows.map((row) => [row.given_id, row]))
}

/** The deposits to which a State has given this id: one at most that can be opened, which is the first; the rest were erased. */
export async function depositsGivenAs(
  db: Kysely<Database>,
  state: string,
  given: string,
): Promise<ExhibitDepositRow[]> {
  return await db
    .selectFrom('exhibit_deposit')
    .selectAll()
    .where('given_id', '=', given)
    .where('state', '=', state)
    .orderBy(sql`file_key is null`)
    .orderBy('taken_at', 'desc')
    .execute()
}

/** The same for several ids, each given by a State. */
export async function depositsGivenAsAny(
  db: Kysely<Database>,
  names: readonly { readonly state: string; readonly given: string }[],
): Promise<ExhibitDepositRow[]> {
  if (names.length === 0) return []
  const { rows } = await sql<ExhibitDepositRow>`
    select exhibit_deposit.*
    from (select distinct * from ${rowsOf('given', names, { state: 'text', given: 'uuid' })}) as named
    join exhibit_deposit on exhibit_deposit.given_id = named.given and exhibit_deposit.state = named.state
    order by exhibit_deposit.file_key is null, exhibit_deposit.taken_at desc`.execute(db)
  return rows
}

/** Which of the sealed files with these SHA-256 (hex) are here whole and were handed over to one of these States. */
export async function handedOverOf(
  db: Kysely<Database>,
  names: readonly string[],
  to: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('exhibit_deposit')
    .innerJoin('exhibit_link', 'exhibit_link.deposit', 'exhibit_deposit.id')
    .select('exhibit_deposit.sealed_sha256')
    .where(
      'exhibit_deposit.sealed_sha256',
      '=',
      sql<Buffer>`any(${names.map((name) => Buffer.from(name, 'hex'))}::bytea[])`,
    )
    .where('exhibit_deposit.status', '=', 'whole')
    .where('exhibit_link.to_state', 'in', [...to])
    .execute()
  return new Set(rows.map((row) => row.sealed_sha256.toString('hex')))
}

/** The deposits whose sealed file has this SHA-256 (hex), that are whole here and were handed over to one of these States. */
export async function handedOverAs(
  db: Kysely<Database>,
  sha256: string,
  to: readonly string[],
): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('exhibit_deposit')
    .innerJoin('exhibit_link', 'exhibit_link.deposit', 'exhibit_deposit.id')
    .select('exhibit_deposit.id')
    .distinct()
    .where('exhibit_deposit.sealed_sha256', '=', Buffer.from(sha256, 'hex'))
    .where('exhibit_deposit.status', '=', 'whole')
    .where('to_state', 'in', [...to])
    .execute()
  return rows.map(({ id }) => id)
}

/** The messages that hand a deposit over, in the order of their digests. */
export async function linksOfDeposit(db: Kysely<Database>, deposit: string): Promise<ExhibitLinkRow[]> {
  return await db
    .selectFrom('exhibit_link')
    .selectAll()
    .where('deposit', '=', deposit)
    .orderBy('message')
    .orderBy('exhibit')
    .execute()
}

/** The same of several, by the deposit. */
export async function linksOfDeposits(
  db: Kysely<Database>,
  deposits: readonly string[],
): Promise<ReadonlyMap<string, readonly ExhibitLinkRow[]>> {
  const found = new Map<string, ExhibitLinkRow[]>()
  if (deposits.length === 0) return found
  const rows = await db
    .selectFrom('exhibit_link')
    .selectAll()
    .where('deposit', '=', sql<string>`any(${sql.val([...new Set(deposits)])}::uuid[])`)
    .orderBy('message')
    .orderBy('exhibit')
    .execute()
  for (const row of rows) {
    const of = found.get(row.deposit)
    if (of === undefined) found.set(row.deposit, [row])
    else of.push(row)
  }
  return found
}

/** The files that messages of a request hand over, each once by the id that it has there. */
export async function filesOfRequest(
  db: Kysely<Database>,
  request: string,
): Promise<Pick<ExhibitLinkRow & ExhibitDepositRow, (typeof columnsOfFile)[number]>[]> {
  return await db
    .selectFrom('exhibit_link')
    .innerJoin('exhibit_deposit', 'exhibit_deposit.id', 'exhibit_link.deposit')
    .select(columnsOfFile)
    .distinct()
    .where('exhibit_link.request', '=', request)
    .orderBy('exhibit')
    .orderBy('deposit')
    .execute()
}

const ofLink = ['exhibit', 'deposit', 'to_state'] as const
const ofDeposit = ['name', 'state', 'status', 'refusal', 'bytes', 'sealed_bytes', 'scan'] as const
const columnsOfFile = [...ofLink, ...ofDeposit] as const

/** SHA-256 (hex) of the sealed files that messages of these requests hand over. */
export async function sealedOfRequests(
  db: Kysely<Database>,
  requests: readonly string[],
): Promise<ReadonlySet<string>> {
  if (requests.length === 0) return new Set()
  const rows = await db
    .selectFrom('exhibit_link')
    .innerJoin('exhibit_deposit', 'exhibit_deposit.id', 'exhibit_link.deposit')
    .select('exhibit_deposit.sealed_sha256')
    .distinct()
    // As one parameter: there are no more than 65,535 of them in a statement.
    .where(sql<boolean>`exhibit_link.request = any(${requests}::uuid[])`)
    .execute()
  return new Set(rows.map(({ sealed_sha256: digest }) => digest.toString('hex')))
}

/** The deposits that messages of a request call by this id of an exhibit. */
export async function depositsInRequest(
  db: Kysely<Database>,
  request: string,
  exhibit: string,
): Promise<string[]> {
  const rows = await db
    .selectFrom('exhibit_link')
    .select('deposit')
    .distinct()
    .where('request', '=', request)
    .where('exhibit', '=', exhibit)
    .orderBy('deposit')
    .execute()
  return rows.map(({ deposit }) => deposit)
}

/** Which deposits of other States are looked for. */
export interface WantedBounds {
  /** Up to this size of its sealed form a file is of the lane with that place here; what is larger than all is of the one behind. */
  readonly laneBytes: readonly number[]
  /** So many of each State in each lane. */
  readonly perLane: number
  /** Not these; of some, not unless a person has accepted them; none of some lanes, each named by its State, a space and its number. */
  readonly but: {
    readonly always: readonly string[]
    readonly unlessAccepted: readonly string[]
    readonly lanes: readonly string[]
  }
}

/** Deposits of other States that are to be fetched, the oldest first. */
export async function listWanted(
  db: Kysely<Database>,
  own: string,
  { laneBytes, perLane, but }: WantedBounds,
): Promise<ExhibitDepositRow[]> {
  const isWanted = sql`status in ('announced', 'accepted', 'fetching')`
  const sizes = laneBytes.map(
    (bytes, lane) => sql`when sealed_bytes <= ${sql.lit(bytes)} then ${sql.lit(lane)}`,
  )
  const number = sql`case ${sql.join(sizes, sql` `)} else ${sql.lit(laneBytes.length)} end`
  // By lanes, so that of one in which ten thousand wait only the first are put in order.
  const { rows } = await sql<ExhibitDepositRow>`
    select wanted.* from (
      select distinct state, ${number} as number from exhibit_deposit
      where ${isWanted} and state <> ${own} and state || ' ' || (${number}) <> all(${[...but.lanes]}::text[])
    ) as lane cross join lateral (
      select * from exhibit_deposit
      where ${isWanted} and state = lane.state and ${number} = lane.number
        and id <> all(${[...but.always]}::uuid[])
        and (accepted or id <> all(${[...but.unlessAccepted]}::uuid[]))
      order by taken_at, id
      limit ${sql.lit(perLane)}
    ) as wanted
    order by wanted.taken_at, wanted.id`.execute(db)
  return rows
}
