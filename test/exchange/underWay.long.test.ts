import assert from 'node:assert/strict'
import { digestOf } from '../../src/envelope/digest.ts'
import { subjectOf } from '../../src/audit/entry.ts'
import { uuidV7 } from '../../src/exchange/identifiers.ts'
import { balanceWith } from '../../src/exchange/balance/ask.ts'
import { comparing } from '../../src/exchange/recall/compare.ts'
import { healRecord } from '../../src/exchange/recall/heal.ts'
import { hear } from '../../src/exchange/recall/hear.ts'
import { type OpenNode, openNode } from '../../src/opening.ts'
import { findAsking, putAsking } from '../../src/store/askings.ts'
import { findMessage } from '../../src/store/messages.ts'
import { inTransaction } from '../../src/store/failures.ts'
import { lockRequestsAndSubjects } from '../../src/store/lockedWithLog.ts'
import { findRequest } from '../../src/store/requests.ts'
import { type Backup, backUp, backUpAndStop, start } from '../support/backup.ts'
import { type ClockedWorld, clockedStates } from '../support/clockedWorld.ts'
import { carriers } from '../support/link.ts'
import { agreed, delivered, opened, say, stored, waiting } from '../support/talk.ts'
import { assertGood, eventsOf } from '../support/twoSides.ts'
import { type WorldState, heard, silent, until } from '../support/world.ts'

const minuteMs = 60_000

describe('a receipt that was under way when its node went back', () => {
  let world: ClockedWorld
  let backup: Backup | undefined
  beforeEach(async () => {
    world = await clockedStates(new Date(Date.now() + minuteMs))
  })
  afterEach(async () => {
    await world.close()
    await backup?.remove()
    backup = undefined
  })

  /** By its digest: a receipt itself is thousands of characters. */
  const receiptOf = async (state: WorldState, digest: string) =>
    digestOf((await stored(state, digest)).receipt ?? '')

  it('settles nothing once that node was told what its peer has: both have one receipt, and their balance agrees', async () => {
    const { asking, answering } = world
    const request = await opened(world)
    await delivered(asking)
    asking.link.carriesHeads = false
    backup = await backUp(answering)
    // Something that is lost as well, and told: where nothing is, nobody knows of a longer log.
    await say(world, answering, request, 'acknowledgement')
    await agreed(world, request, 2)
    await delivered(answering)
    const { node } = asking.node
    const known = await findAsking(node.db, 'QA')
    let held = ''
    // The line gives the post to the node twice, and the answer to the first of them comes last.
    answering.link.carry = async ({ forward }) => {
      answering.link.carry = carriers.faithfully
      held = await forward()
      await backup?.restore('everything')
      await start(answering)
      await heard(answering)
      await forward()
      return held
    }
    const { digest } = await say(world, asking, request, 'status-request')
    await until('it was held and has come', () => held !== '')
    await agreed(world, request, 3)
    await delivered(asking)
    assert.notEqual(await findAsking(node.db, 'QA'), known)
    assert.equal(await receiptOf(asking, digest), await receiptOf(answering, digest))
    // The opening and this, each placed once; and nothing has failed, for the peer had answered.
    const told = (await eventsOf(asking)).filter((event) => /^(message\.(sent|placed)|delivery)/.test(event))
    assert.deepEqual(told, ['message.sent', 'message.placed', 'message.sent', 'message.placed'])
    await world.setClock(new Date(node.now().getTime() + 6 * minuteMs))
    const balanced = await balanceWith(node, asking.node.courier, 'QA')
    assert.ok(balanced.ok && balanced.balance.agreed, JSON.stringify(balanced))
    await assertGood(world, 'entries')
  })

  it('settles what it answers where its node asks while nothing is under way', async () => {
    const { asking, answering } = world
    const request = await opened(world)
    for (let times = 0; times < 3; times += 1) assert.ok(await answering.node.hearing.hear('VN'))
    const { digest } = await say(world, asking, request, 'status-request')
    await agreed(world, request, 2)
    assert.equal(await receiptOf(asking, digest), await receiptOf(answering, digest))
    assert.ok(!(await eventsOf(asking)).includes('delivery.failed'))
  })

  /** Asks QA as the node does, and has QA ask meanwhile: by how often it has handed something over. */
  const askedMeanwhile = ({ node, courier }: OpenNode, isAsked: (handedOver: number) => boolean) => {
    let times = 0
    const ask: typeof courier.ask = async (url, line) => {
      const lines = await courier.ask(url, line)
      if (lines.length > 1) times += 1
      if (isAsked(times)) await putAsking(node.db, 'QA', uuidV7(node.now(), node.random(10)))
      return lines
    }
    return { courier: { ...courier, ask }, handedOver: () => times }
  }

  /** A message whose receipt this State had and has lost, so that it waits for it again; its node is closed. */
  const waitsAgain = async (): Promise<string> => {
    const { asking, answering } = world
    const request = await opened(world)
    // A head that was cosigned by the peer would be one that the backup has forgotten.
    answering.link.carriesHeads = false
    answering.link.up = false
    const { digest } = await say(world, asking, request, 'status-request')
    backup = await backUpAndStop(asking)
    answering.link.up = true
    await start(asking)
    await agreed(world, request, 2)
    await backup.restore('everything')
    return digest
  }

  it('is not taken back from a peer that asks while it hands it back: that is asked for anew', async () => {
    const { asking, answering } = world
    const digest = await waitsAgain()
    const open = await openNode(asking.config, silent, 'act')
    try {
      // Another process of this node is asked before the record that was asked for is here.
      const { courier, handedOver } = askedMeanwhile(open, (times) => times === 1)
      const told = await hear(open.node, courier, 'QA')
      assert.ok(told.ok, JSON.stringify(told))
      assert.deepEqual([told.closed, handedOver()], [[], 2])
      assert.notEqual((await findMessage(open.node.db, digest))?.receipt, null)
    } finally {
      await open.close()
    }
    await start(asking)
    assert.equal(await receiptOf(asking, digest), await receiptOf(answering, digest))
    assert.deepEqual(await waiting(asking), [])
  })

  it('is not asked for without end where the peer asks each time that it hands it back', async () => {
    const { asking } = world
    const digest = await waitsAgain()
    const open = await openNode(asking.config, silent, 'act')
    try {
      const { courier, handedOver } = askedMeanwhile(open, () => true)
      const told = await hear(open.node, courier, 'QA')
      assert.deepEqual([told.ok ? 'told' : told.code, handedOver()], ['NODE_BUSY', 4])
      assert.equal((await findMessage(open.node.db, digest))?.receipt, null)
    } finally {
      await open.close()
    }
    await start(asking)
    await heard(asking)
  })

  it('closes no record where that is another by then than the peer had told of: the peer is heard anew', async () => {
    const { asking } = world
    const digest = await waitsAgain()
    const open = await openNode(asking.config, silent, 'act')
    try {
      const { request } = (await findMessage(open.node.db, digest)) ?? { request: '' }
      const { courier } = askedMeanwhile(open, (times) => times === 1)
      const healing = await comparing(open.node, courier, 'QA', true)
      assert.ok(healing !== null)
      // It had told of another past, in which the place was given to something else.
      const told = { request, sequence: 2, head: '7'.repeat(64), last: digest }
      const healed = await healRecord(healing, told)
      assert.equal(healed.ok ? 'healed' : healed.code, 'NODE_BUSY')
      assert.equal((await findRequest(open.node.db, request))?.closed, null)
      assert.notEqual((await findMessage(open.node.db, digest))?.receipt, null)
    } finally {
      await open.close()
    }
    await start(asking)
    await heard(asking)
  })

  it('is taken back all the same where its message is not here at all: it would be lost otherwise', async () => {
    const { asking } = world
    const request = await opened(world)
    backup = await backUp(asking)
    const { digest } = await say(world, asking, request, 'status-request')
    await agreed(world, request, 2)
    await backup.restore('everything')
    const open = await openNode(asking.config, silent, 'act')
    try {
      const { courier } = askedMeanwhile(open, () => true)
      const told = await hear(open.node, courier, 'QA')
      assert.ok(told.ok && told.restored === 1, JSON.stringify(told))
      assert.equal((await findMessage(open.node.db, digest))?.sequence, 2)
    } finally {
      await open.close()
    }
    await start(asking)
    await heard(asking)
  })

  it('is not told of to a peer while somebody settles and comes to no end: that is asked to come again', async () => {
    const { asking, answering } = world
    const request = await opened(world)
    const { node, courier } = answering.node
    const before = await findAsking(asking.node.node.db, 'QA')
    await inTransaction(asking.node.node.db, async (trx) => {
      await lockRequestsAndSubjects(trx, [{ id: request, subject: subjectOf(request) }], 'QA')
      const told = await hear(node, courier, 'VN')
      assert.equal(told.ok ? 'told' : told.code, 'NODE_BUSY')
    })
    assert.equal(await findAsking(asking.node.node.db, 'QA'), before)
    assert.ok((await hear(node, courier, 'VN')).ok)
    assert.notEqual(await findAsking(asking.node.node.db, 'QA'), before)
  })
})
