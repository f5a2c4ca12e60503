import assert from 'node:assert/strict'
import { balanceWith } from '../../src/exchange/balance/ask.ts'
import type { Node } from '../../src/exchange/node.ts'
import { answerQuestion } from '../../src/exchange/recall/answer.ts'
import { receive } from '../../src/exchange/receive.ts'
import { send } from '../../src/exchange/send.ts'
import { isKeyUnnamed } from '../../src/exchange/standing.ts'
import { turns } from '../../src/exchange/turns.ts'
import { draft, openingFrame, opened, sealed } from '../support/talk.ts'
import { type World, twoStates } from '../support/world.ts'

describe('a node whose list does not name the key with which it signs', () => {
  let world: World
  /** As it is where its database went back to before the list that names its key. */
  let unnamed: Node
  before(async () => {
    world = await twoStates()
    await opened(world)
    const { node } = world.answering.node
    unnamed = Object.create(node, { signer: { value: world.asking.node.node.signer } }) as Node
  })
  after(() => world.close())

  it('is told from one whose list does', () => {
    assert.equal(isKeyUnnamed(world.answering.node.node), false)
    assert.equal(isKeyUnnamed(unnamed), true)
  })

  it('is also one whose list names it from a time on that has not come, for a clock that was ahead has made it', () => {
    const { node } = world.answering.node
    const before = Object.create(node, { now: { value: () => new Date(0) } }) as Node
    assert.equal(isKeyUnnamed(before), true)
  })

  it('sends nothing, and says why', async () => {
    const [outcome] = await send(unnamed, [draft(world, world.answering, crypto.randomUUID(), 'request')])
    assert.ok(outcome !== undefined && !outcome.ok)
    assert.equal(outcome.code, 'PEER_NOT_HEARD')
    assert.match(outcome.detail ?? '', /no trust list of this node names the key/)
  })

  it('takes and answers nothing of a peer, which comes again', async () => {
    const { jwe } = await sealed(world.asking, world.answering, openingFrame(new Date()))
    const unavailable = ['{"code":"NODE_UNAVAILABLE"}']
    assert.deepEqual(await receive(unnamed, [{ line: jwe, from: ['VN'] }]), unavailable)
    assert.deepEqual((await answerQuestion(unnamed, jwe, ['VN'], turns(1))).lines, unavailable)
    assert.deepEqual(
      await receive(world.answering.node.node, [{ line: jwe, from: ['VN'] }]).then((lines) => lines.length),
      1,
    )
  })

  it('balances with nobody', async () => {
    const balanced = await balanceWith(unnamed, world.answering.node.courier, 'VN')
    assert.equal(balanced.ok ? 'balanced' : balanced.code, 'PEER_NOT_HEARD')
  })
})
