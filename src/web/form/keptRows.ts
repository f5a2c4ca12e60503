import { hash } from 'node:crypto'
import type { JsonValue } from '../../message/json.ts'

/** What a form says of a row beside its fields: which row of the saved draft it is, and whether nothing else of it is posted. */
export interface RowTrace {
  readonly isKept: boolean
  /** The first digits of the SHA-256 of the row as it was saved. */
  readonly digest: string
}

const trace = /^(kept|open) ([0-9a-f]{16})$/
const digits = 16
const digests = new WeakMap<object, string>()

/** The trace of a row that is folded: it stays what the draft has. */
export function keptTrace(row: JsonValue): string {
  return `kept ${digestOf(row)}`
}

/** The trace of a row whose fields are shown, beside others that are folded. */
export function openTrace(row: JsonValue): string {
  return `open ${digestOf(row)}`
}

/** Reads a trace; null: it is none. */
export function traceIn(value: string): RowTrace | null {
  const [, kind, digest] = trace.exec(value) ?? []
  return digest === undefined ? null : { isKept: kind === 'kept', digest }
}

/** Whether a row stands in a list as it is here. */
export function hasRow(rows: readonly JsonValue[], row: JsonValue | undefined): boolean {
  return row !== undefined && rows.some((one) => digestOf(one) === digestOf(row))
}

/**
 * Which rows of a list were meant, by the numbers that they were posted with: the one of the same number where it is the same
 * still, else the one that is the same. Rows that are nowhere are not in what is returned.
 *
 * @param isSame - the list is the one of which the form was made. Else somebody has changed it meanwhile, and a row that is
 *   nowhere as it was is taken for the one that stands between its neighbours now, or for any that no other row is
 */
export function rowsMeant(
  traces: ReadonlyMap<number, RowTrace>,
  rows: readonly JsonValue[],
  isSame: boolean,
): ReadonlyMap<number, JsonValue> {
  const found = new Map<number, number>()
  const taken = new Set<number>()
  const isFree = (place: number): boolean => place in rows && !taken.has(place)
  const firstFree = (isIt: (row: JsonValue, place: number) => boolean): number =>
    rows.findIndex((row, place) => isFree(place) && isIt(row, place))
  const isRow = (place: number, digest: string): boolean =>
    isFree(place) && digestOf(rows[place] ?? null) === digest
  const ways: readonly ((number: number, trace: RowTrace) => number)[] = [
    (number, { digest }) => (isRow(number, digest) ? number : -1),
    (_number, { digest }) => firstFree((row) => digestOf(row) === digest),
    (number) => (isSame ? -1 : firstFree((_row, place) => isBetween(found, number, place))),
    () => (isSame ? -1 : firstFree(() => true)),
  ]
  for (const way of ways)
    for (const [number, one] of traces) {
      const place = found.has(number) ? -1 : way(number, one)
      if (!isFree(place)) continue
      taken.add(place)
      found.set(number, place)
    }
  return new Map(
    [...found].flatMap(([number, place]) => (place in rows ? [[number, rows[place] ?? null]] : [])),
  )
}

/** Whether a place is between those of the rows before and behind one. */
function isBetween(found: ReadonlyMap<number, number>, number: number, place: number): boolean {
  return [...found].every(([other, at]) => (other < number ? at < place : at > place))
}

function digestOf(row: JsonValue): string {
  if (typeof row !== 'object' || row === null) return newDigest(row)
  const known = digests.get(row)
  if (known !== undefined) return known
  const made = newDigest(row)
  digests.set(row, made)
  return made
}

/** Both are read from the same saved text, so that members stand in the same order. */
function newDigest(row: JsonValue): string {
  return hash('sha256', JSON.stringify(row)).slice(0, digits)
}
