/**
 * A table as CSV (RFC 4180) that no program takes for more than text: every cell is quoted, and one that begins as a
 * formula does has an apostrophe before it.
 *
 * @param rows - the names of the columns first
 */
export function csvOf(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${row.map(cellOf).join(',')}\r\n`).join('')
}

function cellOf(text: string): string {
  // Some programs trim what stands before, so white space is looked through.
  const isFormula = /^[\s\p{Cf}]*[=+\-@\t\r\n|%＝＋－＠]/u.test(text)
  return `"${isFormula ? "'" : ''}${text.replaceAll('"', '""')}"`
}
