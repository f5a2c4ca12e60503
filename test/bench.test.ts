import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type AuditFigures, type MillionFigures, auditorTable } from '../bench/auditorTable.ts'
import { costsOf, isMet, ratioOf, tableOf } from '../bench/pages/table.ts'
import { filled, templateOf } from '../bench/pages/template.ts'
import { type Results, tableOf as tableOfResults } from '../bench/results.ts'
import { type Steady, lastBesideMiddle, steadyGoals, tableOfSteady } from '../bench/steadyTable.ts'
import { type PeerFigures, tableOfPeers, timesAsMany } from '../bench/peersTable.ts'

const root = resolve(import.meta.dirname, '..')

/** The names of the functions and values that a module exports. */
function exportsOf(path: string): readonly string[] {
  const text = readFileSync(join(root, path), 'utf8')
  return [...text.matchAll(/^export (?:async )?(?:function|const) (\w+)/gm)]
    .map(([, name = '']) => name)
    .sort()
}

describe('a node of the benchmark without a log', () => {
  for (const name of ['trail.ts', 'sequence.ts']) {
    it(`has in the place of ${name} all that others import from it`, () => {
      const exported = exportsOf(`src/exchange/${name}`)
      assert.ok(exported.length > 0)
      assert.deepEqual(exportsOf(`bench/withoutLog/${name}`), exported)
    })
  }
})

const figuresOf = (name: string): unknown => JSON.parse(readFileSync(join(root, 'bench', name), 'utf8'))

/** What stands in the cells of a table, whatever room it has. */
const cellsOf = (text: string): string[][] =>
  text.split('\n').map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim().replace(/^-+$/, '---')),
  )

describe('what two nodes do in a second', () => {
  it('stands in the README as it was measured last', () => {
    const readme = readFileSync(join(root, 'README.md'), 'utf8')
    const [, told = ''] = /<!-- bench -->\n([\s\S]*?)\n+<!-- \/bench -->/.exec(readme) ?? []
    const table = told.slice(told.indexOf('\n|') + 1)
    const results = tableOfResults(figuresOf('results.json') as Results)
    assert.deepEqual(cellsOf(table), cellsOf(results.slice(results.indexOf('\n|') + 1).trim()))
  })
})

describe('what an auditor waits for', () => {
  const audit = figuresOf('audit.json') as AuditFigures
  const million = figuresOf('million.json') as MillionFigures

  it('stands in the README as it was measured last', () => {
    const readme = readFileSync(join(root, 'README.md'), 'utf8')
    const [, table = ''] = /<!-- auditor -->\n+(\|[\s\S]*?)\n+<!-- \/auditor -->/.exec(readme) ?? []
    assert.deepEqual(cellsOf(table), cellsOf(auditorTable(audit, million)))
  })

  it('is told as met or not met', () => {
    const verdictOf = (ofAlone: number): string =>
      auditorTable({ ...audit, ofAlone }, million)
        .split('\n')
        .find((line) => line.includes('signatures alone')) ?? ''
    assert.match(verdictOf(1.9), /\| met \|$/)
    assert.match(verdictOf(2.1), /\| [*][*]not met[*][*] \|$/)
  })
})

describe('Rogatory beside what installs from npm', () => {
  const figures = figuresOf('peers.json') as PeerFigures

  it('stands on the page of the benchmark as it was measured last', () => {
    const page = readFileSync(join(root, 'bench', 'README.md'), 'utf8')
    const [, table = ''] = /<!-- peers -->\n+(\|[\s\S]*?)\n+<!-- \/peers -->/.exec(page) ?? []
    assert.deepEqual(cellsOf(table), cellsOf(tableOfPeers(figures)))
  })

  it('is met only where it is so with as many in flight as were measured, by the envelope', () => {
    const { points } = figures
    const [sixteen, sixtyFour] = points.as2
    assert.ok(sixteen !== undefined && sixtyFour !== undefined)
    const withAs2 = (perSecond: number): PeerFigures => ({
      points: {
        ...points,
        envelope: points.node.map(({ inFlight, latency }) => ({ inFlight, latency, perSecond: 100 })),
        as2: [
          { ...sixteen, perSecond: 10 },
          { ...sixtyFour, perSecond },
        ],
      },
    })
    const verdict = (given: PeerFigures): string =>
      tableOfPeers(given)
        .split('\n')
        .find((line) => line.includes('libas2')) ?? ''
    assert.equal(timesAsMany(withAs2(10), 'envelope', 'as2', sixtyFour.inFlight), 10)
    assert.match(verdict(withAs2(10)), /≥ 10: met/)
    assert.match(verdict(withAs2(11)), /≥ 10: [*][*]not met[*][*]/)
  })
})

describe('the records that the benchmark of the pages copies', () => {
  const text =
    '{"at":"2026-11-14T20:00:00.125Z","digest":"ab.c","id":"ab","until":"2026-12-01","zone":"2026-11-14T20:00:00Z"}'
  const slots = new Map([
    ['ab', 'id'],
    ['ab.c', 'digest'],
  ])

  it('are the same where the same stands in them', () => {
    const same = (slot: string): string => [...slots].find(([, name]) => name === slot)?.[0] ?? ''
    assert.equal(filled(templateOf(text, slots), { value: same, moved: (at) => at }), text)
  })

  it('have other names and times, each in its form', () => {
    const moved = (at: number): number => at + 86_400_000
    assert.equal(
      filled(templateOf(text, slots), { value: (slot) => slot.toUpperCase(), moved }),
      '{"at":"2026-11-15T20:00:00.125Z","digest":"DIGEST","id":"ID","until":"2026-12-02","zone":"2026-11-15T20:00:00Z"}',
    )
  })

  it('are told with the ratio of the largest to the smallest, which is met or not', () => {
    const met = [
      { p50: 8, p95: 10 },
      { p50: 9, p95: 14 },
    ]
    assert.equal(ratioOf(met), 1.4)
    assert.ok(isMet(met))
    assert.ok(!isMet([met[0] ?? { p50: 0, p95: 0 }, { p50: 9, p95: 16 }]))
    assert.ok(!isMet([{ p50: 90, p95: 110 }]))
    const cost = [{ statements: 7, rows: 29, cpuMs: 4 }]
    const page = { name: 'a page', hasGoal: true, ms: met, cost }
    assert.match(tableOf([10, 100], [page]), /\| a page \| 8\.0 \/ 10\.0 \| 9\.0 \/ 14\.0 \| 1\.40 \| met \|/)
    assert.match(costsOf([10], [page]), /\| a page \| 7 \/ 29 \/ 4\.0 \|/)
  })
})

describe('a load that waits for nobody', () => {
  const minute = (p99: number) => ({ done: 10, latency: { p50: 1, p95: 2, p99 } })
  const even = {
    date: '2026-01-01T00:00:00.000Z',
    machine: '',
    load: [],
    node: '',
    durability: {
      server: '',
      fsync: 'on',
      synchronous_commit: 'on',
      full_page_writes: 'on',
      wal_sync_method: '',
    },
    minutes: 6,
    most: 2,
    perSecond: 1,
    begun: 60,
    windows: [90, 90, 10, 10, 10, 10].map(minute),
    failures: {},
    memoryMiB: [50, 60, 100, 100, 100, 100].map((asking) => ({ asking, answering: 100 })),
    reverified: { messages: 60, heads: 2, entries: 200, memoryMiB: 100 },
    goals: steadyGoals,
  }
  const unmet = (changed: Partial<typeof even>): number =>
    tableOfSteady({ ...even, ...changed }).split('**not met**').length - 1

  it('stands on the page of the benchmark as it was measured last', () => {
    const page = readFileSync(join(root, 'bench', 'README.md'), 'utf8')
    const [, table = ''] = /<!-- steady -->\n+(\|[\s\S]*?)\n+<!-- \/steady -->/.exec(page) ?? []
    assert.deepEqual(cellsOf(table), cellsOf(tableOfSteady(figuresOf('steady.json') as Steady)))
  })

  it('is borne where it grows no slower and no larger once it is warm', () => {
    assert.equal(unmet({}), 0)
  })

  it('is not borne where one fails, does not end, is not verified, or what comes last is slower or larger', () => {
    assert.equal(unmet({ failures: { TIMEOUT: 1 } }), 1)
    assert.equal(unmet({ begun: 61 }), 1)
    assert.equal(unmet({ reverified: { ...even.reverified, messages: 59 } }), 1)
    assert.equal(unmet({ windows: [90, 90, 10, 10, 16, 16].map(minute) }), 1)
    assert.equal(
      unmet({ memoryMiB: [50, 60, 100, 100, 112, 112].map((asking) => ({ asking, answering: 100 })) }),
      1,
    )
  })

  it('is told by the middle ones of its last two thirds', () => {
    assert.equal(lastBesideMiddle([9, 9, 9, 1, 2, 3, 4, 4, 100]), 2)
  })
})
