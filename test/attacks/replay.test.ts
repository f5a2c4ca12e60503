import assert from 'node:assert/strict'
import { send } from '../../src/exchange/send.ts'
import { listRefusals } from '../../src/store/refusals.ts'
import { findRequest } from '../../src/store/requests.ts'
import { openNode } from '../../src/opening.ts'
import { ecdsaTwin } from '../envelope/craft.ts'
import {
  agreed,
  assertReplayed,
  delivered,
  draft,
  entriesAbout,
  logOf,
  opened,
  openingFrame,
  post,
  said,
  sealed,
  sealedTo,
  stored,
} from '../support/talk.ts'
import { type World, heard, silent, twoStates } from '../support/world.ts'

describe('attacks that say something again', () => {
  let world: World
  before(async () => {
    world = await twoStates()
  })
  after(() => world.close())
  afterEach(() => assertReplayed(world))

  it('attack 10: an ECDSA twin (r, n-s) that is sent again gets the same answer and no second entry', async () => {
    const { asking, answering } = world
    const message = await sealed(asking, answering, openingFrame(new Date()))
    assert.equal(asking.node.node.signer.algorithm, 'ES256')
    const [first = ''] = await post(answering, [message.jwe])
    assert.equal(said(first).event, 'relayAcceptance')
    const twin = ecdsaTwin(message.jws)
    assert.notEqual(twin, message.jws)
    // Of other things the node may note something at any moment.
    const entries = async () =>
      (await logOf(answering.node.node.db)).filter(({ evt }) => /^(message|receipt|envelope)\./.test(evt))
    const before = (await entries()).length
    const refusals = await listRefusals(answering.node.node.db, 100)
    assert.deepEqual(await post(answering, [await sealedTo(answering, twin)]), [first])
    assert.equal((await entries()).length, before)
    assert.deepEqual(await listRefusals(answering.node.node.db, 100), refusals)
    assert.equal((await stored(answering, message.digest)).jws, message.jws)
  })

  it('attack 21: a message that comes again in a new request, after a restart, gets its old receipt and moves nothing', async () => {
    const { asking, answering } = world
    const frame = openingFrame(new Date())
    const { digest, jws, jwe } = await sealed(asking, answering, frame)
    const receipts = await post(answering, [jwe])
    assert.equal(said(receipts[0] ?? '').event, 'relayAcceptance')
    await answering.restart()
    await heard(answering)
    const before = await findRequest(answering.node.node.db, String(frame.request))
    // The very bytes, and the same message sealed once more.
    for (const again of [jwe, await sealedTo(answering, jws)])
      assert.deepEqual(await post(answering, [again]), receipts)
    assert.deepEqual(await findRequest(answering.node.node.db, String(frame.request)), before)
    assert.deepEqual(await entriesAbout(answering, digest), ['message.received', 'receipt.given'])
  })

  it('attack 26: of two decisions that exclude each other, made at once by two processes, exactly one stands', async () => {
    const { asking, answering } = world
    const second = await openNode(answering.config, silent, 'act')
    try {
      for (let round = 0; round < 5; round += 1) {
        const request = await opened(world)
        const decision = draft(world, answering, request, 'decision')
        const outcomes = await Promise.all(
          [answering.node.node, second.node].map(async (node) => (await send(node, [decision]))[0]),
        )
        const codes = outcomes.map((outcome) => (outcome?.ok === true ? 'sent' : outcome?.code)).sort()
        assert.deepEqual(codes, ['WORKFLOW_NOT_EXPECTED', 'sent'])

        await agreed(world, request, 2)
      }
      await delivered(answering)
      await delivered(asking)
    } finally {
      await second.close()
    }
  })
})
