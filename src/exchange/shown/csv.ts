/**
 * A table as CSV (RFC 4180) that no program takes for more than text, also one that takes another sign for the separator
 * (`;`, tab or `|`), or no account of quotes: every cell is quoted, and where a cell could begin for any of them as a
 * formula does, an apostrophe stands before that.
 *
 * @param rows - the names of the columns first
 */
export function csvOf(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${row.map(cellOf).join(',')}\r\n`).join('')
}

// Some programs trim what stands before, so white space is looked through; and so are quotes and reverse solidi, which for a reader with
// another separator stand in the middle of a cell, or begin one.
const beginning = /^(?=["\\\s\p{Cc}\p{Cf}]*[=+\-@\t\r\n|%＝＋－＠])/u
const behindSeparator = /[,;|\t\r\n\v\f\u0085\u2028\u2029](?=["\\\s\p{Cc}\p{Cf}]*[=+\-@|%＝＋－＠])/gu

function cellOf(text: string): string {
  const guarded = text.replace(behindSeparator, "$&'").replace(beginning, "'")
  return `"${guarded.replaceAll('"', '""')}"`
}
