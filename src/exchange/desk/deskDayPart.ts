import { type DeskList, listOnDesk } from '../../store/desk.ts'
import { exchangeLimits } from '../limits.ts'
import type { Node } from '../node.ts'
import { type Arrived, listArrived } from './arrived.ts'
import { type DayCase, casesPage, openCases } from './dayCases.ts'
import { type DayFilter, queryOf, wantedOf, whoseOf } from './dayFilter.ts'
import { type DayPage, arrivedPage, namesOf, noteSeen, undeliveredPage } from './dayPages.ts'
import { type DayPlace, sayDayPlace } from './dayPlace.ts'
import type { DeskReader } from './deskReader.ts'
import type { DeskNames } from './names.ts'
import { type Undelivered, listUndelivered } from './undelivered.ts'

/** One list of the desk alone. */
export interface DeskDayPart {
  readonly names: DeskNames
  readonly filter: DayFilter
  readonly page:
    | ({ readonly list: DeskList } & DayPage<DayCase>)
    | ({ readonly list: 'arrived' } & DayPage<Arrived>)
    | ({ readonly list: 'undelivered' } & DayPage<Undelivered>)
}

/** One list of the desk, or of a part of it, from behind a place. That somebody has seen it is in the log before it is returned. */
export async function readDayPart(
  node: Node,
  reader: DeskReader,
  after: DayPlace,
  filter: DayFilter = 'authority',
): Promise<DeskDayPart> {
  const { authority } = reader
  const { listedMax: limit } = exchangeLimits.day
  const whose = whoseOf(reader, filter)
  const note = (requests: readonly string[]): Promise<void> =>
    noteSeen(node, reader, `${queryOf(reader, filter)}: ${after.list}; after ${sayDayPlace(after)}`, requests)
  const messages = async (
    lines: readonly { readonly request: string }[],
    others: readonly string[],
    page: DeskDayPart['page'],
  ): Promise<DeskDayPart> => {
    await note(lines.map(({ request }) => request))
    return { names: namesOf(node, authority, [], others), filter, page }
  }
  switch (after.list) {
    case 'undelivered': {
      const found = await listUndelivered(node, authority, after.ordinal, limit, whose)
      const page = { list: after.list, ...undeliveredPage(found) }
      return await messages(
        found.lines,
        found.lines.map(({ to }) => to),
        page,
      )
    }
    case 'arrived': {
      const found = await listArrived(node, authority, after.place, limit, whose)
      const page = { list: after.list, ...arrivedPage(found) }
      return await messages(
        found.lines,
        found.lines.map(({ from }) => from),
        page,
      )
    }
    case 'needs':
    case 'waits': {
      const wanted = wantedOf(reader, filter)
      const found = await listOnDesk(node.db, authority, after.list, after.place, limit, wanted)
      await note(found.rows.map(({ id }) => id))
      const cases = await openCases(node, reader, found.rows)
      const page = { list: after.list, ...casesPage(after.list, found, cases) }
      return { names: namesOf(node, authority, [...cases.values()], []), filter, page }
    }
  }
}
