import assert from 'node:assert/strict'
import { bundlePaths } from '../../../src/audit/bundle/layout.ts'
import { verifyBundles } from '../../../src/audit/bundle/verify.ts'
import { exportPaper, logFiles } from '../../support/paperBundle.ts'
import { busyWorld, findingsIn, one, two } from '../../support/busyWorld.ts'
import { type PaperWorld, audit, requestNumber, say } from '../../support/paperWorld.ts'

const lineWith = (lines: readonly string[], pattern: RegExp): string | undefined =>
  lines.find((line) => pattern.test(line))

describe('the log of a bundle', () => {
  let world: PaperWorld
  beforeEach(async () => {
    world = await busyWorld()
  })
  const findings = async (files = exportPaper(world, world.vn)) => await findingsIn([{ name: 'vn', files }])

  it('attack 45: an entry dated more than five minutes before an earlier one shows', async () => {
    world.now -= 3_600_000
    const [exit, ...lines] = await findings()
    assert.equal(exit, '20')
    assert.ok(
      lineWith(lines, /^time vn entry 17: it says 2027-03-01T08:.*, after an entry of 2027-03-01T09:/),
    )
  })

  it('lets the clock go back a little', async () => {
    world.now -= 200_000
    assert.deepEqual(await findings(), ['0'])
  })

  it('attack 46: an entry about a request that was left out before it was placed shows', async () => {
    const { entries } = world.vn
    const at = entries.findIndex(({ entry }) => entry.includes('message.rejected'))
    entries.splice(at, 1)
    const [exit, ...lines] = await findings()
    assert.equal(exit, '30')
    assert.ok(
      lineWith(
        lines,
        /^mismatch vn entry \d+: it is number 9 about its request, but number 8 was to follow$/,
      ),
    )
  })

  it('shows an entry about a request that is another than the next one knew', async () => {
    const { entries } = world.vn
    const [first, second] = entries.flatMap(({ entry }, at) => (entry.includes('"objSeq":1,') ? [at] : []))
    const link = { request: one, number: 1 }
    const { buildEntry } = await import('../../../src/audit/buildEntry.ts')
    const message = 'a'.repeat(64)
    const time = new Date(world.now - 20_000)
    const forged = { event: 'message.received', peer: 'QA', message, sequence: 1, record: link } as const
    assert.ok(first !== undefined && second !== undefined)
    entries[first] = buildEntry(forged, time, () => new Uint8Array(32))
    const [exit, ...lines] = await findings()
    assert.equal(exit, '30')
    assert.ok(lineWith(lines, /it follows another entry about its request than the one that is here$/))
  })

  it('holds no entry that no node writes', async () => {
    const { leafHash } = await import('../../../src/audit/tree.ts')
    const entry = '{"evt":"something","t":"2027-03-01T09:00:00.000Z","v":1}'
    world.vn.entries.push({
      entry,
      leaf: Buffer.from(leafHash(Buffer.from(entry))).toString('hex'),
      secrets: [],
    })
    const [exit, line] = await findings()
    assert.equal(exit, '40')
    assert.match(line ?? '', /^cryptography vn entry 17: no node writes such an entry/)
  })

  it('is signed over other entries than those in the bundle', async () => {
    const files = exportPaper(world, world.vn)
    world.vn.entries.reverse()
    const other = logFiles(world.vn, () => true)
    for (const [path, bytes] of other) if (path.startsWith('tile/')) files.set(path, bytes)
    assert.deepEqual(await findings(files), [
      '40',
      'cryptography vn checkpoint: the entries do not give the root that is signed',
    ])
  })

  it('names the bundle of entries that is not the one of the tree', async () => {
    for (let more = 0; more < 300; more += 1) audit(world, world.vn, { event: 'node.stopped' })
    const files = exportPaper(world, world.vn)
    const bytes = Buffer.from(files.get('tile/entries/000') ?? '')
    files.set('tile/entries/000', Buffer.from(bytes.toString('latin1').replace('2027', '2026'), 'latin1'))
    assert.deepEqual(await findings(files), [
      '40',
      'cryptography vn tile/entries/000: its entries are not the leaves of the tree',
      'cryptography vn checkpoint: the entries do not give the root that is signed',
    ])
  })

  it('that is empty tells nothing', async () => {
    world.vn.entries.splice(0)
    const [exit, ...lines] = await findings(logFiles(world.vn, () => true))
    assert.equal(exit, '40')
    assert.deepEqual(lines, [
      'mismatch vn checkpoint: no entry of the log states what this bundle holds (export.made)',
      'cryptography vn keys/log.vkey: no trust list of the bundle names this key',
    ])
  })

  it('is refused with the key or the head of another log', async () => {
    for (const path of ['keys/log.vkey', 'checkpoint']) {
      const files = exportPaper(world, world.vn)
      files.set(path, exportPaper(world, world.qa).get(path) ?? new Uint8Array())
      const [exit, line] = await findings(files)
      assert.equal(exit, '40')
      assert.match(line ?? '', /^cryptography vn checkpoint: it is not signed with keys\/log.vkey/)
    }
  })
})

describe('the disclosures of a bundle', () => {
  let world: PaperWorld
  beforeEach(async () => {
    world = await busyWorld()
  })
  const findings = async (files: ReadonlyMap<string, Uint8Array>) => await findingsIn([{ name: 'vn', files }])

  it('may lack, which is counted, and the first of them named', async () => {
    const files = exportPaper(world, world.vn, { discloses: (index) => index > 8 })
    assert.deepEqual(await findings(files), [
      '10',
      'incomplete vn disclosures.jsonl: 3 entries are not fully disclosed, the first of them entry 1 (peer.pinned)',
    ])
  })

  it('that lack about the export itself leave open what the bundle should hold', async () => {
    const files = exportPaper(world, world.vn, {
      discloses: (index, field) => index < 17 || field === 'actor',
    })
    assert.deepEqual(await findings(files), [
      '10',
      'incomplete vn entry 17: it is not disclosed what this bundle should hold',
      'incomplete vn disclosures.jsonl: 1 entry is not fully disclosed: entry 17 (export.made)',
    ])
  })

  it('that are wrong line by line are told of so often, and then no more', async () => {
    const files = exportPaper(world, world.vn)
    const paths = [bundlePaths.disclosures, bundlePaths.proofs, bundlePaths.balances, bundlePaths.witnessed]
    for (const path of paths) {
      const more = new Map([...files, [path, Buffer.alloc(100_000, '\n')]])
      const { exit, findings: found, more: unlisted } = await verifyBundles([{ name: 'vn', files: more }])
      assert.ok(exit > 0 && found.length + unlisted < 1_100, `${path}: ${found.length + unlisted}`)
    }
  })

  it('must open the commitments of the entries, one line each, in order', async () => {
    const files = exportPaper(world, world.vn)
    const lines = Buffer.from(files.get('disclosures.jsonl') ?? '')
      .toString('utf8')
      .split('\n')
      .slice(0, -1)
    const [first = '', second = ''] = lines
    const says = (entry: number, about: string): RegExp =>
      new RegExp(
        `line 1: what it says of entry ${entry} \\(${about}\\) is not what was put into the log there: `,
      )
    const wrong: readonly (readonly [readonly string[], exit: string, RegExp])[] = [
      [[first.replace('Example', 'Exemple')], '40', says(1, 'who did it')],
      [[first.replace('"index":1', '"index":0')], '40', says(0, 'who did it')],
      [[first.replace('"index":1', '"index":99')], '40', says(99, 'who did it')],
      [[first.replace('"actor"', '"details"')], '40', says(1, 'the details of it')],
      // No State has said anything otherwise, and no hash is another: bad form alone.
      [[second, first], '30', /line 2: the lines are not in order, or one stands twice/],
      [[first, first], '30', /line 2: the lines are not in order/],
      ...[
        first.replace(',', ', '),
        first.replace('"actor"', '"other"'),
        first.replace('"index":1', '"index":"1"'),
        first.replace('"index"', '"hindex":1,"index"'),
        first.replace(/"salt":"[^"]*"/, '"salt":1'),
        'null',
        '7',
        '[]',
        '{',
      ].map(
        (line) => [[line], '30', /line 1: it is not the canonical JSON of an opening, and opens/] as const,
      ),
    ]
    for (const [some, expected, pattern] of wrong) {
      const bytes = Buffer.from(some.map((line) => `${line}\n`).join(''))
      const [exit, ...found] = await findings(new Map(files).set('disclosures.jsonl', bytes))
      assert.equal(exit, expected, String(pattern))
      assert.ok(lineWith(found, pattern), `${String(pattern)} in ${found.join('\n')}`)
    }
  })
})

describe('what a bundle says to hold', () => {
  let world: PaperWorld
  beforeEach(async () => {
    world = await busyWorld()
  })
  const findings = async (files: ReadonlyMap<string, Uint8Array>) => await findingsIn([{ name: 'vn', files }])

  it('may be one request, with the whole log', async () => {
    assert.deepEqual(await findings(exportPaper(world, world.vn, { requests: [two] })), ['0'])
    assert.deepEqual(await findings(exportPaper(world, world.qa, { requests: [one] })), ['0'])
  })

  it('is missed when a whole record was left out, even by the node itself', async () => {
    const cheat = (files: Map<string, Uint8Array>) => {
      for (const path of [...files.keys()]) if (path.startsWith(`record/${two}/`)) files.delete(path)
    }
    const [exit, ...lines] = await findings(exportPaper(world, world.vn, { cheat }))
    assert.equal(exit, '30')
    assert.match(
      lines.join('\n'),
      /^mismatch vn record\/: a request lacks, of which the log tells as [0-9a-f]{64}$/,
    )
  })

  it('is missed when a request was named of which the log does not tell', async () => {
    const other = requestNumber(3)
    assert.deepEqual(await findings(exportPaper(world, world.vn, { requests: [two, other] })), [
      '30',
      `mismatch vn record/${other}/: the log does not tell of this request`,
    ])
  })

  it('does not hold the records of other requests', async () => {
    const files = exportPaper(world, world.vn, { requests: [two] })
    const strange = exportPaper(world, world.vn)
    const path = `record/${one}/0001.jws`
    files.set(path, strange.get(path) ?? new Uint8Array())
    const [exit, ...lines] = await findings(files)
    assert.equal(exit, '30')
    assert.ok(lineWith(lines, new RegExp(`^mismatch vn ${path}: the log does not tell of it$`)))
  })

  it('must be said by the log', async () => {
    const files = exportPaper(world, world.vn)
    world.vn.entries.pop()
    const records = [...files].filter(([path]) =>
      /^((record|trust)\/|cosigned|balances|proofs|witnessed)/.test(path),
    )
    assert.deepEqual(await findings(new Map([...logFiles(world.vn, () => true), ...records])), [
      '30',
      'mismatch vn checkpoint: no entry of the log states what this bundle holds (export.made)',
    ])
  })

  it('must be said in words that a reader knows', async () => {
    for (const details of [{ scope: 'all' }, { count: '3' }, { files: 3 }, { size: null }]) {
      const [exit, line] = await findings(exportPaper(world, world.vn, { details }))
      assert.equal(exit, '10')
      assert.match(line ?? '', /it is not disclosed what this bundle should hold/)
    }
  })

  it('is what the log told when it was exported, whatever came after', async () => {
    const before = exportPaper(world, world.vn)
    await say(world, { by: world.vn, request: two, type: 'supplement' })
    audit(world, world.vn, { event: 'node.stopped' })
    const records = [...before].filter(([path]) =>
      /^((record|trust)\/|cosigned|balances|proofs|witnessed)/.test(path),
    )
    const later = new Map([...logFiles(world.vn, (index) => index < 18), ...records])
    assert.deepEqual(await findings(later), ['0'])
  })

  it('keeps what this node refused, or not', async () => {
    const files = exportPaper(world, world.qa)
    const refused = [...files.keys()].filter((path) => path.includes('refused-'))
    assert.equal(refused.length, 2)
    const cheat = (all: Map<string, Uint8Array>) => {
      for (const path of refused) all.delete(path)
    }
    assert.deepEqual(await findings(exportPaper(world, world.qa, { cheat })), ['0'])
  })
})
