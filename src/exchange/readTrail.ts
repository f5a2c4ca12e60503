import { type Entry, subjectOf } from '../audit/entry.ts'
import { type Actor, type EventName, actingDetails } from '../audit/events.ts'
import { type NamedRequest, type TrailRow, listReferences, readTrailRows } from '../store/trail.ts'
import type { Node } from './node.ts'
import { noteInLog } from './noteInLog.ts'
import { scopeOf } from './scopeOf.ts'
import type { AnswerFile } from './review/review.ts'
import { stillWaiting, waitingHints } from './stillWaiting.ts'
import { type Spelling, hintsFor, spellingOf, whyNothing } from './trailHints.ts'

/** Entries that one reading gives at most. */
export const trailMax = 1_000

/** What an auditor asks of the log; everything that is given must hold. */
export interface TrailQuestion {
  /**
   * Its id: what is about it, and what covers it (exports, lists that showed it, readings of the log about it). Of one
   * whose readers are asked for, `case.read`, come with them those who took it or a file of it away.
   */
  readonly request?: string
  /** Whoever is named as acting: as the actor of an entry, or as the second person of what needs two. */
  readonly person?: string
  /** By which other names they act: the sign-in names of people who are called so. */
  readonly signInNames?: readonly string[]
  readonly peer?: string
  readonly events?: readonly EventName[]
  readonly from?: Date
  readonly until?: Date
  /** The first place that is looked at. */
  readonly first: number
  /** The newest first, from this place down; null: from the newest. Absent: in the order of the log, from `first` on. */
  readonly newestFrom?: number | null
  /** As what the answer is taken away; absent: it is only shown. */
  readonly file?: AnswerFile
}

/** An entry as a person reads it. */
export interface TrailLine {
  readonly index: number
  readonly entry: Entry
  /** The request that it is about; null: about none, or one that is not here any more. */
  readonly request: { readonly id: string; readonly reference: string } | null
  /** The authority of this State that has that request; null: there is none. */
  readonly authority: string | null
  /** Who did it; null: the node by itself, or it was erased. */
  readonly actor: Actor | null
  readonly details: Readonly<Record<string, unknown>> | null
  /** The message that it names, where it is here: its type, and its place in the record; null: it has none (yet). */
  readonly message: { readonly type: string; readonly place: number | null } | null
  /** Something of it was erased, and its digest alone is left. */
  readonly isErased: boolean
}

/** What the log answers. */
export interface TrailAnswer {
  readonly lines: readonly TrailLine[]
  /** In words, why it may be less than was thought of; mostly none. */
  readonly hints: readonly string[]
  /** Where somebody was asked for by whom nothing was found: what the log knows of such a name. */
  readonly spelling: Spelling | null
  /** Entries of before the question that have no place in the log yet, and so are not among the lines, whatever they say. */
  readonly waiting: number
}

/**
 * The entries of the log that answer a question, in the order that it says, opened. Who read, and what was asked, is in the log before
 * anything is returned.
 *
 * @returns at most `most` lines; where there are as many, the next page begins behind the last
 */
export async function readTrail(
  node: Node,
  question: TrailQuestion,
  reader: Actor,
  most: number = trailMax,
): Promise<TrailAnswer> {
  const { request, events, person, signInNames = [], ...asked } = question
  const waiting = await stillWaiting(node)
  const rows = await readTrailRows(node.db, {
    ...asked,
    ...(person === undefined ? {} : { person: { names: [person, ...signInNames], details: actingDetails } }),
    ...(request === undefined ? {} : { request: { id: request, subject: subjectOf(request) } }),
    ...(events === undefined ? {} : { events: request === undefined ? events : withTaking(events) }),
    limit: most,
  })
  await noteInLog(node, {
    event: 'log.read',
    actor: reader,
    count: rows.length,
    details: {
      query: JSON.stringify(question),
      ...(request === undefined ? {} : { scope: scopeOf([request]) }),
    },
  })
  const entries = rows.map((row) => ({ row, entry: JSON.parse(row.entry) as Entry }))
  const names = await listReferences(node.db, [
    ...new Set(entries.flatMap(({ entry }) => entry.record ?? [])),
  ])
  const spelling = rows.length > 0 || person === undefined ? null : await spellingOf(node, person)
  return {
    lines: entries.map(({ row, entry }) => lineOf(row, entry, names)),
    hints: [
      ...hintsFor(question, spelling),
      ...(rows.length > 0 ? [] : await whyNothing(node, question)),
      ...waitingHints(waiting),
    ],
    spelling,
    waiting,
  }
}

/** How a case, or a file of it, is taken away from the node. */
const takings = ['export.made', 'backup.made', 'exhibit.opened'] as const satisfies readonly EventName[]

/** Whoever took a case away could read it ever after: who asks for its readers asks for them too. */
function withTaking(events: readonly EventName[]): readonly EventName[] {
  return events.includes('case.read') ? [...events, ...takings] : events
}

function lineOf(
  { index, actor, details, type, place }: TrailRow,
  entry: Entry,
  names: ReadonlyMap<string, NamedRequest>,
): TrailLine {
  const named = entry.record === undefined ? undefined : names.get(entry.record)
  return {
    index,
    entry,
    request: named === undefined ? null : { id: named.id, reference: named.reference },
    authority: named?.own_authority ?? null,
    actor: actor === null ? null : (JSON.parse(actor) as Actor),
    details: details === null ? null : (JSON.parse(details) as Record<string, unknown>),
    message: type === null ? null : { type, place },
    isErased: (entry.actor !== undefined && actor === null) || (entry.d !== undefined && details === null),
  }
}
