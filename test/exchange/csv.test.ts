import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import fc from 'fast-check'
import { csvOf } from '../../src/exchange/shown/csv.ts'
import { requireTool } from '../support/outsideTool.ts'

interface Reading {
  readonly separator: string
  /** Which way with quotes, lines and white space; 0 is that of RFC 4180. */
  readonly way: number
  readonly rows: readonly (readonly string[])[]
}

const python = 'python3'

/** The cells of a CSV as the reader of Python finds them with each separator and each way with quotes. */
function readings(csv: string): readonly Reading[] {
  const { stdout, stderr, status } = spawnSync(python, [join(import.meta.dirname, 'readCsv.py')], {
    input: csv,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  })
  assert.equal(status, 0, stderr)
  return JSON.parse(stdout) as Reading[]
}

/** As a program begins to read a cell that trims it, and knows nothing of quotes. */
const formula = /^["\s\p{Cc}\p{Cf}]*[=+\-@%＝＋－＠]/u

const separators = [',', ';', '\t', '|'] as const
const attack = (separator: string): string =>
  `x${separator}=HYPERLINK("http://evil.example"${separator}"open")`

describe('a table for spreadsheets', () => {
  before(function () {
    requireTool(this, spawnSync(python, ['--version']).status === 0, 'python3')
  })

  it('attack 51: has no cell that begins as a formula, whatever the reader takes for separator, quote and line end', () => {
    const texts = [
      ...separators.flatMap((separator) => [
        attack(separator),
        `x${separator}"=1`,
        `x${separator}""=1`,
        `x${separator} =1`,
        `x${separator}\u0001=1`,
        `x"${separator}"=1`,
        `x${separator}${separator}=1`,
        `${separator}=1`,
        `x${separator}`,
        `x${separator}"`,
      ]),
      ...['\n', '\r', '\r\n', '\u2028'].flatMap((end) => [
        `x${end}=1`,
        `x"${end}"=1`,
        `x${end}\t+1`,
        `x${end}`,
      ]),
      '=1',
      '\u0001=1',
      '"=1',
      'x\\',
      '\\=1',
      'x\\"',
    ]
    const rows = [
      ['one', 'two', 'three'],
      ...texts.map((text) => ['a', text, text]),
      ...texts.map((text) => [text, 'b', '-1']),
    ]
    // Beside each other, what one cell leaves open is closed by the next.
    const pairs = texts.flatMap((one) => texts.map((other) => [one, other]))
    for (const { separator, way, rows: found } of readings(csvOf([...rows, ...pairs])))
      for (const row of found)
        for (const cell of row)
          assert.ok(
            !formula.test(cell),
            `separator ${JSON.stringify(separator)}, way ${way}: ${JSON.stringify(cell)}`,
          )
  })

  it('is so for any texts', () => {
    const sign = fc.constantFrom(
      ...separators,
      '"',
      "'",
      '\n',
      '\r',
      ' ',
      '\\',
      '=',
      '+',
      '-',
      '@',
      '%',
      'x',
      '\u0001',
      '\u2028',
    )
    const text = fc.string({ unit: sign, maxLength: 8 })
    const table = fc.array(fc.array(text, { minLength: 1, maxLength: 4 }), { minLength: 200, maxLength: 400 })
    fc.assert(
      fc.property(table, (rows) => {
        for (const { rows: found } of readings(csvOf(rows)))
          for (const row of found) for (const cell of row) if (formula.test(cell)) return false
        return true
      }),
      { numRuns: 10, endOnFailure: true },
    )
  })

  it('reads back by RFC 4180 as what it was, but for the apostrophes', () => {
    const rows = [
      ['a', 'b'],
      ['Trần, "B"', 'line\r\nline'],
      [attack(';'), 'x; y, z'],
      ['', '2026-11-26'],
    ]
    const [reading] = readings(csvOf(rows))
    assert.deepEqual([reading?.separator, reading?.way], [',', 0])
    assert.deepEqual(reading?.rows, [
      ...rows.slice(0, 2),
      [`x;'=HYPERLINK("http://evil.example";"open")`, 'x; y, z'],
      ['', '2026-11-26'],
    ])
  })
})
