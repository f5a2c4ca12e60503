import type { IndexedRequest } from '../../store/search/indexing.ts'
import { countAwaited } from '../../store/search/indexing.ts'
import {
  type Walk,
  countWords,
  findAlong,
  lastAlong,
  partsOf,
  placeOfRequest,
} from '../../store/search/finding.ts'
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
import { scopeOf } from '../scopeOf.ts'
import { askedWords, wholeNumber } from './words.ts'

/** What somebody looks for; what is absent is not asked. */
export interface SearchQuestion {
  /** At most `askedCharactersMax` characters and `askedWordsMax` words, all of which must be there. */
  readonly words?: string
  /** The other State. */
  readonly peer?: string
  /** On which side the own authority is. */
  readonly side?: Side
  readonly status?: 'open' | 'closed'
  /** Of a measure. */
  readonly kind?: string
  /** When the request was opened: not before, and before. */
  readonly from?: Date
  readonly until?: Date
  /** Id of the request behind which the page begins. */
  readonly after?: string
}

/** A request that was found, and in which parts of its record. */
export type FoundCase = CaseView & { readonly parts: readonly Exclude<SearchPart, 'all'>[] }

/** A page of what was found, the last opened first. */
export interface Found {
  readonly names: DeskNames
  readonly cases: readonly FoundCase[]
  /** Id of the request behind which it goes on; null: there is nothing more. */
  readonly next: string | null
  /** The page is not full, for so many requests were looked at: there may be more behind `next`. */
  readonly isBroken: boolean
  /** Messages that are not in the index yet, counted up to `awaitedCountedMax`. */
  readonly awaited: number
}

/** Whether there is a word in it, and not more than may be asked at once. */
export function isAskable(text: string): boolean {
  const { askedCharactersMax, askedWordsMax } = exchangeLimits.search
  if (text.length > askedCharactersMax) return false
  const words = askedWords(text).length
  return words > 0 && words <= askedWordsMax
}

/** A word that every request has, and no text. */
const everyRequest = '*'

/** Words of a request beside those of its texts, by which filters go along the index. */
export function filterWords({ counterpart_state, side }: Pick<IndexedRequest, 'counterpart_state' | 'side'>) {
  return [everyRequest, `*${counterpart_state}`, `*${side}`]
}

/**
 * Looks for requests of the reader's authority. That somebody did, for what and what they found is in the log before it is returned.
 * However many requests there are, a page looks at so many at most: those with the word that is rarest.
 */
export async function findCases(node: Node, question: SearchQuestion, reader: DeskReader): Promise<Found> {
  const { foundMax, lookedAtMax, awaitedCountedMax } = exchangeLimits.search
  const { authority } = reader
  const { walk, words, texts } = await plan(node, question, authority)
  const wanted = {
    words,
    isClosed: question.status === undefined ? null : question.status === 'closed',
    finalStates: [...finalStates()],
    kind: question.kind ?? null,
  }
  const rows = await findAlong(node.db, walk, wanted, { most: lookedAtMax, limit: foundMax + 1 })
  const shown = rows.slice(0, foundMax)
  const isFull = rows.length > foundMax
  const last = isFull ? shown.at(-1) : await lastAlong(node.db, walk, lookedAtMax)
  const parts = await partsOf(node.db, authority, texts, shown)
  const now = node.now()
  const cases = shown.map((row) => ({
    ...caseView(row, openRecord(row).state, now),
    parts: inOrder(parts.get(row.id) ?? []),
  }))
  const awaited = await countAwaited(node.db, awaitedCountedMax)
  await note(node, question, reader, shown)
  const names = deskNames(node, authority, cases)
  return { names, cases, next: last?.id ?? null, isBroken: !isFull && last !== null, awaited }
}

interface Plan {
  readonly walk: Walk
  /** What must be there beside the word of the walk. */
  readonly words: readonly string[]
  /** Those words that somebody typed. */
  readonly texts: readonly string[]
}

async function plan({ db }: Node, question: SearchQuestion, authority: string): Promise<Plan> {
  const { words: typed = '', peer, side, from = null, until = null } = question
  const { countedMax } = exchangeLimits.search
  const whole = wholeNumber(typed)
  const filters = [...(peer === undefined ? [] : [`*${peer}`]), ...(side === undefined ? [] : [`*${side}`])]
  const asked = askedWords(typed)
  const range = { authority, from, until }
  const all = [...asked, ...filters, everyRequest]
  const counts = await countWords(db, range, [...all, ...(whole === null ? [] : [whole])], countedMax)
  // A number that is known as one is meant as one, however it was grouped.
  const isNumber = whole !== null && (counts.get(whole) ?? 0) > 0
  const texts = isNumber ? [whole] : asked
  const needed = [...texts, ...filters, everyRequest]
  const rarest = needed.reduce((one, other) =>
    (counts.get(other) ?? 0) < (counts.get(one) ?? 0) ? other : one,
  )
  const after = question.after === undefined ? null : await placeOfRequest(db, authority, question.after)
  const words = needed.filter((word) => word !== rarest && word !== everyRequest)
  return { walk: { ...range, word: rarest, after }, words, texts }
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
  const said = Object.entries(question).map(
    ([name, value]) => `${name} ${value instanceof Date ? value.toISOString() : String(value)}`,
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
