import { type Cell, type Shifts, canBeOther, hasShift, shiftsOf } from './shift.ts'

/** How a count is told: itself; `few`, from 1 to below the least number; or not, because it would tell of another. */
export type Mark = 'shown' | 'few' | 'hidden'

/** Counts of groups (rows) by kinds (columns), with the counts of all groups together. */
export interface Counts {
  readonly rows: readonly (readonly number[])[]
  readonly total: readonly number[]
  /** The sum of each row, and of the total, is told elsewhere. */
  readonly sumsAreKnown: boolean
}

/** Null: no choice of marks keeps the counts apart, so these are not told at all. */
export interface Marks {
  readonly rows: readonly (readonly Mark[])[] | null
  readonly total: readonly Mark[] | null
}

/**
 * Which counts of a table are told so that none that is not told can be computed from those that are. Every sum is
 * taken for known: of each column, and where it is so of each row; so is what the marks themselves say (few is less
 * than `small` and not nought; what is hidden beside it is not less) and that nought is told.
 *
 * What is not told is safe where it can be shifted: a cycle of cells that are not told, of which every other one rises
 * and the rest fall by one, leaves all sums as they are and all marks true. So each could have another value. Where one
 * cannot be shifted, a further count is hidden, the smallest that may help. For that total
 * counts are taken as known even where they are not told.
 * Gusfield, A graph theoretic approach to statistical data security, SIAM J. Comput. 17 (1988).
 *
 * @param small - the least number that is told, from 3
 */
export function suppress({ rows, total, sumsAreKnown }: Counts, small: number): Marks {
  const ofTotal = { small, rowsAreKnown: sumsAreKnown, columnsAreKnown: false }
  const [totalMarks] = protectedMarks([total], fewOf([total], small), ofTotal) ?? []
  if (totalMarks === undefined) return { rows: null, total: null }
  const bearing = cellsOf([total], [totalMarks], small)
  const ofRows = { small, rowsAreKnown: sumsAreKnown, columnsAreKnown: true }
  let marks = fewOf(rows, small)
  for (;;) {
    const inner = protectedMarks(rows, marks, ofRows)
    if (inner === null) return { rows: null, total: totalMarks }
    const shifts = shiftsOf({ cells: cellsOf(rows, inner, small), ...ofRows })
    const fixed = bearing.find((cell) => !isFollowed(shiftOf(cell, bearing, sumsAreKnown), shifts))
    if (fixed === undefined || rows.length === 0) return { rows: inner, total: totalMarks }
    if (!hideForShift(shiftOf(fixed, bearing, sumsAreKnown), rows, inner))
      return { rows: null, total: totalMarks }
    marks = inner
  }
}

interface Known {
  readonly small: number
  readonly rowsAreKnown: boolean
  readonly columnsAreKnown: boolean
}

function fewOf(rows: Counts['rows'], small: number): Mark[][] {
  return rows.map((row) => row.map((count): Mark => (count > 0 && count < small ? 'few' : 'shown')))
}

/** Hides more until all that is not told could have another value; null where nothing does it. */
function protectedMarks(rows: Counts['rows'], begun: Mark[][], { small, ...known }: Known): Mark[][] | null {
  const marks = begun.map((row) => [...row])
  for (;;) {
    const cells = cellsOf(rows, marks, small)
    const shifts = shiftsOf({ cells, ...known })
    const bare = cells.filter((cell) => !canBeOther(cell, shifts))
    if (bare.length === 0) return marks
    const sums = untoldPerLine(rows, marks)
    const alone = (of: Line) => bare.filter((cell) => sums[of][cell[of]] === 1)
    // One after the other spares most, but where very much is bare it would take too long.
    const next = bare.length > bareMax ? bare : bare.slice(0, 1)
    const isMore =
      (known.rowsAreKnown && hideBeside(alone('row'), 'row', rows, marks)) ||
      (known.columnsAreKnown && hideBeside(alone('column'), 'column', rows, marks)) ||
      hideBeside(next, 'row', rows, marks) ||
      hideBeside(next, 'column', rows, marks)
    if (!isMore) return null
  }
}

const bareMax = 20

type Line = 'row' | 'column'
type Place = Pick<Cell, Line>

/**
 * Hides for each of these cells one count that is still told in its row or column: the smallest, and before others one
 * across which another is hidden already. False where there was none.
 */
function hideBeside(cells: readonly Place[], along: Line, rows: Counts['rows'], marks: Mark[][]): boolean {
  const across = along === 'row' ? 'column' : 'row'
  const untold = untoldPerLine(rows, marks)
  let isMore = false
  for (const cell of cells) {
    const isCrossed = (one: Place): number => ((untold[across][one[across]] ?? 0) > 0 ? 1 : 0)
    const [beside] = placesAlong(cell, along, rows)
      .filter((one) => countAt(rows, one) > 0 && isTold(marks, one))
      .sort((one, other) => isCrossed(other) - isCrossed(one) || countAt(rows, one) - countAt(rows, other))
    const ofRow = beside === undefined ? undefined : marks[beside.row]
    if (beside === undefined || ofRow === undefined) continue
    ofRow[beside.column] = 'hidden'
    untold[across][beside[across]] = (untold[across][beside[across]] ?? 0) + 1
    isMore = true
  }
  return isMore
}

function placesAlong({ row, column }: Place, along: Line, rows: Counts['rows']): Place[] {
  return along === 'row'
    ? (rows[row] ?? []).map((_, other) => ({ row, column: other }))
    : rows.map((_, other) => ({ row: other, column }))
}

/** How many counts are not told in each row and in each column. */
function untoldPerLine(rows: Counts['rows'], marks: readonly (readonly Mark[])[]): Record<Line, number[]> {
  const ofRows = marks.map((row) => row.filter((mark) => mark !== 'shown').length)
  const ofColumns = (rows[0] ?? []).map((_, column) => marks.filter((row) => row[column] !== 'shown').length)
  return { row: ofRows, column: ofColumns }
}

function countAt(rows: Counts['rows'], { row, column }: Place): number {
  return rows[row]?.[column] ?? 0
}

function isTold(marks: readonly (readonly Mark[])[], { row, column }: Place): boolean {
  return marks[row]?.[column] === 'shown'
}

function cellsOf(rows: Counts['rows'], marks: readonly (readonly Mark[])[], small: number): readonly Cell[] {
  return rows.flatMap((counts, row) =>
    counts.flatMap((count, column): Cell[] => {
      const mark = marks[row]?.[column]
      if (mark === undefined || mark === 'shown') return []
      const mayRise = mark === 'hidden' || count < small - 1
      const mayFall = mark === 'hidden' ? count > small : count > 1
      return [{ row, column, mayRise, mayFall }]
    }),
  )
}

/** A total that is not told, what it does when it changes, and the other total that makes up for it. */
interface Shift {
  readonly column: number
  readonly does: 'rise' | 'fall' | 'either' | 'neither'
  readonly other: number | null
}

/** The first change of totals that their marks allow: it is the same for every table that has these totals. */
function shiftOf(cell: Cell, bearing: readonly Cell[], sumsAreKnown: boolean): Shift {
  const { column, mayRise, mayFall } = cell
  if (!sumsAreKnown)
    return { column, other: null, does: mayRise && mayFall ? 'either' : mayRise ? 'rise' : 'fall' }
  for (const other of bearing.filter((one) => one !== cell)) {
    if (mayRise && other.mayFall) return { column, does: 'rise', other: other.column }
    if (mayFall && other.mayRise) return { column, does: 'fall', other: other.column }
  }
  return { column, does: 'neither', other: null }
}

/** Whether the counts of the groups can follow a change of totals. */
function isFollowed({ column, does, other }: Shift, shifts: Shifts): boolean {
  if (does === 'neither') return false
  const [place, anywhere] = [shifts.columnPlace(column), shifts.rowPlace(0)]
  const leads = (from: string, to: string): boolean =>
    shifts.next.get(from)?.some((one) => one.to === to) === true
  if (other === null)
    return (does !== 'fall' && leads(anywhere, place)) || (does !== 'rise' && leads(place, anywhere))
  return hasShift(shifts, does === 'rise' ? { from: other, to: column } : { from: column, to: other })
}

/** Hides in one group the counts between which a change of totals can happen; false where no group has both. */
function hideForShift({ column, other }: Shift, rows: Counts['rows'], marks: Mark[][]): boolean {
  if (other === null) return false
  const told = (row: number): readonly number[] =>
    [column, other].filter((one) => marks[row]?.[one] === 'shown')
  const [chosen] = rows
    .map((counts, row) => ({ row, of: Math.min(counts[column] ?? 0, counts[other] ?? 0), told: told(row) }))
    .filter((one) => one.of > 0 && one.told.length > 0)
    .sort((one, next) => one.of - next.of)
  const rowMarks = chosen === undefined ? undefined : marks[chosen.row]
  if (chosen === undefined || rowMarks === undefined) return false
  for (const one of chosen.told) rowMarks[one] = 'hidden'
  return true
}
