import assert from 'node:assert/strict'
import { rehearse } from '../../src/exchange/drafts/rehearse.ts'
import type { Message } from '../../src/message/generated/types.ts'
import type { JsonObject } from '../../src/message/json.ts'
import { findRequest } from '../../src/store/requests.ts'
import { bodies } from '../support/bodies.ts'
import { draft, openingFrame, post, said, sealed, waiting } from '../support/talk.ts'
import { type World, twoStates } from '../support/world.ts'

describe('what ends before it begins', () => {
  let world: World
  before(async () => {
    world = await twoStates()
  })
  after(() => world.close())

  const body = {
    ...bodies.request,
    persons: [
      {
        role: 'suspect',
        names: [{ family: 'Example' }],
        documents: [{ type: 'passport', number: 'X1', issuedOn: '2026-03-05', expires: '1999-02-01' }],
      },
    ],
  }

  it('is told to whoever rehearses it, and nothing of it leaves', async () => {
    const { node } = world.asking.node
    const turned = draft(world, world.asking, crypto.randomUUID(), 'request', { body })
    const outcome = await world.asking.node.send(turned)
    assert.ok(!outcome.ok)
    const place = '/body/persons/0/documents/0/expires'
    assert.deepEqual([outcome.code, outcome.pointer], ['PERIOD_REVERSED', place])
    assert.deepEqual(await waiting(world.asking), [])
    assert.equal(await findRequest(node.db, turned.request), null)
    const message = openingFrame(node.now(), { body: body as unknown as JsonObject }) as unknown as Message
    assert.equal((await rehearse(node, null, message))?.code, 'PERIOD_REVERSED')
  })

  it('is taken where another State has sent it, for a record is read as it was written', async () => {
    const { node } = world.asking.node
    const frame = openingFrame(node.now(), { body: body as unknown as JsonObject })
    const { jwe } = await sealed(world.asking, world.answering, frame)
    const [answer = ''] = await post(world.answering, [jwe])
    assert.equal(said(answer).event, 'relayAcceptance')
  })
})
