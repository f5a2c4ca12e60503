import type { LetterLanguage } from '../../letter/language.ts'
import type { LetterFormat } from '../letterFiles.ts'
import { listCases } from '../listCases.ts'
import type { TimedPlace } from '../review/terms.ts'
import type { Result } from '../../message/refusal.ts'
import type { OpenedExhibit } from '../exhibits/openExhibit.ts'
import { findRequest } from '../../store/requests.ts'
import { listStatesOf } from '../../store/search/finding.ts'
import type { Node } from '../node.ts'
import { type Found, type SearchQuestion, findCases } from '../search/search.ts'
import { noteRefusedAct } from '../refusedActs.ts'
import { type CaseView, caseView } from './caseView.ts'
import { type DeskChanges, readChanges } from './changes.ts'
import type { DayPlace } from './dayPlace.ts'
import type { DayFilter } from './dayFilter.ts'
import { type DeskDay, readDay } from './deskDay.ts'
import { type DeskDayPart, readDayPart } from './deskDayPart.ts'
import {
  type DeskMessage,
  type MessageName,
  readDeskMessage,
  readLetterFile,
  readRecordLetter,
  readSigned,
} from './deskMessage.ts'
import { type DeskFile, openCaseFile, readCaseFile } from './caseFiles.ts'
import type { DeskReader } from './deskReader.ts'
import { type DeskLogged, readLogged } from './loggedEntry.ts'
import type { TimelinePlace } from './timeline.ts'
import { type AssignmentOrder, assign } from './assigning.ts'
import { type Attention, attentionOf } from './attention.ts'
import type { Acting } from '../people/deskPeople.ts'
import { type OverKeptPage, readOverKept } from './overKept.ts'
import type { OverPlace } from '../../store/keeping.ts'
import { type DeskRecord, readRecord } from './deskRecord.ts'
import { type DeskNames, deskNames } from './names.ts'

/** Which page of the list. */
export interface CasesWanted {
  /** Only those in this state; null: all. */
  readonly state: string | null
  /** Those that have ended as well. */
  readonly ended: boolean
  /** Only those that whoever reads has, or that nobody has; null: those of the whole authority. */
  readonly whose: 'mine' | 'nobody' | null
  /** Only those in which whoever reads has not opened all that the other side said. */
  readonly unread: boolean
  /** Id of the last request of the page before; null: the first page. */
  readonly after: TimedPlace | null
}

/** One page of the cases of an authority, the last changed first. */
export interface DeskList {
  readonly names: DeskNames
  readonly cases: readonly (CaseView & {
    readonly pending: number
    readonly refused: number
    readonly attention: Attention
  })[]
  /** The place behind which the next page begins; null: this is the last. It may be that of a request that is not wanted. */
  readonly next: TimedPlace | null
}

/** Requests on a page of the list. */
export const listedMax = 50

/**
 * What is read at the desk. Whoever reads is in the log before anything is returned; what is not of the reader's authority is
 * null, as what is not there.
 */
export interface CaseReading {
  readonly day: (reader: DeskReader, filter: DayFilter) => Promise<DeskDay>
  /** One list of the desk from behind a place. */
  readonly dayPart: (reader: DeskReader, after: DayPlace, filter: DayFilter) => Promise<DeskDayPart>
  readonly list: (reader: DeskReader, wanted: CasesWanted) => Promise<DeskList>
  /** Those whose time of keeping is over, from behind a place. */
  readonly overKept: (reader: DeskReader, after: OverPlace | null) => Promise<OverKeptPage>
  readonly search: (reader: DeskReader, question: SearchQuestion) => Promise<Found>
  /** The states in which requests of the reader's authority are, of which a list is asked. Which requests are is not told. */
  readonly states: (reader: DeskReader) => Promise<readonly string[]>
  readonly record: (
    reader: DeskReader,
    request: string,
    after: TimelinePlace,
    language: LetterLanguage,
  ) => Promise<DeskRecord | null>
  /** What the log tells of it beside its messages, by the hash of its leaf (64 hexadecimal digits). */
  readonly logged: (reader: DeskReader, request: string, leaf: string) => Promise<DeskLogged | null>
  readonly message: (
    reader: DeskReader,
    request: string,
    name: MessageName,
    language: LetterLanguage,
  ) => Promise<DeskMessage | null>
  /** A message beside the earlier one that it changes, as `readChanges`. */
  readonly changes: (
    reader: DeskReader,
    request: string,
    name: MessageName,
    language: LetterLanguage,
  ) => Promise<DeskChanges | 'none' | null>
  readonly letter: (
    reader: DeskReader,
    request: string,
    name: MessageName,
    wanted: { readonly language: LetterLanguage; readonly format: LetterFormat },
  ) => Promise<Uint8Array | null>
  /** The signed message, a compact JWS. */
  readonly signed: (reader: DeskReader, request: string, name: MessageName) => Promise<string | null>
  /** All of a record as one letter. */
  readonly recordLetter: (
    reader: DeskReader,
    request: string,
    wanted: { readonly language: LetterLanguage; readonly format: LetterFormat },
  ) => Promise<Uint8Array | null>
  /** A file that was handed over. */
  readonly file: (
    reader: DeskReader,
    request: string,
    deposit: string,
    language: LetterLanguage,
  ) => Promise<DeskFile | null>
  /** Opens it, for a reason. Refuses and throws as `openCaseFile`. */
  readonly openFile: (
    reader: DeskReader,
    request: string,
    deposit: string,
    reason: string,
    gone: AbortSignal,
  ) => Promise<Result<OpenedExhibit>>
  /** Gives a request to somebody, or back. Refuses as `assign`. */
  readonly assign: (order: AssignmentOrder, by: Acting) => Promise<Result<object>>
  /** Whether a request is of the reader's authority. Nothing of it is read. */
  readonly isThere: (reader: DeskReader, request: string) => Promise<boolean>
  /** Notes that somebody wanted what is not there for them; `request` null: what they named is no id. */
  readonly noteHidden: (reader: DeskReader, wanted: string, request: string | null) => Promise<void>
}

/** @param noted - called when the log has been told of a reading, which is before its answer is given */
export function caseReading(node: Node, noted: () => void): CaseReading {
  const told = async <Answer>(answer: Promise<Answer>): Promise<Answer> => {
    const given = await answer
    noted()
    return given
  }
  return {
    day: (reader, filter) => told(readDay(node, reader, filter)),
    dayPart: (reader, after, filter) => told(readDayPart(node, reader, after, filter)),
    list: (reader, wanted) => told(readList(node, reader, wanted)),
    overKept: (reader, after) => told(readOverKept(node, reader, after)),
    search: (reader, question) => told(findCases(node, question, reader)),
    states: ({ authority }) => listStatesOf(node.db, authority),
    record: (reader, request, after, language) => told(readRecord(node, request, reader, after, language)),
    logged: (reader, request, leaf) => told(readLogged(node, request, leaf, reader)),
    message: (reader, request, name, language) =>
      told(readDeskMessage(node, request, name, reader, language)),
    changes: (reader, request, name, language) => told(readChanges(node, request, name, reader, language)),
    letter: (reader, request, name, wanted) => told(readLetterFile(node, request, name, reader, wanted)),
    signed: (reader, request, name) => told(readSigned(node, request, name, reader)),
    recordLetter: (reader, request, wanted) => told(readRecordLetter(node, request, reader, wanted)),
    file: (reader, request, deposit, language) =>
      told(readCaseFile(node, request, deposit, reader, language)),
    openFile: (reader, request, deposit, reason, gone) =>
      told(openCaseFile(node, request, deposit, reader, reason, gone)),
    assign: (order, by) => told(assign(node, order, by)),
    isThere: async (reader, request) =>
      (await findRequest(node.db, request))?.own_authority === reader.authority,
    noteHidden: (reader, wanted, request) =>
      told(
        noteRefusedAct(
          node,
          { actor: reader, wanted, ...(request === null ? {} : { request }) },
          'REQUEST_UNKNOWN',
        ),
      ),
  }
}

async function readList(
  node: Node,
  reader: DeskReader,
  { state, ended, whose, unread, after }: CasesWanted,
): Promise<DeskList> {
  const { authority, person } = reader
  const listing = {
    authorities: [authority],
    ended,
    ...(state === null ? {} : { state }),
    ...(whose === null ? {} : { whose: whose === 'mine' ? { person } : whose }),
    ...(unread ? { unreadBy: person } : {}),
    ...(after === null ? {} : { after }),
    limit: listedMax,
  }
  const now = node.now()
  const { cases: listed, next } = await listCases(node, listing, reader)
  const handled = await attentionOf(
    node,
    reader,
    listed.map(({ row }) => row),
  )
  const cases = listed.map(({ row, state: open, pending, refused }) => ({
    ...caseView(row, open, now),
    ...{ pending, refused, attention: handled(row.id) },
  }))
  return { names: deskNames(node, authority, cases), cases, next }
}
