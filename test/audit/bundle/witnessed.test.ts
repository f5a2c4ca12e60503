import assert from 'node:assert/strict'
import { witnessedLine } from '../../../src/audit/bundle/witnessed.ts'
import { busyWorld, findingsIn, one } from '../../support/busyWorld.ts'
import { type PaperExport, cosignedHead, exportPaper } from '../../support/paperBundle.ts'
import { type PaperWorld, audit } from '../../support/paperWorld.ts'

describe('the heads of other logs in a bundle', () => {
  let world: PaperWorld
  beforeEach(async () => {
    world = await busyWorld()
  })
  const found = async (order: PaperExport) =>
    await findingsIn([{ name: 'qa', files: exportPaper(world, world.qa, order) }])
  const head = () => cosignedHead(world, world.vn)

  it('are signed by those logs; else they are named', async () => {
    const good = witnessedLine([head()])
    assert.deepEqual(await found({ witnessed: [good] }), ['0'])
    const own = witnessedLine([cosignedHead(world, world.qa)])
    const forged = witnessedLine([head().replace(/\n[0-9]+\n/, '\n999\n')])
    for (const line of [forged, witnessedLine([]), witnessedLine([head(), head(), head()]), '{}\n', 'no\n']) {
      const lines = await found({ witnessed: [good, line] })
      assert.equal(lines[0], '40', line)
      assert.match(lines.join('\n'), /witnessed\.jsonl line 2: it is no head that its log has signed/)
    }
    const strange = await found({ witnessed: [good, own] })
    assert.equal(strange[0], '30')
    assert.match(
      strange.join('\n'),
      /witnessed\.jsonl line 2: no trust list of a peer in this bundle names the log/,
    )
    assert.match((await found({ witnessed: [good.trimEnd()] })).join('\n'), /its last line does not end/)
    const other = { witnessed: [good], details: { witnessed: 'a'.repeat(64) } }
    assert.match(
      (await found(other)).join('\n'),
      /^40[^]*witnessed\.jsonl: it is not the file that was exported/,
    )
    assert.match(
      (await found({ witnessed: [good], requests: [one] })).join('\n'),
      /a bundle of some requests has no/,
    )
  })

  it('attack 41: two of one size show that a log has two pasts, by the bundle of the witness alone', async () => {
    const first = head()
    const last = world.vn.entries.pop()
    assert.ok(last !== undefined)
    audit(world, world.vn, { event: 'node.stopped' })
    const lines = await found({ witnessed: [witnessedLine([first, head()])] })
    assert.deepEqual(lines.slice(0, 1), ['50'])
    assert.match(lines.join('\n'), /fork qa witnessed\.jsonl line 1: VN has signed two heads of \d+ entries/)
  })

  it('attack 42: one that was cosigned, and that its log has no longer, is one that the log has lost', async () => {
    for (let more = 0; more < 9; more += 1) audit(world, world.vn, { event: 'node.stopped' })
    const witnessed = [witnessedLine([head()])]
    world.vn.entries.splice(-8)
    const both = async () =>
      await findingsIn([
        { name: 'vn', files: exportPaper(world, world.vn) },
        { name: 'qa', files: exportPaper(world, world.qa, { witnessed }) },
      ])
    assert.deepEqual((await both())[0], '0', 'it may have been made before the head was cosigned')
    world.now += 600_000
    const lines = await both()
    assert.equal(lines[0], '50')
    assert.match(
      lines.join('\n'),
      /fork vn checkpoint: qa has \(witnessed\.jsonl line 1\) a head of \d+ entries that was/,
    )
  })
})
