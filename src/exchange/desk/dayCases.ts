import type { DeskList, DeskPlace } from '../../store/desk.ts'
import { listNotOpened } from '../../store/messages.ts'
import type { RequestRow } from '../../store/tables.ts'
import type { Node } from '../node.ts'
import { openRecord } from '../records.ts'
import { type Attention, attentionOf } from './attention.ts'
import { type CaseView, caseView } from './caseView.ts'
import type { DayPage } from './dayPages.ts'
import { sayDayPlace } from './dayPlace.ts'
import type { DeskReader } from './deskReader.ts'
import { type DueView, dueView } from './dueView.ts'

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

/** What is shown of these requests now, by their ids. */
export async function openCases(
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

/** A page of them as the list has it. */
export function casesPage(
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
