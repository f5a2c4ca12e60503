import { type DeskCounts, type DeskList, type DeskPlace, countOnDesk, listOnDesk } from '../../store/desk.ts'
import { listNotOpened } from '../../store/messages.ts'
import type { RequestRow } from '../../store/tables.ts'
import type { ArrivalPlace } from '../../store/attention/arrivals.ts'
import { exchangeLimits } from '../limits.ts'
import { noteInLog } from '../noteInLog.ts'
import type { Node } from '../node.ts'
import { openRecord } from '../records.ts'
import { scopeOf } from '../scopeOf.ts'
import { type Arrived, type ArrivedPage, listArrived } from './arrived.ts'
import type { DeskReader } from './deskReader.ts'
import { type Attention, attentionOf } from './attention.ts'
import { type CaseView, caseView } from './caseView.ts'
import { type DayPlace, sayDayPlace } from './dayPlace.ts'
import { type DeskNames, deskNames } from './names.ts'
import { type DueView, dueView } from './dueView.ts'
import { type Undelivered, listUndelivered } from './undelivered.ts'

/** A case on the desk. */
export interface DayCase {
  readonly view: CaseView
  /** What runs out in it, the first first. */
  readonly due: readonly DueView[]
  /** Since when our step is awaited, and since when that of the other side; null: none is. */
  readonly since: { readonly ours: string | null; readonly theirs: string | null }
  /** It came in, and nobody here has answered. */
  readonly isNew: boolean
  /** The other side has refused to open it: somebody has to send another. */
  readonly isRefused: boolean
  readonly attention: Attention
}

/** A page of one of the lists of the desk. */
export interface DayPage<Line> {
  readonly lines: readonly Line[]
  /** Behind which place it goes on, as an address has it; null: it does not. */
  readonly next: string | null
}

/** The desk of an authority; plain data. */
export interface DeskDay {
  readonly names: DeskNames
  /** How many there are in each list; one more than `countedMax` where there are more. */
  readonly counts: DeskCounts
  /**
   * Where our step is awaited, or something runs out though nobody's is: what runs out first is first. Behind them, what the other
   * side has refused to open.
   */
  readonly needs: DayPage<DayCase>
  /** What the other side said and nobody of the authority has opened, the newest first. */
  readonly arrived: DayPage<Arrived>
  /** Where only the step of the other side is awaited, the longest waiting first. */
  readonly waits: DayPage<DayCase>
  /** Own messages that have not arrived yet, the oldest first. */
  readonly undelivered: DayPage<Undelivered>
}

/** One list of the desk alone. */
export interface DeskDayPart {
  readonly names: DeskNames
  readonly page:
    | ({ readonly list: DeskList } & DayPage<DayCase>)
    | ({ readonly list: 'arrived' } & DayPage<Arrived>)
    | ({ readonly list: 'undelivered' } & DayPage<Undelivered>)
}

/**
 * The first page of each list of the desk. Which requests these are, and in which order, is kept with the requests; only those that
 * are shown are opened. That somebody has seen them is in the log before they are returned.
 */
export async function readDay(node: Node, reader: DeskReader): Promise<DeskDay> {
  const { listedMax, countedMax } = exchangeLimits.day
  const { authority } = reader
  const first = (list: DeskList) => listOnDesk(node.db, authority, list, null, listedMax)
  const [needs, waits] = [await first('needs'), await first('waits')]
  const arrived = await listArrived(node, authority, null, listedMax)
  const undelivered = await listUndelivered(node, authority, 0, listedMax)
  const counts = await countOnDesk(node.db, authority, countedMax + 1)
  const rows = [...needs.rows, ...waits.rows]
  const messages = [...arrived.lines, ...undelivered.lines]
  await note(node, reader, `desk of ${authority}`, [
    ...rows.map(({ id }) => id),
    ...messages.map(({ request }) => request),
  ])
  const cases = await openCases(node, reader, rows)
  const others = [...arrived.lines.map(({ from }) => from), ...undelivered.lines.map(({ to }) => to)]
  return {
    names: namesOf(node, authority, [...cases.values()], others),
    counts,
    needs: casesPage('needs', needs, cases),
    arrived: arrivedPage(arrived),
    waits: casesPage('waits', waits, cases),
    undelivered: messagesPage(undelivered),
  }
}

/** One list of the desk from behind a place. That somebody has seen it is in the log before it is returned. */
export async function readDayPart(node: Node, reader: DeskReader, after: DayPlace): Promise<DeskDayPart> {
  const query = `desk of ${reader.authority}: ${after.list}; after ${sayDayPlace(after)}`
  switch (after.list) {
    case 'undelivered':
      return await undeliveredPart(node, reader, query, after.ordinal)
    case 'arrived':
      return await arrivedPart(node, reader, query, after.place)
    case 'needs':
    case 'waits':
      return await casesPart(node, reader, query, after)
  }
}

async function undeliveredPart(
  node: Node,
  reader: DeskReader,
  query: string,
  after: number,
): Promise<DeskDayPart> {
  const found = await listUndelivered(node, reader.authority, after, exchangeLimits.day.listedMax)
  const others = found.lines.map(({ to }) => to)
  return await messagesPart(
    node,
    { reader, query, ...found, others },
    { list: 'undelivered', ...messagesPage(found) },
  )
}

async function arrivedPart(
  node: Node,
  reader: DeskReader,
  query: string,
  after: ArrivalPlace,
): Promise<DeskDayPart> {
  const found = await listArrived(node, reader.authority, after, exchangeLimits.day.listedMax)
  const others = found.lines.map(({ from }) => from)
  return await messagesPart(
    node,
    { reader, query, ...found, others },
    { list: 'arrived', ...arrivedPage(found) },
  )
}

/** A page of messages, each of some request, which the log is told of. `others`: authorities of the other side. */
async function messagesPart(
  node: Node,
  {
    reader,
    query,
    lines,
    others,
  }: {
    readonly reader: DeskReader
    readonly query: string
    readonly lines: readonly { readonly request: string }[]
    readonly others: readonly string[]
  },
  page: DeskDayPart['page'],
): Promise<DeskDayPart> {
  await note(
    node,
    reader,
    query,
    lines.map(({ request }) => request),
  )
  return { names: namesOf(node, reader.authority, [], others), page }
}

async function casesPart(
  node: Node,
  reader: DeskReader,
  query: string,
  after: Extract<DayPlace, { readonly list: DeskList }>,
): Promise<DeskDayPart> {
  const { authority } = reader
  const found = await listOnDesk(node.db, authority, after.list, after.place, exchangeLimits.day.listedMax)
  await note(
    node,
    reader,
    query,
    found.rows.map(({ id }) => id),
  )
  const cases = await openCases(node, reader, found.rows)
  const page = { list: after.list, ...casesPage(after.list, found, cases) }
  return { names: namesOf(node, authority, [...cases.values()], []), page }
}

async function note(
  node: Node,
  reader: DeskReader,
  query: string,
  requests: readonly string[],
): Promise<void> {
  const scope = scopeOf(requests)
  await noteInLog(node, {
    event: 'case.listed',
    actor: reader,
    count: scope.length,
    details: { query, scope },
  })
}

/** What is shown of these requests now, by their ids. */
async function openCases(
  node: Node,
  reader: DeskReader,
  rows: readonly RequestRow[],
): Promise<ReadonlyMap<string, DayCase>> {
  const opened = rows.map((row) => ({ row, ...openRecord(row) }))
  const unplaced = opened.flatMap(({ row, state }) => (state === null ? [row.id] : []))
  const notOpened = await listNotOpened(node.db, unplaced)
  const handled = await attentionOf(node, reader, rows)
  const now = node.now()
  return new Map(
    opened.map(({ row, state }): [string, DayCase] => {
      const isRefused = notOpened.has(row.id)
      const shown = caseView(row, state, now)
      const view = isRefused ? { ...shown, turn: 'nobody' as const } : shown
      const isNew = view.turn === 'ours' && row.unanswered
      const since = {
        ours: row.ours_since?.toISOString() ?? null,
        theirs: row.theirs_since?.toISOString() ?? null,
      }
      const attention = handled(row.id)
      return [row.id, { view, due: dueView(state, now), since, isNew, isRefused, attention }]
    }),
  )
}

function casesPage(
  list: DeskList,
  { rows, next }: { readonly rows: readonly RequestRow[]; readonly next: DeskPlace | null },
  cases: ReadonlyMap<string, DayCase>,
): DayPage<DayCase> {
  const lines = rows.flatMap(({ id }) => cases.get(id) ?? [])
  return {
    // A date that has passed since the clocks were looked at last is over already: whoever reads sees what stands now.
    lines: list === 'needs' ? lines.filter(isNeeding).sort(firstDueFirst) : lines,
    next: next === null ? null : sayDayPlace({ list, place: next }),
  }
}

function arrivedPage({ lines, next }: ArrivedPage): DayPage<Arrived> {
  return { lines, next: next === null ? null : sayDayPlace({ list: 'arrived', place: next }) }
}

function messagesPage({
  lines,
  next,
}: {
  readonly lines: readonly Undelivered[]
  readonly next: number | null
}): DayPage<Undelivered> {
  return { lines, next: next === null ? null : sayDayPlace({ list: 'undelivered', ordinal: next }) }
}

/** What the cases are called, and those from whom messages came or to whom they are still under way. */
function namesOf(
  node: Node,
  authority: string,
  cases: readonly DayCase[],
  others: readonly string[],
): DeskNames {
  return deskNames(
    node,
    authority,
    cases.map(({ view }) => view),
    others,
  )
}

function isNeeding({ view, due, isRefused }: DayCase): boolean {
  return isRefused || view.turn !== 'nobody' || due.length > 0
}

/** What the other side has not opened is last, as in the index. */
function firstDueFirst(one: DayCase, other: DayCase): number {
  const byRefusal = Number(one.isRefused) - Number(other.isRefused)
  return (
    byRefusal || ends(one) - ends(other) || Date.parse(one.view.updatedAt) - Date.parse(other.view.updatedAt)
  )
}

/** What has no end comes behind everything that has one; a number, for two of them are compared. */
function ends({ due }: DayCase): number {
  const [first] = due
  return first === undefined ? Number.MAX_SAFE_INTEGER : Date.parse(first.ends)
}
