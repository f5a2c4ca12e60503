import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type AuditFigures, type MillionFigures, auditorTable } from '../bench/auditorTable.ts'
import { costsOf, isMet, ratioOf, tableOf } from '../bench/pages/table.ts'
import { filled, templateOf } from '../bench/pages/template.ts'
import { type Results, tableOf as tableOfResults } from '../bench/results.ts'
import { type Steady, steadyGoals, tableOfSteady, thirdsOf } from '../bench/steadyTable.ts'
import { type PeerFigures, tableOfPeers, timesAsMany, timesInWorstRound } from '../bench/peersTable.ts'

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
    const [, tables = ''] = /<!-- peers -->\n+(\|[\s\S]*?)\n+<!-- \/peers -->/.exec(page) ?? []
    assert.deepEqual(cellsOf(tables), cellsOf(tableOfPeers(figures)))
  })

  /** What is told beside libas2, of the envelope and of the whole exchange. */
  const verdicts = (given: PeerFigures): readonly string[] =>
    tableOfPeers(given)
      .split('\n')
      .filter((line) => line.startsWith('| libas2') && line.includes('≥ 10'))
  const [sixteen, sixtyFour] = figures.points.as2
  assert.ok(sixteen !== undefined && sixtyFour !== undefined)
  const at = (perSecond: readonly number[]) =>
    [sixteen, sixtyFour].map((point, place) => ({ ...point, perSecond: perSecond[place] ?? 0 }))
  const withRates = (as2: readonly number[], envelope: readonly number[], node: readonly number[]) => ({
    points: { ...figures.points, as2: at(as2), envelope: at(envelope), node: at(node) },
  })

  it('is met only where it is so with as many in flight as were measured', () => {
    const met = withRates([10, 10], [100, 100], [50, 50])
    assert.equal(timesAsMany(met, 'envelope', 'as2', sixtyFour.inFlight), 10)
    assert.match(verdicts(met)[0] ?? '', /same duty .* \| ≥ 10 \| met \|$/)
    const unmet = withRates([10, 11], [100, 100], [50, 50])
    assert.match(verdicts(unmet)[0] ?? '', /same duty .* \| ≥ 10 \| [*][*]not met[*][*] \|$/)
  })

  it('is told of the envelope and of the whole exchange, each by itself', () => {
    const [envelope = '', node = ''] = verdicts(withRates([10, 10], [100, 100], [99, 100]))
    assert.match(envelope, /the envelope alone.* met \|$/)
    assert.match(node, /the whole exchange, which does more.* [*][*]not met[*][*] \|$/)
    const both = verdicts(withRates([10, 10], [90, 90], [100, 100]))
    assert.match(both[0] ?? '', /the envelope alone.* [*][*]not met[*][*] \|$/)
    assert.match(both[1] ?? '', /the whole exchange.* met \|$/)
  })

  it('is told with the worst round, of the same round of both', () => {
    const even = withRates([10, 10], [100, 100], [100, 100])
    const each = (rates: readonly number[]) => ({ [sixteen.inFlight]: rates, [sixtyFour.inFlight]: rates })
    const rounds = {
      as2: each([10, 20, 10]),
      envelope: each([90, 150, 100]),
      node: each([30, 100, 40]),
      didcomm: each([1, 1, 1]),
      fedify: each([1, 1, 1]),
    }
    assert.equal(timesInWorstRound({ ...even, rounds }, 'envelope', 'as2', sixteen.inFlight), 7.5)
    assert.equal(timesInWorstRound({ ...even, rounds }, 'node', 'as2', sixteen.inFlight), 3)
    assert.match(verdicts({ ...even, rounds })[0] ?? '', /10\.0 \(7\.5\)/)
    assert.equal(timesInWorstRound(even, 'envelope', 'as2', sixteen.inFlight), null)
    assert.match(verdicts(even)[0] ?? '', /10\.0 \(not recorded\)/)
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
    windows: [10, 10, 14, 14, 10, 10].map(minute),
    failures: {},
    memoryMiB: [50, 60, 100, 100, 100, 100].map((asking) => ({ asking, answering: 100 })),
    reverified: {
      messages: 60,
      heads: 2,
      entries: 200,
      memoryMiB: 100,
      unverified: { atEnd: 3, most: 60, doneAfterMs: 4_000 },
    },
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
    assert.equal(unmet({ windows: [10, 10, 16, 16, 16, 16].map(minute) }), 1)
    assert.equal(unmet({ windows: [10, 10, 10, 10, 16, 16].map(minute) }), 2)
    assert.equal(
      unmet({ memoryMiB: [50, 60, 100, 100, 112, 112].map((asking) => ({ asking, answering: 100 })) }),
      1,
    )
  })

  it('is not borne where whoever verifies falls behind by more than comes in a minute', () => {
    const behind = (most: number) => ({
      reverified: { ...even.reverified, unverified: { ...even.reverified.unverified, most } },
    })
    assert.equal(unmet(behind(60)), 0)
    assert.equal(unmet(behind(61)), 1)
  })

  it('says of what was not recorded that it was not, and not that it is met', () => {
    const { messages, heads, entries, memoryMiB } = even.reverified
    const line = tableOfSteady({ ...even, reverified: { messages, heads, entries, memoryMiB } })
      .split('\n')
      .find((one) => one.includes('not verified yet'))
    assert.match(line ?? '', /\| not recorded \| ≤ 60, what comes in a minute \| not recorded \|$/)
  })

  it('is told by the middle one of each third', () => {
    assert.deepEqual(thirdsOf([9, 9, 9, 1, 2, 3, 4, 4, 100]), [9, 2, 4])
    assert.match(tableOfSteady(even), /first \/ middle \/ last third of the time, ms \| 10 \/ 14 \/ 10 \|/)
    assert.match(tableOfSteady(even), /best minute \/ of the worst, ms \| 10 \/ 14 \|/)
  })
})
