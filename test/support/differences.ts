import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'

/** One row of a table of `docs/vectors.md`: the cells, without the marks of code. */
export type Row = readonly string[]

const page = resolve(import.meta.dirname, '../../docs/vectors.md')

/**
 * The table under a heading of `docs/vectors.md`. The page is what a reader sees and what the tests hold: a difference
 * that is not in it fails.
 */
export function differences(heading: string): readonly Row[] {
  const lines = readFileSync(page, 'utf8').split('\n')
  const start = lines.indexOf(`## ${heading}`)
  assert.ok(start >= 0, `docs/vectors.md has no section "${heading}"`)
  const rest = lines.slice(start + 1)
  const end = rest.findIndex((line) => line.startsWith('## '))
  const [, , ...rows] = rest.slice(0, end < 0 ? undefined : end).filter((line) => line.startsWith('|'))
  assert.ok(rows.length > 0, `docs/vectors.md has no table under "${heading}"`)
  return rows.map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim().replaceAll('`', '')),
  )
}
