import type { JsonObject, JsonValue } from '../../message/json.ts'
import { webLimits } from '../limits.ts'
import { type BodyError, valueAt } from './errorsOfBody.ts'
import { hasRow, keptTrace, openTrace } from './keptRows.ts'
import { type FormNode, withAll } from './node.ts'

/** Which rows of a form are one line each, and what the form says of which rows they are. */
export interface Folding {
  /** How much is missing and wrong in each row that is folded, by its pointer. */
  readonly folded: ReadonlyMap<string, { readonly missing: number; readonly wrong: number }>
  /** What is posted of a row, folded or shown, for its place in the saved draft to be found again. */
  readonly traces: ReadonlyMap<string, string>
  /** Where something is seen that belongs to a field: in its row where that is folded. */
  readonly seenAt: (field: string) => string
}

/** By what it is decided which row is shown with its fields. */
export interface FoldedBy {
  /** What the draft has: only what stands in it can be kept there. */
  readonly saved: JsonObject
  /** Everything that is missing or wrong in the part. */
  readonly found: readonly Pick<BodyError, 'field' | 'isMissing'>[]
  /** Pointer of a row that is wanted, or of something in one; null: of none. */
  readonly wanted: string | null
}

/** Nothing is folded. */
export const nothingFolded: Folding = { folded: new Map(), traces: new Map(), seenAt: (field) => field }

/**
 * What of a part is folded. Where it has more fields than a page can have, the rows of its outermost lists are one line each but for
 * one: the row that is wanted, or the first with something wrong, or the first in which something is missing. Where that row alone is
 * too much, its own lists are folded in the same way. What is not saved is never folded: it would be lost.
 */
export function foldingOf(nodes: readonly FormNode[], by: FoldedBy): Folding {
  const [folded, shown] = [new Map<string, FormNode>(), new Map<string, FormNode>()]
  foldIn(nodes, by, (list) => savedRows(by.saved, list), { folded, shown })
  if (folded.size === 0) return nothingFolded
  const traces = [
    ...[...folded].map(([pointer, { value }]) => [pointer, keptTrace(value ?? null)] as const),
    ...[...shown].map(([pointer, { value }]) => [pointer, openTrace(value ?? null)] as const),
  ]
  const rows = [...folded.keys()].map((pointer) => {
    const own = by.found.filter(({ field }) => isIn(pointer, field))
    const missing = own.filter(({ isMissing }) => isMissing).length
    return [pointer, { missing, wrong: own.length - missing }] as const
  })
  const seenAt = (field: string): string => rowAround(folded, field) ?? field
  return { folded: new Map(rows), traces: new Map(traces), seenAt }
}

/** The nodes with nothing in those that are folded. */
export function unfolded(nodes: readonly FormNode[], folding: Folding): readonly FormNode[] {
  if (folding.folded.size === 0) return nodes
  return nodes.map((node) => ({
    ...node,
    children: folding.folded.has(node.pointer) ? [] : unfolded(node.children, folding),
  }))
}

interface Rows {
  readonly folded: Map<string, FormNode>
  /** Rows that are shown among others, and that the saved draft has. */
  readonly shown: Map<string, FormNode>
}

type RowsOfList = (list: FormNode) => readonly JsonValue[]

function foldIn(nodes: readonly FormNode[], by: FoldedBy, savedIn: RowsOfList, found: Rows): void {
  if (countOf(nodes) <= webLimits.form.nodesMax) return
  const rows = [...listsIn(nodes)].flatMap((list) => {
    const saved = savedIn(list)
    return list.children.map((row) => ({ row, isSaved: hasRow(saved, row.value) }))
  })
  const open = opened(
    rows.map(({ row }) => row),
    by,
  )
  for (const { row, isSaved } of rows) {
    if (isSaved) (row === open ? found.shown : found.folded).set(row.pointer, row)
    // In a row that is not saved as it stands here nothing is: the draft has no such list.
    if (row === open || !isSaved) foldIn(row.children, by, isSaved ? ownRows : () => [], found)
  }
}

/** The row that is shown; undefined: all are folded. */
function opened(rows: readonly FormNode[], { found, wanted }: FoldedBy): FormNode | undefined {
  if (rows.length === 1) return rows[0]
  const hasOne = (isMissing: boolean) => (row: FormNode) =>
    found.some((one) => one.isMissing === isMissing && isIn(row.pointer, one.field))
  return (
    rows.find(({ pointer }) => isIn(pointer, wanted)) ?? rows.find(hasOne(false)) ?? rows.find(hasOne(true))
  )
}

function isIn(row: string, pointer: string | null): boolean {
  return pointer !== null && (pointer === row || pointer.startsWith(`${row}/`))
}

function countOf(nodes: readonly FormNode[]): number {
  return [...withAll(nodes)].length
}

/** The outermost lists whose rows have fields of their own. */
function* listsIn(nodes: readonly FormNode[]): Generator<FormNode> {
  for (const node of nodes) {
    const isList = node.control.kind === 'rows'
    if (isList && node.children.some(({ control }) => control.kind === 'group')) yield node
    else yield* listsIn(node.children)
  }
}

function savedRows(saved: JsonObject, { pointer }: FormNode): readonly JsonValue[] {
  const value = valueAt(saved, pointer)
  return Array.isArray(value) ? value : []
}

/** Of a row that is saved as it stands here. */
function ownRows({ value }: FormNode): readonly JsonValue[] {
  return Array.isArray(value) ? value : []
}

/** Pointer of the folded row in which something stands; null: it stands in none. */
function rowAround(folded: ReadonlyMap<string, FormNode>, field: string): string | null {
  if (folded.has(field)) return field
  const end = field.lastIndexOf('/')
  return end < 1 ? null : rowAround(folded, field.slice(0, end))
}
