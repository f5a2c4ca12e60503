import assert from 'node:assert/strict'
import { signCheckpoint } from '../../../src/audit/checkpoint.ts'
import { exportPaper } from '../../support/paperBundle.ts'
import { busyWorld, findingsIn, two } from '../../support/busyWorld.ts'
import { type PaperWorld, audit, paperWorld, say } from '../../support/paperWorld.ts'

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
