import assert from 'node:assert/strict'
import { verifyBundles } from '../../../src/audit/bundle/verify.ts'
import { tellReport } from '../../../src/cli/reportInWords.ts'
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

  it('are said to tell the same of all messages, or of which not, and why not', async () => {
    const comparedAfter = async () => (await verifyBundles(bothBundles(world))).compared
    const compared = { bundles: ['vn', 'qa'], states: ['VN', 'QA'] }
    await ask()
    assert.deepEqual(await comparedAfter(), [{ ...compared, messages: 2 }])
    // What both have counts also where the logs end at that very moment.
    const ended = world.now
    world.now -= 6_000
    assert.deepEqual(await comparedAfter(), [{ ...compared, messages: 2 }])
    world.now = ended + 60_000
    await ask({ course: 'unanswered' })
    assert.deepEqual(await comparedAfter(), [{ ...compared, messages: 2, onTheirWay: 1 }])
    const early = exportPaper(world, qa)
    world.now += 60_000
    await ask()
    const report = await verifyBundles([
      { name: 'vn', files: exportPaper(world, vn) },
      { name: 'qa', files: early },
    ])
    assert.deepEqual([report.compared[0]?.messages, report.compared[0]?.afterEnd], [2, 1])
    const lines: string[] = []
    tellReport(report, { say: (line) => lines.push(line) })
    const not =
      /^ {4}not compared: 1 that have no receipt yet, and 1 from about or after the time at which the other log ends$/m
    assert.match(lines.join('\n'), not)
  })

  it('are said not to be compared where one does not show whose it is, and the side of which nothing shows is named', async () => {
    const files = exportPaper(world, qa, { cheat: (made) => made.set('trust/QA-1.jws', Buffer.from('x')) })
    const report = await verifyBundles([
      { name: 'vn', files: exportPaper(world, vn) },
      { name: 'qa', files },
    ])
    assert.deepEqual(report.compared, [])
    const lines: string[] = []
    tellReport(report, { say: (line) => lines.push(line) })
    const words = lines.join('\n')
    assert.match(
      words,
      /^NOT COMPARED: qa: held against no other bundle, for it does not show whose it is\.$/m,
    )
    assert.match(words, /^ {4}What QA has, and what is here leaves out, does not show\.$/m)
  })

  it('show which copy of a file is the one that a log names, and that the other has what one lacks', async () => {
    await ask()
    later()
    const [first, second] = [`record/${one}/0001.receipt.jws`, `record/${one}/0002.receipt.jws`]
    const copied = exportPaper(world, qa, {
      cheat: (made) => made.set(second, made.get(first) ?? assert.fail()),
    })
    const good = { name: 'vn', files: exportPaper(world, vn) }
    const lines = await findingsIn([good, { name: 'qa', files: copied }])
    const named =
      lines.find((line) => line.startsWith(`mismatch vn ${second}: it is not the same in qa`)) ?? ''
    assert.match(
      named,
      /; entry \d+ of the log in vn names the one in vn; entry \d+ of the log in qa names the one in vn$/,
    )
    const message = `record/${one}/0002.jws`
    const lacking = exportPaper(world, qa, {
      cheat: (made) => {
        made.delete(message)
        made.delete(second)
      },
    })
    const lost = await findingsIn([good, { name: 'qa', files: lacking }])
    for (const path of [message, second])
      assert.match(
        lost.find((line) => line.startsWith(`mismatch qa ${path}: vn has it`)) ?? '',
        /: the very one that entry \d+ here names$/,
      )
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
