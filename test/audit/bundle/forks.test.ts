import assert from 'node:assert/strict'
import { signCheckpoint } from '../../../src/audit/checkpoint.ts'
import { append, emptyRange, rootOf } from '../../../src/audit/tree.ts'
import { exportPaper } from '../../support/paperBundle.ts'
import { busyWorld, findingsIn, two } from '../../support/busyWorld.ts'
import { type PaperWorld, audit, issueList, paperWorld, say } from '../../support/paperWorld.ts'

const checkpointOf = (files: ReadonlyMap<string, Uint8Array>): Uint8Array =>
  files.get('checkpoint') ?? new Uint8Array()

describe('two signed heads of one log', () => {
  let world: PaperWorld
  beforeEach(async () => {
    world = await busyWorld()
  })

  it('are good where one begins with the other', async () => {
    const before = exportPaper(world, world.vn)
    await say(world, { by: world.vn, request: two, type: 'supplement' })
    const after = exportPaper(world, world.vn)
    const bundles = [
      { name: 'before', files: before },
      { name: 'after', files: after },
    ]
    assert.deepEqual(await findingsIn(bundles), ['0'])
    assert.deepEqual(await findingsIn(bundles.toReversed()), ['0'])
    const checkpoints = [
      { name: 'kept', bytes: checkpointOf(before) },
      { name: 'same', bytes: checkpointOf(after) },
    ]
    assert.deepEqual(await findingsIn([{ name: 'after', files: after }], { checkpoints }), ['0'])
  })

  it('attack 41: a history that was rewritten between two signed heads is a fork', async () => {
    const entries = [...world.vn.entries]
    const before = exportPaper(world, world.vn)
    world.vn.entries.splice(0, Infinity, ...entries)
    audit(world, world.vn, { event: 'node.stopped' })
    const after = exportPaper(world, world.vn)
    const bundles = [
      { name: 'before', files: before },
      { name: 'after', files: after },
    ]
    const finding =
      'fork after checkpoint: it does not begin with the log of before, which the same node signed'
    assert.deepEqual(await findingsIn(bundles), ['50', finding])
    const checkpoints = [{ name: 'kept', bytes: checkpointOf(before) }]
    assert.deepEqual(await findingsIn([{ name: 'after', files: after }], { checkpoints }), [
      '50',
      'fork after checkpoint: it does not begin with kept, which the same node signed',
    ])
  })

  it('attack 41: two heads of one size with two roots are a fork', async () => {
    const entries = [...world.vn.entries]
    const first = exportPaper(world, world.vn)
    world.vn.entries.splice(0, Infinity, ...entries)
    const second = exportPaper(world, world.vn)
    const [exit] = await findingsIn([
      { name: 'first', files: first },
      { name: 'second', files: second },
    ])
    assert.equal(exit, '50')
  })

  it('of which neither follows the other, as after two losses, are told apart: the later one lacks what the earlier had', async () => {
    const { vn } = world
    const former = vn.log
    const there = {
      ...{ entries: [...vn.entries], held: [...vn.held] },
      ...{ links: [...vn.links], lists: [...vn.lists] },
    }
    const size = there.entries.length
    const named = (name: string): string => former.name.replace(/[^/]+$/, name)
    /** The database goes back to what was there then, of which so much is left, and the node goes on under another log. */
    const wentOn = async (name: string, kept = size): Promise<void> => {
      vn.entries.splice(0, Infinity, ...there.entries.slice(0, kept))
      vn.lists.splice(0, Infinity, ...there.lists)
      for (const [now, before] of [
        [vn.held, there.held],
        [vn.links, there.links],
      ] as const) {
        now.clear()
        for (const [key, value] of before) (now as Map<string, unknown>).set(key, value)
      }
      world.now += 60_000
      if (kept < size) audit(world, vn, { event: 'node.stopped' })
      const leaves = vn.entries.map(({ leaf }) => Buffer.from(leaf, 'hex'))
      const digest = Buffer.from(rootOf(append(emptyRange, leaves))).toString('hex')
      vn.log = { ...former, name: named(name) }
      const code = former.name.slice(former.name.lastIndexOf('/') + 1)
      const details = { reason: 'the disk was lost' }
      audit(world, vn, { event: 'log.continued', digest, count: leaves.length, code, details })
      await issueList(world, vn)
    }
    await wentOn('log5')
    await say(world, { by: vn, request: two, type: 'supplement' })
    const first = { name: 'first', files: exportPaper(world, vn) }
    const had = vn.entries.length
    await wentOn('log9')
    const second = { name: 'second', files: exportPaper(world, vn) }
    const lacks = `incomplete second checkpoint: it does not follow ${named('log5')}, of which first has ${had} entries, signed by the same State: of those it has the first ${size} alone, so what came after them was lost or is left out`
    for (const bundles of [
      [first, second],
      [second, first],
    ])
      assert.deepEqual(await findingsIn(bundles), ['10', lacks])
    // What both say to be left of the log before must be the same.
    await wentOn('log7', size - 1)
    const other = { name: 'other', files: exportPaper(world, vn) }
    assert.match(
      (await findingsIn([first, other])).join('\n'),
      /^fork other checkpoint: it does not begin as first does, and both say that they go on from the same log$/m,
    )
  })

  it('cannot be compared where the kept one is newer, or of another log', async () => {
    const before = exportPaper(world, world.vn)
    const after = exportPaper(world, world.vn)
    const bundles = [{ name: 'before', files: before }]
    const checkpoints = [{ name: 'kept', bytes: checkpointOf(after) }]
    assert.deepEqual(await findingsIn(bundles, { checkpoints }), [
      '10',
      'incomplete before checkpoint: it is older than kept, so the two cannot be compared',
    ])
    const other = [{ name: 'kept', bytes: checkpointOf(exportPaper(world, world.qa)) }]
    assert.deepEqual(await findingsIn(bundles, { checkpoints: other }), [
      '10',
      'incomplete  checkpoint kept that was given: it is of none of these logs',
    ])
  })

  it('are not of one log where another key signed one', async () => {
    const files = exportPaper(world, world.vn)
    const stranger = await paperWorld()
    const bytes = Buffer.from(signCheckpoint(3, new Uint8Array(32), stranger.vn.log))
    assert.deepEqual(await findingsIn([{ name: 'vn', files }], { checkpoints: [{ name: 'kept', bytes }] }), [
      '40',
      'cryptography  checkpoint kept that was given: it is not signed with the key of the log of vn (SIGNATURE_INVALID)',
    ])
    const [, ...lines] = await findingsIn([
      { name: 'vn', files },
      { name: 'other', files: exportPaper(stranger, stranger.vn) },
    ])
    assert.ok(
      lines.includes(
        'cryptography other keys/log.vkey: vn has another key for the same log: one of the two is not of that node, so they are not compared',
      ),
    )
    assert.ok(!lines.some((line) => line.startsWith('fork')))
  })
})
