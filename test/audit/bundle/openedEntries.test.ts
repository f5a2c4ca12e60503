import assert from 'node:assert/strict'
import {
  type OpenedEntry,
  openedEntries,
  requestsCalled,
  tellingEntries,
} from '../../../src/audit/bundle/openedEntries.ts'
import { type CheckedBundle, verifyAndOpen } from '../../../src/audit/bundle/verify.ts'
import { entriesAsJson, tellEntries } from '../../../src/cli/entriesInWords.ts'
import { bundlePaths } from '../../../src/audit/bundle/layout.ts'
import { busyWorld, one, two } from '../../support/busyWorld.ts'
import { exportPaper } from '../../support/paperBundle.ts'
import { eraseOnPaper } from '../../support/paperErasure.ts'
import { type PaperWorld, audit, say } from '../../support/paperWorld.ts'

describe('the entries of the log of a bundle', () => {
  const reader = {
    person: 'Example-Reader',
    role: 'officer',
    authority: 'vn.spp',
    from: { by: 'network', address: '192.0.2.7' },
  } as const
  let world: PaperWorld
  let read: number
  let listed: number

  beforeEach(async () => {
    world = await busyWorld()
    read = world.vn.entries.length
    audit(world, world.vn, { event: 'case.read', actor: reader, details: { part: 'custody' } }, one)
    listed = world.vn.entries.length
    const details = { query: 'Example', scope: [one, two] }
    audit(world, world.vn, { event: 'case.listed', actor: reader, count: 2, details })
  })

  const opened = async (files: ReadonlyMap<string, Uint8Array>): Promise<CheckedBundle> => {
    const [bundle] = (await verifyAndOpen([{ name: 'vn', files }])).opened
    return bundle ?? assert.fail('nothing could be opened')
  }
  const told = async (
    files: ReadonlyMap<string, Uint8Array>,
    request: string | null = null,
  ): Promise<string[]> => {
    const { opened: bundles, report } = await verifyAndOpen([{ name: 'vn', files }])
    const lines: string[] = []
    tellEntries({ report, bundles, request }, { say: (line) => lines.push(line) })
    return lines
  }
  const indexes = (entries: Iterable<OpenedEntry>): number[] => [...entries].map(({ index }) => index)

  it('are all of them in their order, with who did it, from where, and about which request', async () => {
    const files = exportPaper(world, world.vn)
    const bundle = await opened(files)
    assert.deepEqual(
      indexes(openedEntries(bundle, null)),
      world.vn.entries.map((_, index) => index),
    )
    const lines = await told(files)
    assert.match(
      lines.find((line) => line.startsWith(`${read} `.padStart(7))) ?? '',
      /case\.read {2}by Example-Reader \(officer, vn\.spp\) {2}from 192\.0\.2\.7 {2}about VN-TEST-1 {2}\{"part":"custody"\}$/,
    )
    assert.equal(lines.filter((line) => / message\.sent .* request {2}message 1$/.test(line)).length, 2)
    assert.doesNotMatch(lines.join('\n'), /NOT OPENED/)
  })

  it('are those about one request by its reference or its id, with the lists and exports that covered it', async () => {
    const files = exportPaper(world, world.vn)
    const bundle = await opened(files)
    const last = world.vn.entries.length - 1
    for (const name of [one, one.slice(0, 8).toUpperCase()])
      assert.ok(requestsCalled([bundle], name).has(one), name)
    assert.ok(requestsCalled([bundle], 'VN-TEST-1').has(one))
    for (const name of ['VN-TEST', one.slice(0, 7), ''])
      assert.deepEqual([...requestsCalled([bundle], name)], [], name)
    const about = indexes(openedEntries(bundle, new Set([one])))
    for (const index of [read, listed, last]) assert.ok(about.includes(index), `${index}`)
    const other = [...openedEntries(bundle, new Set([two]))]
    assert.ok(!indexes(other).includes(read))
    assert.ok(indexes(other).includes(listed))
    assert.ok(other.every(({ about: request }) => request === null || request.id === two))
    assert.deepEqual((await told(files, 'FI-1')).slice(0, 1), [
      'No request whose record could be read here is called FI-1.',
    ])
  })

  it('say of one request how many entries may cover it that nothing opens in a bundle of it alone', async () => {
    exportPaper(world, world.vn)
    audit(world, world.vn, { event: 'log.read', actor: reader, count: 3, details: { query: '{}' } })
    const alone = exportPaper(world, world.vn, { requests: [one] })
    const line = (await told(alone, one)).find((one) => one.includes('may cover it as well'))
    assert.match(
      line ?? '',
      /^3 entries of the log may cover .* \(case\.listed: 1, export\.made: 1, log\.read: 1\)\. Ask the node/,
    )
    const bundles = [await opened(alone)]
    assert.deepEqual(entriesAsJson({ bundles, request: one }).mayCover, [
      { bundle: 'vn', state: 'VN', unopened: { 'case.listed': 1, 'export.made': 1, 'log.read': 1 } },
    ])
    assert.ok(!('mayCover' in entriesAsJson({ bundles, request: null })))
    const whole = (await told(exportPaper(world, world.vn), one)).join('\n')
    assert.doesNotMatch(whole, /may cover it as well/)
  })

  it('say what of them is not opened, what was erased, and never what an opening says that does not hold', async () => {
    const silent = exportPaper(world, world.vn, { discloses: (index) => index !== read })
    const [closed] = [...openedEntries(await opened(silent), null)].filter(({ index }) => index === read)
    assert.deepEqual(
      [closed?.actor, closed?.details, closed?.closed, closed?.isErased],
      [undefined, undefined, ['actor', 'details'], false],
    )
    assert.match(
      (await told(silent)).join('\n'),
      /case\.read {2}about VN-TEST-1 {2}NOT OPENED: who, details$/m,
    )
    const forged = exportPaper(world, world.vn)
    const lines = Buffer.from(forged.get(bundlePaths.disclosures) ?? '').toString('utf8')
    const lie = lines.replace(
      `"person":"Example-Reader","role":"officer"`,
      `"person":"Example-Liar","role":"officer"`,
    )
    assert.notEqual(lie, lines)
    forged.set(bundlePaths.disclosures, Buffer.from(lie))
    const text = (await told(forged)).join('\n')
    assert.doesNotMatch(text, /Example-Liar/)
    assert.match(text, /case\.read .*NOT OPENED: who$/m)
    await say(world, { by: world.vn, request: two, type: 'withdraw', message: { measures: ['a1'] } })
    eraseOnPaper(world, world.vn, two)
    assert.match((await told(exportPaper(world, world.vn))).join('\n'), /message\.sent .* ERASED: who$/m)
  })

  it('are told as JSON up to a bound, and the telling ones of them up to another, with how many more there are', async () => {
    const files = exportPaper(world, world.vn, { requests: [two] })
    const bundle = await opened(files)
    const all = [...openedEntries(bundle, null)]
    const { entries, moreEntries } = entriesAsJson({ bundles: [bundle], request: null }, 3)
    assert.deepEqual([entries.length, moreEntries], [3, all.length - 3])
    const telling = tellingEntries(bundle, 1_000)
    assert.ok(telling.entries.every(({ about, closed }) => about?.id === two || closed.length === 0))
    assert.ok(!indexes(telling.entries).includes(read))
    assert.ok(indexes(telling.entries).includes(all.length - 1))
    const some = tellingEntries(bundle, 1)
    assert.deepEqual([some.entries.length, some.more], [1, telling.entries.length - 1])
  })
})
