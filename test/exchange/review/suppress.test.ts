import assert from 'node:assert/strict'
import { assert as assertProperty, array, constantFrom, property, record, integer, tuple } from 'fast-check'
import type { CountedRequest } from '../../../src/exchange/review/measureCourse.ts'
import { poolOf } from '../../../src/exchange/review/pool.ts'
import { publish } from '../../../src/exchange/review/publish.ts'
import { type Counts, type Marks, suppress } from '../../../src/exchange/review/suppress.ts'
import { addRequest, emptyTallies } from '../../../src/exchange/review/tally.ts'

/** A number that is not told, with what its mark says of it. */
interface Unknown {
  readonly least: number
  readonly most: number
  /** The sums in which it stands, and with which sign. */
  readonly in: readonly (readonly [string, 1 | -1])[]
  readonly value: number
}

/** Whether the unknown at this place can have another value with every sum as it is: tries all that the marks allow. */
function canBeOther(unknowns: readonly Unknown[], place: number): boolean {
  const sums = new Map<string, number>()
  for (const { in: names, value } of unknowns)
    for (const [name, sign] of names) sums.set(name, (sums.get(name) ?? 0) + sign * value)
  const goOn = (index: number): boolean => {
    const unknown = unknowns[index]
    if (unknown === undefined) return [...sums.values()].every((sum) => sum === 0)
    const isLast = (name: string): boolean =>
      unknowns.slice(index + 1).every(({ in: names }) => !names.some(([other]) => other === name))
    for (let value = unknown.least; value <= unknown.most; value += 1) {
      if (index === place && value === unknown.value) continue
      for (const [name, sign] of unknown.in) sums.set(name, (sums.get(name) ?? 0) - sign * value)
      const fits = unknown.in.every(([name]) => !isLast(name) || sums.get(name) === 0)
      const found = fits && goOn(index + 1)
      for (const [name, sign] of unknown.in) sums.set(name, (sums.get(name) ?? 0) + sign * value)
      if (found) return true
    }
    return false
  }
  return goOn(0)
}

/** What a reader of the table does not know: each count that is not told, in the sums that can be computed. */
function unknownsIn({ rows, total, sumsAreKnown }: Counts, marks: Marks, small: number): readonly Unknown[] {
  const columns = total.map((_, column) => column)
  const all = [...(marks.rows === null ? [] : rows), total]
  const allMarks = [...(marks.rows ?? []), ...(marks.total === null ? [] : [marks.total])]
  const most = Math.max(...all.flat(), small) + small
  return allMarks.flatMap((ofRow, row) =>
    columns.flatMap((column): Unknown[] => {
      const mark = ofRow[column]
      const value = all[row]?.[column] ?? 0
      if (mark === 'shown' || mark === undefined) return []
      const isTotal = row === allMarks.length - 1
      const ofColumn: Unknown['in'] =
        (marks.rows ?? []).length === 0 ? [] : [[`column ${column}`, isTotal ? -1 : 1]]
      const ofSum: Unknown['in'] = sumsAreKnown ? [[`row ${row}`, 1]] : []
      const range = mark === 'few' ? { least: 1, most: small - 1 } : { least: small, most }
      return [{ ...range, value, in: [...ofColumn, ...ofSum] }]
    }),
  )
}

function totalOf(rows: readonly (readonly number[])[], columns: number): number[] {
  return Array.from({ length: columns }, (_, column) =>
    rows.reduce((sum, row) => sum + (row[column] ?? 0), 0),
  )
}

const count = constantFrom(0, 0, 1, 2, 3, 4, 5, 7, 9)

const tables = tuple(integer({ min: 2, max: 3 }), integer({ min: 0, max: 3 })).chain(([columns, groups]) =>
  record({
    rows: array(array(count, { minLength: columns, maxLength: columns }), {
      minLength: groups,
      maxLength: groups,
    }),
    rest: array(count, { minLength: columns, maxLength: columns }),
    sumsAreKnown: constantFrom(true, true, false),
    small: constantFrom(3, 4, 5),
  }).map(({ rows, rest, sumsAreKnown, small }) => ({
    small,
    counts: { rows, total: rows.length === 0 ? rest : totalOf(rows, columns), sumsAreKnown },
  })),
)

describe('counts that are not told', () => {
  it('are all that are small, and nought is told', () => {
    assertProperty(
      property(tables, ({ counts, small }) => {
        const marks = suppress(counts, small)
        for (const [row, ofRow] of [
          ...(marks.rows ?? []),
          ...(marks.total === null ? [] : [marks.total]),
        ].entries()) {
          const isTotal = row === (marks.rows ?? []).length
          for (const [column, mark] of ofRow.entries()) {
            const value = (isTotal ? counts.total : counts.rows[row])?.[column] ?? 0
            assert.equal(mark === 'few', value > 0 && value < small)
            if (mark === 'hidden') assert.ok(value >= small)
          }
        }
      }),
    )
  })

  it('cannot be computed: with every sum and every mark as they are, each could be another number', () => {
    assertProperty(
      property(tables, ({ counts, small }) => {
        const unknowns = unknownsIn(counts, suppress(counts, small), small)
        for (const place of unknowns.keys()) assert.ok(canBeOther(unknowns, place), JSON.stringify(counts))
      }),
      { numRuns: 1_000 },
    )
  })

  it('are hidden one by one where a sum would give a small one away', () => {
    const rows = [
      [20, 2],
      [30, 40],
      [25, 60],
    ]
    const marks = suppress({ rows, total: totalOf(rows, 2), sumsAreKnown: true }, 5)
    assert.deepEqual(marks, {
      rows: [
        ['hidden', 'few'],
        ['shown', 'shown'],
        ['hidden', 'hidden'],
      ],
      total: ['shown', 'shown'],
    })
  })

  it('leave a table as it is where nothing is small', () => {
    const rows = [
      [10, 0],
      [5, 8],
    ]
    assert.deepEqual(suppress({ rows, total: [15, 8], sumsAreKnown: true }, 5), {
      rows: [
        ['shown', 'shown'],
        ['shown', 'shown'],
      ],
      total: ['shown', 'shown'],
    })
  })

  it('take the whole table with them where nothing else hides them', () => {
    assert.deepEqual(suppress({ rows: [], total: [3, 0], sumsAreKnown: true }, 5), {
      rows: null,
      total: null,
    })
    const marks = suppress(
      {
        rows: [
          [3, 20],
          [0, 9],
        ],
        total: [3, 29],
        sumsAreKnown: true,
      },
      5,
    )
    assert.equal(marks.rows, null)
  })
})

describe('groups that are too small', () => {
  const groups = array(integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 6 })

  it('are told together, so that the number of none can be computed', () => {
    assertProperty(
      property(groups, constantFrom(3, 4, 5), (counts, small) => {
        const pool = poolOf(counts, small)
        if (pool === null) return
        assert.deepEqual(
          [...pool.few].sort(),
          [...counts.keys()].filter((place) => (counts[place] ?? 0) < small).sort(),
        )
        const most = Math.max(...counts) + small
        const unknown =
          (range: { least: number; most: number }) =>
          (place: number): Unknown => ({
            ...range,
            value: counts[place] ?? 0,
            in: [['together', 1]],
          })
        const unknowns = [
          ...pool.few.map(unknown({ least: 1, most: small - 1 })),
          ...pool.hidden.map(unknown({ least: small, most })),
        ]
        for (const place of unknowns.keys()) assert.ok(canBeOther(unknowns, place), JSON.stringify(counts))
        const sum = unknowns.reduce((before, { value }) => before + value, 0)
        assert.ok(unknowns.length === 0 || sum >= small)
      }),
      { numRuns: 1_000 },
    )
  })

  it('count each case once that stands in several of them, and are then as well kept', () => {
    const standings = array(
      array(integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 4 }).map((places) => new Set(places)),
      { minLength: 1, maxLength: 9 },
    )
    assertProperty(
      property(standings, constantFrom(3, 4), (each, small) => {
        const there = [0, 1, 2, 3].filter((group) => each.some((one) => one.has(group)))
        const counts = there.map((group) => each.filter((one) => one.has(group)).length)
        const togetherOf = (places: readonly number[]): number =>
          each.filter((one) => places.some((place) => one.has(there[place] ?? -1))).length
        const pool = poolOf(counts, small, togetherOf)
        if (pool === null || pool.few.length === 0) return
        const sum = togetherOf([...pool.few, ...pool.hidden])
        assert.ok(sum >= small)
        const ranges = [
          ...pool.few.map((place) => ({ place, least: 1, most: small - 1 })),
          ...pool.hidden.map((place) => ({ place, least: small, most: sum })),
        ]
        const all = ranges.reduce<number[][]>(
          (found, { least, most }) =>
            found.flatMap((before) =>
              Array.from({ length: Math.max(0, most - least + 1) }, (_, more) => [...before, least + more]),
            ),
          [[]],
        )
        // So many cases in all can stand in groups of these sizes.
        const possible = all.filter(
          (sizes) => Math.max(...sizes) <= sum && sizes.reduce((a, b) => a + b, 0) >= sum,
        )
        for (const [at, { place }] of ranges.entries())
          assert.ok(
            possible.some((sizes) => sizes[at] !== counts[place]),
            JSON.stringify({ counts, sum, pool }),
          )
      }),
      { numRuns: 1_000 },
    )
  })

  it('draw the smallest of the others to them, or the whole is not broken down', () => {
    assert.deepEqual(poolOf([2, 40, 9, 30], 5), { few: [0], hidden: [2] })
    assert.deepEqual(poolOf([2, 3, 40], 5), { few: [0, 1], hidden: [] })
    assert.deepEqual(poolOf([7, 5], 5), { few: [], hidden: [] })
    assert.equal(poolOf([1, 1, 1, 1, 1], 5), null)
    assert.equal(poolOf([3], 5), null)
    assert.equal(poolOf([1, 5], 5), null)
  })

  it('do not become many by the measures of the same few requests', () => {
    const tallies = emptyTallies(['measure'])
    const about = { id: '', reference: '', side: 'requested', peer: 'QA' } as const
    const asking = (...kinds: readonly string[]): CountedRequest => ({
      openedAt: 0,
      acknowledgedMs: 3_600_000,
      measures: kinds.map((kind) => ({
        ...{ kind, basis: 'UNCC', deliveredMs: null, grounds: [] },
        ...(kind === 'stored-data'
          ? { outcome: 'open', decidedMs: null }
          : { outcome: 'refused', decidedMs: 3_600_000 }),
      })),
    })
    for (let count = 0; count < 10; count += 1) addRequest(tallies, about, asking('stored-data'))
    for (let count = 0; count < 2; count += 1)
      addRequest(tallies, about, asking('records', 'inspection', 'statement'))
    const { groups } = publish(tallies, 5)
    // Three groups of two are six measures, of two requests: they are told with the ten others.
    assert.deepEqual(
      groups?.map(({ values, requests, measures, acknowledged, times }) => [
        ...[values?.[0] ?? 'together', requests, measures, acknowledged, times.acknowledge?.count],
      ]),
      [
        ['inspection', 'few', null, null, undefined],
        ['records', 'few', null, null, undefined],
        ['statement', 'few', null, null, undefined],
        ['stored-data', 'hidden', null, null, undefined],
        ['together', 12, 16, 12, 12],
      ],
    )
  })
})
