import assert from 'node:assert/strict'
import { bothBundles, busyWorld, findingsIn, one, two } from '../../support/busyWorld.ts'
import { balanceOnPaper } from '../../support/paperBalance.ts'
import { exportPaper } from '../../support/paperBundle.ts'
import { destroyMessages, destroyOpenings, eraseOnPaper, openedAbout } from '../../support/paperErasure.ts'
import { type PaperNode, type PaperWorld, audit, requestNumber, say } from '../../support/paperWorld.ts'

describe('an erased record in the bundles', () => {
  let world: PaperWorld
  let vn: PaperNode
  let qa: PaperNode
  beforeEach(async () => {
    world = await busyWorld()
    ;({ vn, qa } = world)
    await say(world, { by: vn, request: two, type: 'withdraw', message: { measures: ['a1'] } })
  })
  /** So that what happened last is clearly before the end of both logs. */
  const later = () => {
    world.now += 60_000
    audit(world, vn, { event: 'node.stopped' })
    audit(world, qa, { event: 'node.stopped' })
  }
  const found = async () => {
    later()
    const lines = await findingsIn(bothBundles(world))
    return lines.map((line) => line.replace(/[0-9a-f]{64}/g, '#').replace(/2027-[0-9T:.-]+Z/g, '@'))
  }
  const erased = (node: string, openings: number) =>
    `incomplete ${node} record/${two}/: erased on @, ground retention “an Act”: ${openings} openings of the log and the texts of the messages`
  const actor = { person: 'Example-Officer', role: 'officer', authority: 'vn.spp' }

  it('of one side is named with its ground, and everything holds', async () => {
    eraseOnPaper(world, vn, two)
    assert.deepEqual(await found(), ['10', erased('vn', 2)])
  })

  it('of both sides is named for each', async () => {
    eraseOnPaper(world, vn, two)
    eraseOnPaper(world, qa, two)
    assert.deepEqual(await found(), ['10', erased('vn', 2), erased('qa', 0)])
  })

  it('leaves balances that were made before and after it whole', async () => {
    const before = new Date(world.now)
    const balances = [await balanceOnPaper(world, [vn, qa], { until: before })]
    eraseOnPaper(world, vn, two)
    await say(world, { by: qa, request: one, type: 'contact-note' })
    balances.push(await balanceOnPaper(world, [qa, vn], { from: before, until: new Date(world.now) }))
    const lines = await findingsIn([{ name: 'vn', files: exportPaper(world, vn, { balances }) }])
    assert.deepEqual([lines[0], lines.length], ['10', 2])
  })

  it('in a bundle of that record alone is named as well', async () => {
    eraseOnPaper(world, vn, two)
    const lines = await findingsIn([{ name: 'vn', files: exportPaper(world, vn, { requests: [two] }) }])
    assert.deepEqual([lines[0], lines.length], ['10', 2])
    const other = await findingsIn([{ name: 'vn', files: exportPaper(world, vn, { requests: [one] }) }])
    assert.deepEqual(other, ['0'])
  })

  it('of which the log does not tell is what it always was: something lacks', async () => {
    destroyMessages(vn, two)
    const [exit, ...lines] = await found()
    assert.equal(exit, '30')
    assert.ok(lines.includes(`mismatch vn record/${two}/0001.jws: it lacks: the log tells of it`))
  })

  it('whose receipts went with it shows: they hold nothing of a person, and are not erased', async () => {
    eraseOnPaper(world, vn, two)
    const files = exportPaper(world, vn, {
      cheat: (all) => all.delete(`record/${two}/0002.receipt.jws`),
    })
    const lines = await findingsIn([{ name: 'vn', files }])
    assert.equal(lines[0], '30')
    assert.match(lines.join('\n'), /0002\.receipt\.jws: it lacks/)
  })

  it('that was only reported is missed a day after its time, and at once where a hold was on it', async () => {
    const at = new Date(world.now + 60_000).toISOString()
    const body = { extent: 'whole', at, what: { language: 'en', text: 'All of it.' } }
    await say(world, { by: vn, request: two, type: 'erasure-report', message: { body } })
    assert.deepEqual(await found(), ['0'])
    world.now += 25 * 3_600_000
    const [exit, line] = await found()
    assert.equal(exit, '30')
    assert.match(
      line ?? '',
      /^mismatch vn record.*: it says that all of the record is erased at @, and on @ it was not/,
    )
  })

  it('that was reported is not missed while the other side lets the request go on, but a day after its end', async () => {
    const three = requestNumber(3)
    await say(world, { by: vn, request: three, type: 'request' })
    const at = new Date(world.now).toISOString()
    const body = { extent: 'whole', at, what: { language: 'en', text: 'All of it.' } }
    await say(world, { by: vn, request: three, type: 'erasure-report', message: { body } })
    world.now += 25 * 3_600_000
    assert.deepEqual(await found(), ['0'])
    await say(world, { by: vn, request: three, type: 'withdraw', message: { measures: ['a1'] } })
    assert.deepEqual(await found(), ['0'])
    world.now += 25 * 3_600_000
    const [exit, line] = await found()
    assert.equal(exit, '30')
    assert.match(line ?? '', /^mismatch vn record.*: it says that all of the record is erased at @/)
  })

  it('is not reported by a State that has a legal hold on it', async () => {
    audit(world, vn, { event: 'hold.placed', actor, details: { reason: 'appeal pending' } }, two)
    const body = {
      extent: 'whole',
      at: new Date(world.now).toISOString(),
      what: { language: 'en', text: 'All.' },
    }
    await say(world, { by: vn, request: two, type: 'erasure-report', message: { body } })
    const lines = await found()
    assert.equal(lines[0], '30')
    assert.match(lines.join('\n'), /it reports as erased what is under a legal hold/)
  })

  const forged: readonly [what: string, forge: () => unknown, shows: RegExp][] = [
    [
      'says that fewer openings went than did',
      () => eraseOnPaper(world, vn, two, { count: 1 }),
      /it says that 1 openings were erased, and the log has had 2/,
    ],
    [
      'comes after the fact, when an opening was destroyed that the log had not told of',
      () => {
        destroyOpenings(vn, openedAbout(vn, two).slice(0, 1))
        eraseOnPaper(world, vn, two)
      },
      /it says that 1 openings were erased, and the log has had 2/,
    ],
    [
      'is of a record that had not ended',
      () => eraseOnPaper(world, vn, one),
      /the record was erased, and it says .*: it had not ended/,
    ],
    [
      'stands before a message that the record takes',
      async () => {
        eraseOnPaper(world, vn, two)
        await say(world, { by: qa, request: two, type: 'contact-note' })
      },
      /takes a message into the record after it was erased \(message.received\)/,
    ],
    [
      'goes against a legal hold',
      () => {
        audit(world, vn, { event: 'hold.placed', actor, details: { reason: 'an appeal' } }, two)
        eraseOnPaper(world, vn, two)
      },
      /the record was erased under a legal hold/,
    ],
    [
      'was made by one person alone',
      () => eraseOnPaper(world, vn, two, { approver: 'Example-Officer' }),
      /one person alone erased the record/,
    ],
    [
      'left the openings where they were',
      () => eraseOnPaper(world, vn, two, { keeps: 'openings' }),
      /what opens entry [0-9]+ is here, though it was erased/,
    ],
    [
      'left the messages where they were',
      () => eraseOnPaper(world, vn, two, { keeps: 'messages' }),
      /message # is here, though it was erased/,
    ],
  ]
  for (const [what, forge, shows] of forged) {
    it(`shows where its erasure ${what}`, async () => {
      await forge()
      const [exit, ...lines] = await found()
      assert.equal(exit, '30')
      assert.match(lines.join('\n'), shows)
    })
  }

  it('goes on well after a hold that was released', async () => {
    for (const event of ['hold.placed', 'hold.released'] as const)
      audit(world, vn, { event, actor, details: { reason: 'an appeal' } }, two)
    eraseOnPaper(world, vn, two)
    assert.deepEqual(await found(), ['10', erased('vn', 4)])
  })
})
