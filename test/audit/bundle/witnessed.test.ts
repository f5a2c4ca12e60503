import assert from 'node:assert/strict'
import { createPublicKey } from 'node:crypto'
import { type NoteSigner, encodeVerifierKey, noteVerifier } from '../../../src/audit/note.ts'
import { append, emptyRange, rootOf } from '../../../src/audit/tree.ts'
import { verifyBundles } from '../../../src/audit/bundle/verify.ts'
import { witnessedLine } from '../../../src/audit/bundle/witnessed.ts'
import { busyWorld, findingsIn, one } from '../../support/busyWorld.ts'
import { type PaperExport, cosignedHead, exportPaper } from '../../support/paperBundle.ts'
import { pinsOf } from '../../support/operatorAttacks.ts'
import { type PaperWorld, audit, issueList } from '../../support/paperWorld.ts'

const vkeyOf = ({ name, privateKey }: NoteSigner) =>
  encodeVerifierKey(noteVerifier(name, createPublicKey(privateKey)))

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

  it('two of one size on lines of their own, or in bundles of two nodes, show that a log has two pasts as well', async () => {
    const first = head()
    world.vn.entries.pop()
    audit(world, world.vn, { event: 'node.stopped' })
    const second = head()
    const lines = await found({ witnessed: [witnessedLine([first]), witnessedLine([second])] })
    assert.equal(lines[0], '50', lines.join('\n'))
    assert.match(
      lines.join('\n'),
      /fork qa witnessed\.jsonl line 2: VN has signed another head of \d+ entries for \S+ than the one that qa has \(witnessed\.jsonl line 1\)/,
    )
    const bundles = [first, second].map((note, at) => ({
      name: `of ${at}`,
      files: exportPaper(world, world.qa, { witnessed: [witnessedLine([note])] }),
    }))
    const both = await findingsIn(bundles)
    assert.equal(both[0], '50', both.join('\n'))
    assert.match(both.join('\n'), /VN has signed another head of/)
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

  /** A log that lost its last three entries, of which the other has cosigned a head; what it knows of that itself. */
  const lose = async (told: { readonly size?: number } = {}) => {
    const kept = world.vn.entries.length
    for (let more = 0; more < 3; more += 1) audit(world, world.vn, { event: 'node.stopped' })
    const witnessed = [witnessedLine([head()])]
    world.vn.entries.splice(kept)
    const root = rootOf(
      append(
        emptyRange,
        world.vn.entries.map(({ leaf }) => Buffer.from(leaf, 'hex')),
      ),
    )
    const lost = world.vn.log
    world.vn.log = { ...lost, name: lost.name.replace(/[^/]+$/, 'log2') }
    const code = lost.name.slice(lost.name.lastIndexOf('/') + 1)
    audit(world, world.vn, {
      event: 'log.continued',
      digest: Buffer.from(root).toString('hex'),
      count: kept,
      code,
      details: { reason: 'the disk was lost', ...told },
    })
    await issueList(world, world.vn, {
      log: { origin: world.vn.log.name, vkey: vkeyOf(world.vn.log) },
    })
    return { kept, alone: { name: 'vn', files: exportPaper(world, world.vn) }, witnessed }
  }

  it('attack 42: name what a log lost that says it went back, and how much that was', async () => {
    const { kept, alone, witnessed } = await lose()
    assert.deepEqual(await findingsIn([alone]), ['0'], 'how much was lost is not in its own bundle')
    const lines = await findingsIn([
      alone,
      { name: 'qa', files: exportPaper(world, world.qa, { witnessed }) },
    ])
    assert.equal(lines[0], '10')
    assert.match(
      lines.join('\n'),
      new RegExp(
        `incomplete vn entry ${kept}: of \\S+ it has ${kept} entries left, and qa has .* a head of ${kept + 3}.*: entries ${kept} to ${kept + 2} of it are lost`,
      ),
    )
  })

  it('attack 42: are not needed where the log itself says how much it had', async () => {
    const { kept, alone } = await lose({ size: world.vn.entries.length + 3 })
    const [exit, line] = await findingsIn([alone])
    assert.equal(exit, '10')
    assert.match(
      line ?? '',
      new RegExp(`^incomplete vn entry ${kept}: .*entries ${kept} to ${kept + 2} of it are lost$`),
    )
  })

  it('tell that a log went on after its bundle was made', async () => {
    const files = exportPaper(world, world.vn)
    const size = world.vn.entries.length
    audit(world, world.vn, { event: 'node.stopped' })
    const witnessed = [witnessedLine([head()])]
    const { exit, facts } = await verifyBundles([
      { name: 'vn', files },
      { name: 'qa', files: exportPaper(world, world.qa, { witnessed }) },
    ])
    assert.equal(exit, 0)
    assert.deepEqual([facts[0]?.goesOn?.size, facts[0]?.goesOn?.in], [size + 1, 'qa'])
    assert.equal(facts[1]?.goesOn, undefined)
  })

  it('prove nothing against a log that has another key: anybody can make keys', async () => {
    const stranger = await busyWorld()
    audit(stranger, stranger.vn, { event: 'node.stopped' })
    const witnessed = [witnessedLine([cosignedHead(stranger, stranger.vn)])]
    const bundles = [
      { name: 'vn', files: exportPaper(world, world.vn) },
      { name: 'qa', files: exportPaper(stranger, stranger.qa, { witnessed }) },
    ]
    const pins = pinsOf(world)
    for (const pinned of [new Map<string, string[]>(), pins]) {
      const [exit, ...lines] = await findingsIn(bundles, { pins: pinned })
      assert.equal(exit, '40')
      assert.ok(!lines.some((line) => line.startsWith('fork')), lines.join('\n'))
    }
    const [, ...named] = await findingsIn(bundles, { pins })
    assert.ok(
      named.every((line) => line.includes(' qa ')),
      named.join('\n'),
    )
  })
})
