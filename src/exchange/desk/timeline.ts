import { subjectOf } from '../../audit/entry.ts'
import { type LoggedRow, lastOfTimeline, listTimeline } from '../../store/timeline.ts'
import type { MessageRow } from '../../store/tables.ts'
import { type ClockChange, clockChangesIn } from '../../workflow/clockHistory.ts'
import type { Node } from '../node.ts'
import { recordEntries } from '../recordEntries.ts'
import { findPlacedAt } from '../../store/messages.ts'
import { type TimelineEntry, timelineEntry } from './entryView.ts'
import { type LoggedView, loggedViews } from './loggedEntry.ts'

/** Something of a record that happened: a message, what became of a clock by it, or what the log tells beside messages. */
export type TimelineItem =
  | { readonly kind: 'message'; readonly entry: TimelineEntry }
  | { readonly kind: 'clock'; readonly change: ClockChange }
  | { readonly kind: 'logged'; readonly logged: LoggedView }

/** Behind which item a page of a timeline begins: the last message before it, and the last entry of the log. */
export interface TimelinePlace {
  /** 0: from the first message on. */
  readonly sequence: number
  /** Number of the entry in the order of writing; null: the last that was written when that message came. */
  readonly entry: number | null
}

export const timelineStart: TimelinePlace = { sequence: 0, entry: 0 }

/** A page of a timeline. */
export interface Timeline {
  readonly items: readonly TimelineItem[]
  /** Behind which the next page begins; null: this is the last. */
  readonly next: TimelinePlace | null
}

/** Messages and entries of the log on a page of a timeline. */
export const timelineMax = 100

/**
 * A page of what happened in a record, in its order: messages by their places, and what the log tells beside them between those
 * before and after which it was written.
 *
 * @param messages - behind the place, `timelineMax` at most
 */
export async function readTimeline(
  node: Node,
  { request, authority }: { readonly request: string; readonly authority: string },
  messages: readonly MessageRow[],
  place: TimelinePlace,
): Promise<Timeline> {
  const subject = subjectOf(request)
  const entry = place.entry ?? (await lastBefore(node, request, subject, place.sequence))
  const logged = await listTimeline(node.db, subject, entry, timelineMax)
  const inOrder = merged(messages, logged)
  const shown = inOrder.slice(0, timelineMax)
  const last = shown.findLast((one) => 'sequence' in one)?.sequence ?? place.sequence
  const changes = last === place.sequence ? [] : await changesOf(node, request, place.sequence, last)
  const goesOn =
    inOrder.length > shown.length || [messages, logged].some(({ length }) => length === timelineMax)
  const views = await loggedViews(
    node,
    shown.filter((one) => 'leaf' in one),
    authority,
  )
  const viewOf = new Map(views.map((view) => [view.leaf, view]))
  return {
    items: shown.flatMap((one): readonly TimelineItem[] => {
      if ('leaf' in one) {
        const logged = viewOf.get(one.leaf.toString('hex'))
        return logged === undefined ? [] : [{ kind: 'logged', logged }]
      }
      const own = changes.filter(({ sequence }) => sequence === one.sequence)
      return [
        { kind: 'message', entry: timelineEntry(one) },
        ...own.map((change) => ({ kind: 'clock', change }) as const),
      ]
    }),
    next: goesOn ? { sequence: last, entry: shown.findLast((one) => 'leaf' in one)?.id ?? entry } : null,
  }
}

/** Messages keep their order whatever the clock said when each came: one is never before another that its record has before it. */
function merged(
  messages: readonly MessageRow[],
  logged: readonly LoggedRow[],
): readonly (MessageRow | LoggedRow)[] {
  const all: (MessageRow | LoggedRow)[] = []
  let next = 0
  let since = -Infinity
  for (const message of messages) {
    since = Math.max(since, message.stored_at.getTime())
    for (let row = logged[next]; row !== undefined && row.at.getTime() < since; row = logged[next]) {
      all.push(row)
      next += 1
    }
    all.push(message)
  }
  return [...all, ...logged.slice(next)]
}

async function lastBefore({ db }: Node, request: string, subject: string, sequence: number): Promise<number> {
  const at = await findPlacedAt(db, request, sequence)
  return at === null ? 0 : await lastOfTimeline(db, subject, at)
}

/** What became of clocks by the messages behind a place up to another; none where the record was erased. */
async function changesOf(
  { db }: Node,
  request: string,
  after: number,
  until: number,
): Promise<readonly ClockChange[]> {
  const read = clockChangesIn((await recordEntries(db, request, until)) ?? [])
  return read.ok ? read.changes.filter(({ sequence }) => sequence > after) : []
}
