import type { LetterLanguage } from '../../letter/language.ts'
import type { NamedPerson } from '../drafts/people.ts'
import { listHandlers } from '../../store/attention/assignments.ts'
import { findHold } from '../../store/erasure.ts'
import { findNamedMessage } from '../../store/messages.ts'
import type { Text } from '../../message/generated/types.ts'
import { codeText } from '../../message/code.ts'
import type { ExhibitStanding } from '../../workflow/acceptance.ts'
import type { Side } from '../../workflow/state.ts'
import { acceptanceOf } from '../exhibits/acceptance.ts'
import { type DraftLine, listDraftsAbout } from '../drafts/listDrafts.ts'
import type { Node } from '../node.ts'
import { type ReadCase, readCase } from '../readCase.ts'
import { type CaseFile, listCaseFiles } from './caseFiles.ts'
import { type CaseLetters, caseLetters } from './caseLetters.ts'
import { type CaseView, caseView } from './caseView.ts'
import type { DeskReader } from './deskReader.ts'
import { type DeskMove, movesOf } from './deskMove.ts'
import { type DueView, dueView } from './dueView.ts'
import { type Hands, handsOf } from './hands.ts'
import { type RefusedView, type TimelineEntry, refusedView, timelineEntry } from './entryView.ts'
import { type Attention, attentionOf } from './attention.ts'
import { type DeskNames, deskNames } from './names.ts'
import { type Timeline, type TimelinePlace, readTimeline, timelineMax, timelineStart } from './timeline.ts'
import { noteOpened } from './opening.ts'

/** A condition that binds, with the words of whoever set it. */
export interface StandingCondition {
  readonly measure: string
  readonly code: string
  readonly until: string | null
  readonly untilEvent: string | null
  readonly text: Text | null
}

/** A case with its record; plain data. */
export interface DeskRecord {
  readonly view: CaseView
  readonly names: DeskNames
  /** What is read of it as letters; none on a page behind the first. */
  readonly letters: CaseLetters['letters']
  /** What would be among them and does not fit. */
  readonly elsewhere: CaseLetters['elsewhere']
  /** What this authority is about to say in it: drafts that have not ended. */
  readonly drafts: readonly DraftLine[]
  readonly references: { readonly requesting: string; readonly requested: string | null }
  /** Who of the authority has it, and who may be given it. */
  readonly attention: Attention & { readonly handlers: readonly NamedPerson[] }
  /** Who has it on each side now. */
  readonly parties: Readonly<Record<Side, string>>
  readonly hold: { readonly since: string; readonly person: string; readonly reason: string } | null
  readonly conditions: readonly StandingCondition[]
  readonly due: readonly DueView[]
  readonly may: Readonly<Record<Side, readonly DeskMove[]>>
  /** Behind which item this page of the record begins. */
  readonly after: TimelinePlace
  /** What happened in the record, in its order. */
  readonly timeline: Timeline
  /** The messages on this page, and those that wait to be answered. */
  readonly entries: readonly TimelineEntry[]
  readonly unplaced: readonly TimelineEntry[]
  /** Who wrote and who approved the own messages that were drafted at this desk, by the id of the message. */
  readonly hands: ReadonlyMap<string, Hands>
  readonly refused: readonly RefusedView[]
  readonly files: readonly CaseFile[]
  /** What the receiving side has made of each file of each delivery. */
  readonly standings: readonly ExhibitStanding[]
}

/** A case of this reader's authority from behind a place, or null; the reading is in the log before it is returned. */
export async function readRecord(
  node: Node,
  request: string,
  reader: DeskReader,
  after: TimelinePlace,
  language: LetterLanguage,
): Promise<DeskRecord | null> {
  const read = await readCase(node, request, reader, after.sequence, timelineMax)
  if (read === null) return null
  const { row, state, record } = read
  const isFirst = after === timelineStart
  const handled = (await attentionOf(node, reader, [row]))(row.id)
  const { letters, elsewhere, opened } = isFirst ? await caseLetters(node, read, reader, language) : noLetters
  await noteOpened(node, reader, request, opened)
  const now = node.now()
  const entries = record.map(timelineEntry)
  const files = await listCaseFiles(node, request)
  const view = caseView(row, state, now)
  const hold = await findHold(node.db, request)
  const [requesting, requested] =
    row.side === 'requesting'
      ? [row.own_authority, row.counterpart_authority]
      : [row.counterpart_authority, row.own_authority]
  return {
    view,
    names: deskNames(node, reader.authority, [view]),
    letters,
    elsewhere,
    drafts: await listDraftsAbout(node, request, reader.authority),
    references: state?.references ?? { requesting: row.reference, requested: null },
    attention: { ...handled, handlers: await handlersOf(node, reader) },
    parties: { requesting, requested },
    hold:
      hold === null
        ? null
        : { since: hold.placed_at.toISOString(), person: hold.person, reason: hold.reason },
    conditions: (state?.measures ?? []).flatMap(({ id, obligations }) =>
      obligations.map(({ code, until, untilEvent, text }) => ({
        measure: id,
        code: codeText(code),
        until,
        untilEvent,
        text,
      })),
    ),
    due: dueView(state, now),
    may: {
      requesting: row.closed === null ? movesOf(state, 'requesting', now) : [],
      requested: row.closed === null ? movesOf(state, 'requested', now) : [],
    },
    after,
    timeline: await readTimeline(node, { request, authority: reader.authority }, record, after),
    entries: [...entries, ...(await awaitedElsewhere(node, read))],
    unplaced: read.unplaced.map(timelineEntry),
    hands: await handsOf(
      node,
      request,
      [...record, ...read.unplaced].map(({ id }) => id),
    ),
    refused: read.refusals.map(refusedView),
    files,
    // The whole record is replayed for it: not where nothing of it hands anything over.
    standings:
      isFirst && (files.length > 0 || record.length === timelineMax || hasExhibits(entries))
        ? await acceptanceOf(node.db, request)
        : [],
  }
}

/** A page behind the first tells what happened, and shows the words of nothing. */
const noLetters: CaseLetters = { letters: [], elsewhere: [], opened: [] }

function hasExhibits(entries: readonly TimelineEntry[]): boolean {
  return entries.some(({ exhibits }) => exhibits.length > 0)
}

/** The messages that wait to be answered and are not on the page. */
async function awaitedElsewhere(
  { db }: Node,
  { row, state, record }: ReadCase,
): Promise<readonly TimelineEntry[]> {
  const elsewhere = (state?.questions ?? []).filter(({ message }) => !record.some(({ id }) => id === message))
  const found = await Promise.all(
    elsewhere.map(({ message: id, by }) =>
      findNamedMessage(db, { id, from_state: by === row.side ? row.own_state : row.counterpart_state }),
    ),
  )
  return found.flatMap((message) => (message === null ? [] : [timelineEntry(message)]))
}

/** An auditor gives nobody anything. */
async function handlersOf({ db }: Node, { authority, role }: DeskReader): Promise<readonly NamedPerson[]> {
  if (role === 'auditor') return []
  return (await listHandlers(db, authority)).map(({ sign_in_name, name }) => ({
    signInName: sign_in_name,
    name,
  }))
}
