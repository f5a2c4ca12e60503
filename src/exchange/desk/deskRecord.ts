import type { LetterLanguage } from '../../letter/language.ts'
import { listSentDrafts } from '../../store/drafts/drafts.ts'
import { findHold } from '../../store/erasure.ts'
import type { Text } from '../../message/generated/types.ts'
import { codeText } from '../../message/code.ts'
import type { ExhibitStanding } from '../../workflow/acceptance.ts'
import type { Side } from '../../workflow/state.ts'
import { acceptanceOf } from '../exhibits/acceptance.ts'
import { type DraftLine, listDraftsAbout } from '../drafts/listDrafts.ts'
import { type NamedPerson, namedPeople } from '../drafts/people.ts'
import type { Node } from '../node.ts'
import { readCase, readingMax } from '../readCase.ts'
import { type CaseFile, listCaseFiles } from './caseFiles.ts'
import { type CaseLetter, caseLetters } from './caseLetters.ts'
import { type CaseView, caseView } from './caseView.ts'
import type { DeskReader } from './deskReader.ts'
import { type DeskMove, movesOf } from './deskMove.ts'
import { type DueView, dueView } from './dueView.ts'
import { type RefusedView, type TimelineEntry, refusedView, timelineEntry } from './entryView.ts'
import { type DeskNames, deskNames } from './names.ts'

/** A condition that binds, with the words of whoever set it. */
export interface StandingCondition {
  readonly measure: string
  readonly code: string
  readonly until: string | null
  readonly untilEvent: string | null
  readonly text: Text | null
}

/** The people behind an own message. */
export interface Hands {
  readonly author: NamedPerson | null
  /** The system that wrote it, for which the author answers; null: the author did. */
  readonly system: string | null
  /** Null: it binds nobody, and one person has sent it. */
  readonly approver: NamedPerson | null
  /** In whose place it was approved; null: in nobody's. */
  readonly onBehalfOf: NamedPerson | null
}

/** A case with its record; plain data. */
export interface DeskRecord {
  readonly view: CaseView
  readonly names: DeskNames
  /** What is asked; none on a page behind the first. */
  readonly letters: readonly CaseLetter[]
  /** What this authority is about to say in it: drafts that have not ended. */
  readonly drafts: readonly DraftLine[]
  readonly references: { readonly requesting: string; readonly requested: string | null }
  /** Who has it on each side now. */
  readonly parties: Readonly<Record<Side, string>>
  readonly hold: { readonly since: string; readonly person: string; readonly reason: string } | null
  readonly conditions: readonly StandingCondition[]
  readonly due: readonly DueView[]
  readonly may: Readonly<Record<Side, readonly DeskMove[]>>
  readonly entries: readonly TimelineEntry[]
  readonly unplaced: readonly TimelineEntry[]
  /** Who wrote and who approved the own messages that were drafted at this desk, by the id of the message. */
  readonly hands: ReadonlyMap<string, Hands>
  readonly refused: readonly RefusedView[]
  readonly files: readonly CaseFile[]
  /** What the receiving side has made of each file of each delivery. */
  readonly standings: readonly ExhibitStanding[]
  /** The place after which the record goes on; null: it does not. */
  readonly next: number | null
}

/** A case of this reader's authority from the place after `after`, or null; the reading is in the log before it is returned. */
export async function readRecord(
  node: Node,
  request: string,
  reader: DeskReader,
  after: number,
  language: LetterLanguage,
): Promise<DeskRecord | null> {
  const read = await readCase(node, request, reader, after)
  if (read === null) return null
  const { row, state, record } = read
  const now = node.now()
  const entries = record.map(timelineEntry)
  const view = caseView(row, state, now)
  const hold = await findHold(node.db, request)
  const [requesting, requested] =
    row.side === 'requesting'
      ? [row.own_authority, row.counterpart_authority]
      : [row.counterpart_authority, row.own_authority]
  return {
    view,
    names: deskNames(node, reader.authority, [view]),
    letters: after > 0 ? [] : await caseLetters(node, read, language),
    drafts: await listDraftsAbout(node, request, reader.authority),
    references: state?.references ?? { requesting: row.reference, requested: null },
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
    entries,
    unplaced: read.unplaced.map(timelineEntry),
    hands: await handsOf(node, request),
    refused: read.refusals.map(refusedView),
    files: await listCaseFiles(node, request),
    // The whole record is replayed for it: not where nothing of it hands anything over.
    standings:
      after > 0 || entries.some(({ exhibits }) => exhibits.length > 0)
        ? await acceptanceOf(node.db, request)
        : [],
    next: record.length === readingMax ? after + readingMax : null,
  }
}

async function handsOf({ db }: Node, request: string): Promise<ReadonlyMap<string, Hands>> {
  const sent = await listSentDrafts(db, request, readingMax)
  const people = await namedPeople(
    db,
    sent.flatMap(({ author, approver, on_behalf_of }) => [author, approver, on_behalf_of]),
  )
  return new Map(
    sent.map(({ message, author, system, approver, on_behalf_of }) => [
      message ?? '',
      {
        author: people.get(author) ?? null,
        system,
        approver: approver === null ? null : (people.get(approver) ?? null),
        onBehalfOf: on_behalf_of === null ? null : (people.get(on_behalf_of) ?? null),
      },
    ]),
  )
}
