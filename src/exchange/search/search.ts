import type { IndexedRequest } from '../../store/search/indexing.ts'
import { countAwaited } from '../../store/search/indexing.ts'
import {
  type FoundPlace,
  type Walk,
  countInState,
  countWords,
  findAlong,
  lastAlong,
  partsOf,
} from '../../store/search/finding.ts'
import { wordsBeginning } from '../../store/search/beginnings.ts'
import type { SearchPart } from '../../store/search/searchTables.ts'
import type { RequestRow } from '../../store/tables.ts'
import type { Side } from '../../workflow/state.ts'
import { finalStates } from '../../workflow/table.ts'
import { type CaseView, caseView } from '../desk/caseView.ts'
import type { DeskReader } from '../desk/deskReader.ts'
import { type DeskNames, deskNames } from '../desk/names.ts'
import { exchangeLimits } from '../limits.ts'
import type { Node } from '../node.ts'
import { noteInLog } from '../noteInLog.ts'
import { openRecord } from '../records.ts'
import type { TimedPlace } from '../review/terms.ts'
import { scopeOf } from '../scopeOf.ts'
import { isRarer, none, rarestOf } from './rarest.ts'
import { askedText, waysToBegin, wholeNumber } from './words.ts'

/** What somebody looks for; what is absent is not asked. */
export interface SearchQuestion {
  /** At most `askedCharactersMax` characters and `askedWordsMax` words, all of which must be there; one may be a beginning (`askedText`). */
  readonly words?: string
  /** The other State. */
  readonly peer?: string
  /** On which side the own authority is. */
  readonly side?: Side
  readonly status?: 'open' | 'closed'
  /** Where the request stands: a state of a machine, or one that a request alone has. */
  readonly state?: string
  /** Of a measure. */
  readonly kind?: string
  /** When the request was opened: not before, and before. */
  readonly from?: Date
  readonly until?: Date
  /** Where the last request of the page before stands. */
  readonly after?: TimedPlace
}

/** A request that was found, and in which parts of its record. */
export type FoundCase = CaseView & { readonly parts: readonly Exclude<SearchPart, 'all'>[] }

/** A page of what was found, the last opened first. */
export interface Found {
  readonly names: DeskNames
  readonly cases: readonly FoundCase[]
  /** Behind which place it goes on; null: there is nothing more. */
  readonly next: TimedPlace | null
  /** More words have the beginning that was asked for than were looked for. */
  readonly isCut: boolean
  /** The page is not full, for so many requests were looked at: there may be more behind `next`. */
  readonly isBroken: boolean
  /** Messages of the authority that are not in the index yet, of the first `awaitedCountedMax` that wait. */
  readonly awaited: number
}

/** Whether there is a word in it, and not more than may be asked at once; a beginning is one word, and long enough. */
export function isAskable(text: string): boolean {
  const { askedCharactersMax, askedWordsMax } = exchangeLimits.search
  if (text.length > askedCharactersMax || !hasFitBeginnings(text)) return false
  const { words, beginnings } = askedText(text)
  const count = words.length + beginnings.length
  return count > 0 && count <= askedWordsMax
}

/** Whether it asks for one beginning at most, and for one of so many letters that not every word has it. */
export function hasFitBeginnings(text: string): boolean {
  const { beginnings } = askedText(text)
  const { beginningCharactersMin } = exchangeLimits.search
  return beginnings.length < 2 && beginnings.every((one) => Array.from(one).length >= beginningCharactersMin)
}

/** A word that every request has, and no text. */
const everyRequest = '*'

/** Words of a request beside those of its texts, by which filters go along the index. */
export function filterWords({ counterpart_state, side }: Pick<IndexedRequest, 'counterpart_state' | 'side'>) {
  return [everyRequest, `*${counterpart_state}`, `*${side}`]
}

/**
 * Looks for requests of the reader's authority. That somebody did, for what and what they found is in the log before it is returned.
 * However many requests there are, a page looks at so many at most: those with the word that is rarest, or in the state that is rarer.
 */
export async function findCases(node: Node, question: SearchQuestion, reader: DeskReader): Promise<Found> {
  const { foundMax, awaitedCountedMax } = exchangeLimits.search
  const { authority } = reader
  const { ways, isCut } = await plan(node, question, authority)
  const walks = await Promise.all(ways.map((way) => walkOn(node, question, way, ways.length)))
  const { rows, until } = merged(walks)
  const shown = rows.slice(0, foundMax)
  const isFull = rows.length > foundMax
  const next = isFull ? (shown.at(-1) ?? null) : until
  const texts = [...new Set(ways.flatMap((way) => way.texts))]
  const parts = await partsOf(node.db, authority, texts, shown)
  const now = node.now()
  const cases = shown.map((row) => ({
    ...caseView(row, openRecord(row).state, now),
    parts: inOrder(parts.get(row.id) ?? []),
  }))
  const awaited = await countAwaited(node.db, authority, awaitedCountedMax)
  await note(node, question, reader, shown)
  const names = deskNames(node, authority, cases)
  return {
    names,
    cases,
    isCut,
    next: next === null ? null : { at: next.opened_at, id: next.id },
    isBroken: !isFull && until !== null,
    awaited,
  }
}

/** One way in which a request can be what is asked for. */
interface Way {
  readonly walk: Walk
  /** What must be there beside the word of the walk. */
  readonly words: readonly string[]
  /** Those words that somebody typed. */
  readonly texts: readonly string[]
  /** It passes more requests than are looked at first. */
  readonly isLong: boolean
}

/**
 * By its words; and where what was typed is a number that is known whole, however it was grouped, by that as well. By a beginning there
 * is a way for each word that has it.
 */
async function plan(
  { db }: Node,
  question: SearchQuestion,
  authority: string,
): Promise<{ readonly ways: readonly Way[]; readonly isCut: boolean }> {
  const { words: typed = '', peer, side, state, from = null, until = null } = question
  const after = question.after === undefined ? null : { opened_at: question.after.at, id: question.after.id }
  const { countedMax, lookedAtFirst, beginningWordsMax } = exchangeLimits.search
  const { words: asked, beginnings } = askedText(typed)
  const whole = beginnings.length > 0 ? null : wholeNumber(typed)
  const filters = [...(peer === undefined ? [] : [`*${peer}`]), ...(side === undefined ? [] : [`*${side}`])]
  const begun = await wordsBeginning(db, authority, beginnings.flatMap(waysToBegin), beginningWordsMax + 1)
  const meant = begun.slice(0, beginningWordsMax)
  const range = { authority, from, until }
  const all = [...asked, ...meant, ...filters, everyRequest]
  const counts = await countWords(db, range, [...all, ...(whole === null ? [] : [whole])], countedMax)
  const inState = state === undefined ? null : await countInState(db, range, state, countedMax)
  const known = whole !== null && (counts.get(whole)?.requests ?? 0) > 0 ? whole : null
  const byNumber = known === null || asked.includes(known) ? [] : [[known]]
  const byWords = beginnings.length === 0 ? [asked] : meant.map((word) => [...new Set([...asked, word])])
  const ways = [...byNumber, ...byWords].map((texts) => {
    const needed = [...texts, ...filters, everyRequest]
    const rarest = rarestOf(needed, counts)
    const ofRarest = counts.get(rarest) ?? none
    const isByState = state !== undefined && inState !== null && isRarer(inState, ofRarest)
    const words = needed.filter((word) => word !== everyRequest && (isByState || word !== rarest))
    const isLong = (isByState ? inState : ofRarest).requests > lookedAtFirst
    return {
      walk: { ...range, along: isByState ? { state } : { word: rarest }, after },
      words,
      texts,
      isLong,
    }
  })
  return { ways, isCut: begun.length > meant.length }
}

/** What was found on one way. */
interface Walked {
  readonly rows: readonly RequestRow[]
  /** How far it has looked; null: to the end. */
  readonly until: FoundPlace | null
}

/** @param among - ways of this question, which look at no more requests together than one alone may, or each of two */
async function walkOn(
  { db }: Node,
  question: SearchQuestion,
  { walk, words, isLong }: Way,
  among: number,
): Promise<Walked> {
  const { foundMax, lookedAtFirst, lookedAtMax: ofOne } = exchangeLimits.search
  const lookedAtMax = among <= 2 ? ofOne : Math.floor(ofOne / among)
  const wanted = {
    words,
    isClosed: question.status === undefined ? null : question.status === 'closed',
    finalStates: [...finalStates()],
    state: question.state ?? null,
    kind: question.kind ?? null,
  }
  const find = (most: number) => findAlong(db, walk, wanted, { most, limit: foundMax + 1 })
  const first = isLong && lookedAtFirst < lookedAtMax ? await find(lookedAtFirst) : []
  const rows = first.length > foundMax ? first : await find(lookedAtMax)
  const until = rows.length > foundMax ? (rows.at(-1) ?? null) : await lastAlong(db, walk, lookedAtMax)
  return { rows, until }
}

/** What was found on several ways, in one order, as far as all of them have looked. */
function merged(walks: readonly Walked[]): Walked {
  const ends = walks.flatMap(({ until }) => until ?? []).sort(lastOpenedFirst)
  const until = ends[0] ?? null
  const rows = new Map(walks.flatMap((walk) => walk.rows).map((row) => [row.id, row]))
  const seen = [...rows.values()].filter((row) => until === null || lastOpenedFirst(row, until) <= 0)
  return { rows: seen.sort(lastOpenedFirst), until }
}

function lastOpenedFirst(one: FoundPlace, other: FoundPlace): number {
  return (
    other.opened_at.getTime() - one.opened_at.getTime() ||
    (one.id < other.id ? 1 : one.id > other.id ? -1 : 0)
  )
}

const order = ['reference', 'name', 'number', 'text'] as const

function inOrder(parts: readonly SearchPart[]): (typeof order)[number][] {
  return order.filter((part) => parts.includes(part))
}

async function note(
  node: Node,
  question: SearchQuestion,
  reader: DeskReader,
  found: readonly RequestRow[],
): Promise<void> {
  const said = Object.entries<string | Date | TimedPlace>({ ...question }).map(
    ([name, value]) => `${name} ${saidOf(value)}`,
  )
  await noteInLog(node, {
    event: 'case.listed',
    actor: reader,
    count: found.length,
    details: {
      query: ['search', ...said].join('; '),
      scope: scopeOf(found.map(({ id }) => id)),
    },
  })
}

function saidOf(value: string | Date | TimedPlace): string {
  if (typeof value === 'string') return value
  return value instanceof Date ? value.toISOString() : value.id
}
