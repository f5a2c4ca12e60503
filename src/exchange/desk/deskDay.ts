import { listAnswered, listNotOpened } from '../../store/messages.ts'
import { pageMax } from '../../store/requests.ts'
import type { RequestRow } from '../../store/tables.ts'
import type { RequestState } from '../../workflow/state.ts'
import { listCases } from '../listCases.ts'
import { listDue } from '../listDue.ts'
import type { Node } from '../node.ts'
import type { DeskReader } from './deskReader.ts'
import { type CaseView, caseView } from './caseView.ts'
import { type DeskNames, deskNames } from './names.ts'
import { type DueView, dueView } from './dueView.ts'
import { type Undelivered, listUndelivered } from './undelivered.ts'

/** A case on the desk. */
export interface DayCase {
  readonly view: CaseView
  /** What runs out in it, the first first. */
  readonly due: readonly DueView[]
  /** It came in, and nobody here has answered. */
  readonly isNew: boolean
  /** The other side has refused to open it: somebody has to send another. */
  readonly isRefused: boolean
}

/** The desk of an authority; plain data. */
export interface DeskDay {
  readonly names: DeskNames
  /** Where our step is awaited, or something runs out though nobody's is: what runs out first is first. */
  readonly needs: readonly DayCase[]
  /** Those of them that came in new, the newest first. */
  readonly fresh: readonly DayCase[]
  /** Where only the step of the other side is awaited, the longest waiting first. */
  readonly waits: readonly DayCase[]
  /** Own messages that have not arrived yet, the oldest first. */
  readonly undelivered: readonly Undelivered[]
  /** Whether there are more cases than were looked at. */
  readonly hasMore: boolean
}

/**
 * The desk: the requests whose clocks end first, and those changed last that have not ended, a page of each. That somebody has
 * seen them is in the log before they are returned.
 */
export async function readDay(node: Node, reader: DeskReader): Promise<DeskDay> {
  const { authority } = reader
  const listing = { authorities: [authority], limit: pageMax }
  const due = await listDue(node, listing, reader)
  const changed = await listCases(node, { ...listing, ended: false }, reader)
  const undelivered = await listUndelivered(node, reader)
  const rows = new Map<string, { readonly row: RequestRow; readonly state: RequestState | null }>(
    [...due, ...changed].map(({ row, state }) => [row.id, { row, state }]),
  )
  const answered = await listAnswered(node.db, [...rows.keys()])
  const unopened = [...rows.values()].flatMap(({ row, state }) => (state === null ? [row.id] : []))
  const notOpened = await listNotOpened(node.db, unopened)
  const now = node.now()
  const cases = [...rows.values()].map(({ row, state }): DayCase => {
    const isRefused = notOpened.has(row.id)
    const shown = caseView(row, state, now)
    const view = isRefused ? { ...shown, turn: 'nobody' as const } : shown
    const isNew = view.turn === 'ours' && !answered.has(row.id)
    return { view, due: dueView(state, now), isNew, isRefused }
  })
  const needs = cases.filter(isNeeding).sort(firstDueFirst)
  return {
    names: deskNames(
      node,
      authority,
      cases.map(({ view }) => view),
    ),
    needs,
    fresh: needs.filter(({ isNew }) => isNew).sort((one, other) => opened(other) - opened(one)),
    waits: cases.filter(({ view }) => view.turn === 'theirs').sort(longestFirst),
    undelivered,
    hasMore: [due, changed, undelivered].some(({ length }) => length === pageMax),
  }
}

function isNeeding({ view, due, isRefused }: DayCase): boolean {
  return (
    isRefused || view.turn === 'ours' || view.turn === 'both' || (view.turn === 'nobody' && due.length > 0)
  )
}

function firstDueFirst(one: DayCase, other: DayCase): number {
  return ends(one) - ends(other) || longestFirst(one, other)
}

/** What has no end comes behind everything that has one; a number, for two of them are compared. */
function ends({ due }: DayCase): number {
  const [first] = due
  return first === undefined ? Number.MAX_SAFE_INTEGER : Date.parse(first.ends)
}

function longestFirst(one: DayCase, other: DayCase): number {
  return Date.parse(one.view.updatedAt) - Date.parse(other.view.updatedAt)
}

function opened({ view }: DayCase): number {
  return Date.parse(view.openedAt)
}
