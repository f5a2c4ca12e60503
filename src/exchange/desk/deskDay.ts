import {
  type DeskCounts,
  type DeskList,
  type NeedingCounts,
  countNeeding,
  countOnDesk,
  listOnDesk,
} from '../../store/desk.ts'
import { countOver } from '../../store/keeping.ts'
import { exchangeLimits } from '../limits.ts'
import type { Node } from '../node.ts'
import { type Arrived, listArrived } from './arrived.ts'
import { type DayCase, casesPage, openCases } from './dayCases.ts'
import { type DayFilter, queryOf, wantedOf, whoseOf } from './dayFilter.ts'
import { type DayPage, arrivedPage, namesOf, noteSeen, undeliveredPage } from './dayPages.ts'
import type { DeskReader } from './deskReader.ts'
import type { DeskNames } from './names.ts'
import { type Undelivered, listUndelivered } from './undelivered.ts'

/** The desk of an authority, or a part of it; plain data. */
export interface DeskDay {
  readonly names: DeskNames
  readonly filter: DayFilter
  /** How many there are in each list of the authority; one more than `countedMax` where there are more. Null: it is a part. */
  readonly counts: DeskCounts | null
  /** How many of what needs somebody are in each part, one more than `partCountedMax` where there are more. */
  readonly needing: NeedingCounts
  /**
   * Where our step is awaited, or something runs out though nobody's is: what runs out first is first. Behind them, what the other
   * side has refused to open.
   */
  readonly needs: DayPage<DayCase>
  /** What the other side said and nobody of the authority has opened, the newest first. */
  readonly arrived: DayPage<Arrived>
  /** Where only the step of the other side is awaited, the longest waiting first. */
  readonly waits: DayPage<DayCase>
  /** Own messages that have not arrived yet, the oldest first. Null: of what somebody has not read, own messages are none. */
  readonly undelivered: DayPage<Undelivered> | null
  /** How many were kept for their time and nobody has erased; one more than `countedMax` where there are more. */
  readonly over: number
}

/**
 * The first page of each list of the desk. Which requests these are, and in which order, is kept with the requests; only those that
 * are shown are opened. That somebody has seen them is in the log before they are returned.
 */
export async function readDay(
  node: Node,
  reader: DeskReader,
  filter: DayFilter = 'authority',
): Promise<DeskDay> {
  const { listedMax, countedMax, partCountedMax } = exchangeLimits.day
  const { authority, person } = reader
  const [wanted, whose] = [wantedOf(reader, filter), whoseOf(reader, filter)]
  const first = (list: DeskList) => listOnDesk(node.db, authority, list, null, listedMax, wanted)
  const [needs, waits] = [await first('needs'), await first('waits')]
  const arrived = await listArrived(node, authority, null, listedMax, whose)
  const undelivered = filter === 'unread' ? null : await listUndelivered(node, authority, 0, listedMax, whose)
  const counts = filter === 'authority' ? await countOnDesk(node.db, authority, countedMax + 1) : null
  const needing = await countNeeding(node.db, authority, person, partCountedMax + 1)
  const over = await countOver(node.db, authority, countedMax + 1)
  const rows = [...needs.rows, ...waits.rows]
  const messages = [...arrived.lines, ...(undelivered?.lines ?? [])]
  await noteSeen(node, reader, queryOf(reader, filter), [
    ...rows.map(({ id }) => id),
    ...messages.map(({ request }) => request),
  ])
  const cases = await openCases(node, reader, rows)
  const others = [...arrived.lines.map(({ from }) => from), ...(undelivered?.lines ?? []).map(({ to }) => to)]
  return {
    names: namesOf(node, authority, [...cases.values()], others),
    ...{ filter, counts, needing },
    needs: casesPage('needs', needs, cases),
    arrived: arrivedPage(arrived),
    waits: casesPage('waits', waits, cases),
    undelivered: undelivered === null ? null : undeliveredPage(undelivered),
    over,
  }
}
