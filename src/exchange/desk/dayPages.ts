import { noteInLog } from '../noteInLog.ts'
import type { Node } from '../node.ts'
import { scopeOf } from '../scopeOf.ts'
import type { Arrived, ArrivedPage } from './arrived.ts'
import type { DayCase } from './dayCases.ts'
import { sayDayPlace } from './dayPlace.ts'
import type { DeskReader } from './deskReader.ts'
import { type DeskNames, deskNames } from './names.ts'
import type { Undelivered, UndeliveredPage } from './undelivered.ts'

/** A page of one of the lists of the desk. */
export interface DayPage<Line> {
  readonly lines: readonly Line[]
  /** Behind which place it goes on, as an address has it; null: it does not. */
  readonly next: string | null
}

/** A page of what came in. */
export function arrivedPage({ lines, next }: ArrivedPage): DayPage<Arrived> {
  return { lines, next: next === null ? null : sayDayPlace({ list: 'arrived', place: next }) }
}

/** A page of what has not arrived. */
export function undeliveredPage({ lines, next }: UndeliveredPage): DayPage<Undelivered> {
  return { lines, next: next === null ? null : sayDayPlace({ list: 'undelivered', ordinal: next }) }
}

/** What the cases are called, and those from whom messages came or to whom they are still under way. */
export function namesOf(
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

/** Tells the log that somebody has seen requests in lists of the desk. */
export async function noteSeen(
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
