import assert from 'node:assert/strict'
import { verifyBundles } from '../../../src/audit/bundle/verify.ts'
import { tellReport } from '../../../src/cli/reportInWords.ts'
import { findingsIn, one } from '../../support/busyWorld.ts'
import { exportPaper } from '../../support/paperBundle.ts'
import { proofsBy } from '../../support/paperProof.ts'
import { type PaperNode, type PaperWorld, audit, paperWorld, say } from '../../support/paperWorld.ts'

describe('the proofs of a bundle', () => {
  let world: PaperWorld
  let vn: PaperNode
  let qa: PaperNode
  let proofs: Map<string, string>
  beforeEach(async () => {
    world = await paperWorld()
    ;({ vn, qa } = world)
    for (const type of ['request', 'supplement', 'status-request'] as const)
      await say(world, { by: vn, request: one, type })
    proofs = proofsBy(vn, qa)
  })

  const later = () => {
    world.now += 60_000
    for (const node of [vn, qa]) audit(world, node, { event: 'node.stopped' })
  }
  const both = () => [
    { name: 'vn', files: exportPaper(world, vn, { proofs }) },
    { name: 'qa', files: exportPaper(world, qa) },
  ]

  it('are counted, and hold against the log of the other side', async () => {
    later()
    const { exit, findings, facts } = await verifyBundles(both())
    assert.deepEqual([exit, findings, facts.map(({ proven }) => proven)], [0, [], [3, 0]])
  })

  it('are told beside the receipts for which there is none, so that each number is of something', async () => {
    await say(world, { by: qa, request: one, type: 'acknowledgement' })
    proofs.delete([...proofs.keys()].at(-1) ?? '')
    const report = await verifyBundles([{ name: 'vn', files: exportPaper(world, vn, { proofs }) }])
    const [facts] = report.facts
    assert.deepEqual([facts?.messages, facts?.receipts, facts?.received, facts?.proven], [4, 4, 3, 2])
    const lines: string[] = []
    tellReport(report, { say: (line) => lines.push(line) })
    assert.match(
      lines.join('\n'),
      /4 messages, 4 receipts, 3 of them received; 2 of those received are proven to be in the log of the other side; for the other 1 this bundle has no proof$/m,
    )
  })

  it('attack 47: a receiver that drops what it gave a receipt for, with all its entries, has signed two pasts', async () => {
    await say(world, { by: qa, request: one, type: 'acknowledgement' })
    // Everything about the first status request goes, and the log is made anew without it.
    const of = (text: string) => qa.entries.findIndex(({ entry }) => entry.includes(text))
    const digest = [...vn.held.keys()].at(2) ?? ''
    for (let at = of(digest); at >= 0; at = of(digest)) qa.entries.splice(at, 1)
    later()
    const lines = await findingsIn(both())
    assert.equal(lines[0], '50')
    assert.match(
      lines.join('\n'),
      /fork qa checkpoint: vn has \(proofs.jsonl line \d\) a head of \d+ entries/,
    )
  })

  it('that are not for their receipt, not signed by that log, or no proofs are named', async () => {
    const [first = '', second = '', third = ''] = proofs.keys()
    const good = proofs.get(first) ?? ''
    const spoilt: readonly [RegExp, string][] = [
      [/it is no proof for the receipt of that message/, good.replace('index', 'place')],
      [/it does not prove/, proofs.get(second) ?? ''],
      [/it does not prove/, good.replace(/ ([A-Za-z0-9+/]{8})[^ \n]*\n$/, ' $1'.padEnd(90, 'A') + '\n')],
      [/it is no proof for the receipt of that message/, ''],
    ]
    for (const [what, text] of spoilt) {
      proofs.set(first, text)
      const lines = await findingsIn(both())
      assert.equal(lines[0], '40', String(what))
      assert.match(lines.join('\n'), what)
    }
    proofs.set(first, good)
    proofs.delete(third)
    assert.deepEqual(await findingsIn(both()), ['0'], 'one may lack: it was not collected yet')
  })
})
