import assert from 'node:assert/strict'
import { append, emptyRange, rootOf } from '../../../src/audit/tree.ts'
import { digestOf } from '../../../src/envelope/digest.ts'
import { verifyBundles } from '../../../src/audit/bundle/verify.ts'
import { bundlePaths } from '../../../src/audit/bundle/layout.ts'
import { busyWorld, findingsIn, one, two } from '../../support/busyWorld.ts'
import { type PaperBalance, balanceOnPaper } from '../../support/paperBalance.ts'
import { type PaperExport, exportPaper } from '../../support/paperBundle.ts'
import { type PaperWorld, audit, issueList, say } from '../../support/paperWorld.ts'

describe('the balances of a bundle', () => {
  let world: PaperWorld
  beforeEach(async () => {
    world = await busyWorld()
  })

  const found = async (order: PaperExport) =>
    await findingsIn([{ name: 'vn', files: exportPaper(world, world.vn, order) }])
  const balanced = async (order: Partial<PaperBalance> = {}) =>
    await balanceOnPaper(world, [world.vn, world.qa], { until: new Date(world.now), ...order })
  /** A moment before the last message that has a receipt. */
  const between = () => new Date(world.now - 30_000)

  it('are told: with whom, and up to when both have the same', async () => {
    const until = new Date(world.now)
    const line = await balanced({ until })
    for (const node of [world.vn, world.qa]) {
      const files = exportPaper(world, node, { balances: [line] })
      const { exit, facts, findings } = await verifyBundles([{ name: 'one', files }])
      assert.deepEqual([exit, findings], [0, []])
      const peer = node === world.vn ? 'QA' : 'VN'
      assert.deepEqual(facts[0]?.balanced, { [peer]: until.toISOString() })
    }
  })

  it('follow one another, and a hole between two of them is named', async () => {
    const first = between()
    const lines = [await balanced({ until: first }), await balanced({ from: first })]
    assert.deepEqual(await found({ balances: lines }), ['0'])
    await say(world, { by: world.vn, request: two, type: 'status-request' })
    const last = await balanced({ from: new Date(world.now - 500) })
    const named = await found({ balances: [...lines, last] })
    assert.equal(named[0], '30')
    assert.match(named.join('\n'), /no balance with QA is of the time before/)
  })

  it('lack no more than is told, where the one before went with the database of a node', async () => {
    const first = between()
    await balanced({ until: first })
    const line = await balanced({ from: first })
    const lost = world.vn.entries.findIndex(({ entry }) => entry.includes('"balance.agreed"'))
    // As if it had gone back to before that balance, and had gone on under another log.
    world.vn.entries.splice(lost, 1)
    const silent = await found({ balances: [line] })
    assert.equal(silent[0], '30')
    assert.match(
      silent.join('\n'),
      /^mismatch .*no balance with QA is of the time before [^:]+:[^:]+:[^:]+$/m,
    )
    world.now += 60_000
    const former = world.vn.log
    const leaves = world.vn.entries.map(({ leaf }) => Buffer.from(leaf, 'hex'))
    const digest = Buffer.from(rootOf(append(emptyRange, leaves))).toString('hex')
    const code = former.name.slice(former.name.lastIndexOf('/') + 1)
    world.vn.log = { ...former, name: former.name.replace(/[^/]+$/, 'log2') }
    const details = { reason: 'the disk was lost' }
    audit(world, world.vn, { event: 'log.continued', digest, count: leaves.length, code, details })
    await issueList(world, world.vn)
    const told = await found({ balances: [line] })
    assert.equal(told[0], '10', told.join('\n'))
    assert.match(told.join('\n'), /^incomplete .*no balance with QA .*: its database went back since$/m)
  })

  it('that one node has signed for both are none, whatever its log says', async () => {
    const until = new Date(world.now)
    const line = await balanceOnPaper(world, [world.vn, { ...world.qa, signer: world.vn.signer }], { until })
    const { question } = JSON.parse(line) as { readonly question: string }
    world.vn.entries.pop()
    audit(world, world.vn, { event: 'balance.agreed', peer: 'VN', digest: digestOf(question), count: 0 })
    const lines = await found({ balances: [line] })
    assert.equal(lines[0], '40', lines.join('\n'))
    assert.match(lines.join('\n'), /those who have signed it are not those who told each other/)
  })

  it('that differed and never agreed since are named, with up to when', async () => {
    const until = new Date(world.now)
    const lie: PaperBalance['lie'] = (said) => ({
      ...said,
      received: { ...said.received, count: said.received.count - 1 },
    })
    const differed = await balanced({ until, lie })
    const named = await found({ balances: [differed] })
    assert.equal(named[0], '30')
    assert.match(
      named.join('\n'),
      new RegExp(`QA did not have the same messages up to ${until.toISOString()}, and never since`),
    )
    const agreed = await balanced()
    assert.deepEqual(await found({ balances: [differed, agreed] }), ['0'], 'a later one heals it')
  })

  it('attack 46: what this node said that it had and has dropped since is named', async () => {
    await say(world, { by: world.qa, request: one, type: 'status-report' })
    const line = await balanced()
    // It takes the message of the peer, with all that its log tells of it, out of its record and its log.
    const dropped = world.vn.entries.findIndex(({ entry }) => entry.includes('"balance.agreed"'))
    world.vn.entries.splice(dropped - 2, 2)
    const [digest] = [...world.vn.held].at(-1) ?? []
    assert.ok(digest !== undefined)
    world.vn.held.delete(digest)
    const named = await found({ balances: [line] })
    assert.equal(named[0], '30')
    assert.match(
      named.join('\n'),
      /in the balance with QA up to .* had received 2 messages, and the bundle has 1/,
    )
  })

  it('that lack, are changed, are added or are not signed by both are named', async () => {
    const line = await balanced()
    const spoilt: readonly [RegExp, PaperExport][] = [
      [/the balance lacks of which entry \d+ tells/, { balances: [] }],
      [/line 1: it is no balance/, { balances: ['{}\n'] }],
      [/line 2: the log does not tell of it/, { balances: [line, line] }],
      [/its last line does not end/, { balances: [line.trimEnd()] }],
      [/line 1: it does not hold \(SIGNATURE_INVALID\)/, { balances: [withoutSignature(line)] }],
      [/it is not the file that was exported/, { balances: [line], details: { balances: 'a'.repeat(64) } }],
    ]
    for (const [what, order] of spoilt) {
      const named = await found(order)
      assert.ok(named[0] === '30' || named[0] === '40', `${String(what)}: ${named.join('\n')}`)
      assert.match(named.join('\n'), what)
    }
    const files = exportPaper(world, world.vn, { balances: [line] })
    files.delete(bundlePaths.balances)
    const named = await findingsIn([{ name: 'vn', files }])
    assert.match(named.join('\n'), /^30[^]*mismatch vn balances\.jsonl: it lacks/)
  })

  it('whose outcome the log tells otherwise are named', async () => {
    const line = await balanced({
      lie: ({ sent, received }) => ({ sent, received: { ...received, count: 0 } }),
    })
    const at = world.vn.entries.findIndex(({ entry }) => entry.includes('"balance.differed"'))
    const { digest } = JSON.parse(world.vn.entries[at]?.entry ?? '{}') as { digest: string }
    world.vn.entries.splice(at, 1)
    audit(world, world.vn, { event: 'balance.agreed', peer: 'QA', digest, count: 0 })
    assert.match((await found({ balances: [line] })).join('\n'), /says otherwise whether both had the same/)
  })

  it('are not in a bundle of some requests', async () => {
    const line = await balanced()
    assert.deepEqual(await found({ requests: [one] }), ['0'])
    const named = await found({ requests: [one], balances: [line] })
    assert.match(named.join('\n'), /a bundle of some requests has no balances/)
  })
})

function withoutSignature(line: string): string {
  const { question, answer } = JSON.parse(line) as { question: string; answer: string }
  const [header, payload] = answer.split('.')
  return `${JSON.stringify({ question, answer: `${header}.${payload}.${'A'.repeat(86)}` })}\n`
}
