import assert from 'node:assert/strict'
import { sign } from '../../../src/envelope/sign.ts'
import { exportPaper } from '../../support/paperBundle.ts'
import { bothBundles, busyWorld, findingsIn, one } from '../../support/busyWorld.ts'
import {
  type PaperNode,
  type PaperWorld,
  type Saying,
  audit,
  paperWorld,
  say,
} from '../../support/paperWorld.ts'

describe('the bundles of two sides', () => {
  let world: PaperWorld
  let vn: PaperNode
  let qa: PaperNode
  beforeEach(async () => {
    world = await paperWorld()
    ;({ vn, qa } = world)
    await say(world, { by: vn, request: one, type: 'request' })
  })
  const ask = async (more: Partial<Saying> = {}) =>
    await say(world, { by: vn, request: one, type: 'status-request', ...more })
  /** So that what happened last is clearly before the end of both logs. */
  const later = () => {
    world.now += 60_000
    audit(world, vn, { event: 'node.stopped' })
    audit(world, qa, { event: 'node.stopped' })
  }
  const between = async () =>
    (await findingsIn(bothBundles(world))).map((line) => line.replace(/[0-9a-f]{64}/g, '#'))

  it('are good when both are honest, whatever is on its way', async () => {
    await ask({ course: 'unanswered' })
    later()
    assert.deepEqual(await between(), ['0'])
  })

  it('attack 47: a message that one side denies though it gave a receipt for it shows', async () => {
    qa.forgets = (event) => event === 'message.received' || event === 'receipt.given'
    await ask()
    later()
    const [exit, ...lines] = await between()
    assert.equal(exit, '30')
    assert.deepEqual(lines, [
      'mismatch qa message #: vn sent and has a receipt for it, and it is not in this log',
      'mismatch qa receipt #: vn has it, and it is not in this log',
      'mismatch qa receipt #: the entry that it promises to vn is not in this log',
    ])
  })

  it('show a message that one side denies to have sent', async () => {
    vn.forgets = (event) => event === 'message.sent' || event === 'message.placed'
    await ask()
    later()
    assert.deepEqual(await between(), [
      '30',
      'mismatch vn message #: qa received it, and it is not in this log',
    ])
  })

  it('show a receipt that one side denies', async () => {
    qa.forgets = (event) => event === 'receipt.given'
    await ask()
    later()
    const [exit, ...lines] = await between()
    assert.equal(exit, '30')
    assert.ok(lines.includes('mismatch qa receipt #: vn has it, and it is not in this log'))
  })

  it('do not blame a node for what happened after its bundle was made, and say that there is more', async () => {
    const early = exportPaper(world, qa)
    world.now += 60_000
    await ask()
    await say(world, { by: qa, request: one, type: 'acknowledgement' })
    const bundles = [
      { name: 'vn', files: exportPaper(world, vn) },
      { name: 'qa', files: early },
    ]
    const more = (name: string, count: number) =>
      new RegExp(
        `^incomplete ${name} checkpoint: .* has messages between the two \\(${count}\\) from after .*: ask for a newer one$`,
      )
    const [exit, line, ...others] = await findingsIn(bundles)
    assert.deepEqual([exit, others], ['10', []])
    assert.match(line ?? '', more('qa', 2))
    const other = await paperWorld()
    await say(other, { by: other.vn, request: one, type: 'request' })
    const earlyVn = exportPaper(other, other.vn)
    other.now += 60_000
    await say(other, { by: other.vn, request: one, type: 'status-request' })
    const lateQa = exportPaper(other, other.qa)
    const [sameExit, same] = await findingsIn([
      { name: 'vn', files: earlyVn },
      { name: 'qa', files: lateQa },
    ])
    assert.equal(sameExit, '10')
    assert.match(same ?? '', more('vn', 1))
  })

  it('show a message that has another place on each side', async () => {
    const forgets = qa.forgets
    qa.forgets = (event) => event === 'message.received'
    const { message, jws } = await ask()
    qa.forgets = forgets
    const { digestOf } = await import('../../../src/envelope/digest.ts')
    const digest = digestOf(jws)
    audit(world, qa, { event: 'message.received', peer: 'VN', message: digest, sequence: 5 }, message.request)
    later()
    const [exit, ...lines] = await between()
    assert.equal(exit, '30')
    assert.ok(lines.includes('mismatch qa message #: it has another place in the record than in vn'))
  })

  it('show a message that one says to be refused and the other to be in the record', async () => {
    const { jws } = await ask({ course: 'refused' })
    const { digestOf } = await import('../../../src/envelope/digest.ts')
    audit(world, qa, { event: 'message.received', peer: 'VN', message: digestOf(jws), sequence: 2 }, one)
    later()
    const [exit, ...lines] = await between()
    assert.equal(exit, '30')
    assert.ok(lines.includes('mismatch qa message #: it is placed here and refused in vn'))
  })

  it('show a message that is not the same bytes on each side', async () => {
    const { jws, message } = await say(world, { by: qa, request: one, type: 'acknowledgement' })
    const twin = await sign('message', message, qa.signer, new Date(message.sentAt))
    assert.notEqual(twin.jws, jws)
    later()
    const cheat = (files: Map<string, Uint8Array>) =>
      files.set(`record/${one}/0002.jws`, Buffer.from(twin.jws))
    const bundles = [
      { name: 'vn', files: exportPaper(world, vn) },
      { name: 'qa', files: exportPaper(world, qa, { cheat }) },
    ]
    assert.deepEqual(await findingsIn(bundles), [
      '30',
      `mismatch vn record/${one}/0002.jws: it is not the same in qa`,
    ])
  })

  it('of three States are compared by pairs', async () => {
    const other = await busyWorld()
    const bundles = [...bothBundles(world), { name: 'again', files: exportPaper(world, world.vn) }]
    assert.deepEqual(await findingsIn(bundles), ['0'])
    assert.notDeepEqual(await findingsIn([...bundles, ...bothBundles(other)]), ['0'])
  })
})
