/** A count that is not told, and whether its marks stay true when it rises or falls by one. */
export interface Cell {
  readonly row: number
  readonly column: number
  readonly mayRise: boolean
  readonly mayFall: boolean
}

/** What is not told of a table, and which of its sums are known. */
export interface Untold {
  readonly cells: readonly Cell[]
  readonly rowsAreKnown: boolean
  readonly columnsAreKnown: boolean
}

type Place = string

/** Where one may go from each row and column: a count that rises carries it from its row to its column, one that falls back. */
export interface Shifts {
  readonly rowPlace: (row: number) => Place
  readonly columnPlace: (column: number) => Place
  readonly next: ReadonlyMap<Place, readonly { readonly to: Place; readonly cell: Cell }[]>
}

/** The shifts that are possible among the counts that are not told. */
export function shiftsOf({ cells, rowsAreKnown, columnsAreKnown }: Untold): Shifts {
  // Lines whose sums nobody knows are one place: what is missing in one of them need not be made up for.
  const rowPlace = (row: number): Place => (rowsAreKnown ? `row ${row}` : 'anywhere')
  const columnPlace = (column: number): Place => (columnsAreKnown ? `column ${column}` : 'anywhere')
  const next = new Map<Place, { to: Place; cell: Cell }[]>()
  const join = (from: Place, to: Place, cell: Cell): void => {
    const known = next.get(from) ?? []
    known.push({ to, cell })
    next.set(from, known)
  }
  for (const cell of cells) {
    if (cell.mayRise) join(rowPlace(cell.row), columnPlace(cell.column), cell)
    if (cell.mayFall) join(columnPlace(cell.column), rowPlace(cell.row), cell)
  }
  return { rowPlace, columnPlace, next }
}

/**
 * Whether a count that is not told could have another value with all known sums the same: it rises or falls by one,
 * and others that are not told make up for it in its row and in its column, and for those others again.
 */
export function canBeOther(cell: Cell, shifts: Shifts): boolean {
  const [ofRow, ofColumn] = [shifts.rowPlace(cell.row), shifts.columnPlace(cell.column)]
  return (
    (cell.mayRise && isPath(shifts, ofColumn, ofRow, cell)) ||
    (cell.mayFall && isPath(shifts, ofRow, ofColumn, cell))
  )
}

/** Whether one can be shifted from a column to another, with all row sums the same. */
export function hasShift(
  shifts: Shifts,
  { from, to }: { readonly from: number; readonly to: number },
): boolean {
  return isPath(shifts, shifts.columnPlace(from), shifts.columnPlace(to), null)
}

/** Whether shifts lead from one place to the other without this cell. */
function isPath({ next }: Shifts, from: Place, to: Place, without: Cell | null): boolean {
  const seen = new Set<Place>([from])
  const waiting = [from]
  for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
    if (place === to) return true
    for (const one of next.get(place) ?? []) {
      if (one.cell === without || seen.has(one.to)) continue
      seen.add(one.to)
      waiting.push(one.to)
    }
  }
  return false
}
