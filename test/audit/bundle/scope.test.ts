import assert from 'node:assert/strict'
import { bundlePaths } from '../../../src/audit/bundle/layout.ts'
import { verifyBundles } from '../../../src/audit/bundle/verify.ts'
import { tellReport } from '../../../src/cli/reportInWords.ts'
import { busyWorld, findingsIn } from '../../support/busyWorld.ts'
import { exportPaper } from '../../support/paperBundle.ts'
import { type PaperWorld, audit } from '../../support/paperWorld.ts'

describe('how much of its log a bundle answers for', () => {
  let world: PaperWorld
  beforeEach(async () => {
    world = await busyWorld()
  })
  const hourMs = 3_600_000

  /** A bundle that leaves out what was logged since the world was made, so many hours later. */
  const madeAfter = (hours: number) => {
    const size = world.vn.entries.length
    audit(world, world.vn, { event: 'node.stopped' })
    world.now += hours * hourMs
    return { size, bundles: [{ name: 'vn', files: exportPaper(world, world.vn, { details: { size } }) }] }
  }

  it('is told where something was logged while it was made', async () => {
    const { size, bundles } = madeAfter(1)
    const report = await verifyBundles(bundles)
    assert.deepEqual([report.exit, report.facts[0]?.answersFor?.entries], [0, size])
    const lines: string[] = []
    tellReport(report, { say: (line) => lines.push(line) })
    assert.match(
      lines.join('\n'),
      new RegExp(`its records answer for the first ${size} entries of its log, up to 2`),
    )
  })

  it('is not what its node likes: what was logged long before is left out by nobody who means it well', async () => {
    const { bundles } = madeAfter(48)
    const lines = await findingsIn(bundles)
    assert.equal(lines[0], '10', lines.join('\n'))
    assert.match(
      lines.join('\n'),
      /incomplete .*it answers for the first \d+ entries of its log alone: entry \d+ is of/,
    )
  })

  it('is a whole number, or not known', async () => {
    for (const size of [1.5, -1, 1e300]) {
      const files = exportPaper(world, world.vn, { details: { size } })
      const lines = await findingsIn([{ name: 'vn', files }])
      assert.match(lines.join('\n'), /it is not disclosed what this bundle should hold/, String(size))
    }
  })

  it('has openings of its entries alone: a line of another place is named, and the rest is checked', async () => {
    const files = exportPaper(world, world.vn)
    const line = '{"field":"actor","index":0.5,"salt":"x","value":1}\n'
    const before = files.get(bundlePaths.disclosures) ?? new Uint8Array()
    files.set(bundlePaths.disclosures, Buffer.concat([before, Buffer.from(line)]))
    const lines = await findingsIn([{ name: 'vn', files }])
    assert.equal(lines[0], '30')
    assert.match(lines.join('\n'), /disclosures\.jsonl/)
  })
})
