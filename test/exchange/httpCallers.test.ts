import assert from 'node:assert/strict'
import { httpCaller } from '../../src/exchange/httpCaller.ts'
import { httpCallers } from '../../src/exchange/httpCallers.ts'
import { exchangeLimits } from '../../src/exchange/limits.ts'
import { paths } from '../../src/web/paths.ts'
import { type World, twoStates, until } from '../support/world.ts'

describe('who makes a request', () => {
  let world: World
  before(async () => {
    world = await twoStates()
  })
  after(() => world.close())

  it('may come again with one that was refused because its State had begun too many, and never with one that was taken', async () => {
    const { asking, answering } = world
    const { url } = answering.node.node.trust.own().list.node
    const identify = httpCallers(answering.node.node)
    const { sign } = httpCaller(asking.node.node)
    const head = { method: 'GET', path: paths.checkpoint, bytesMax: 0 }
    const signed = () => sign({ method: 'GET', targetUri: url + head.path, body: Buffer.alloc(0) })
    const many = Array.from({ length: exchangeLimits.peer.requestsAfterPauseMax + 600 }, signed)
    const outcomes = many.map((fields) => {
      const told = identify(head, { ...fields })
      if (told.ok) told.caller.end()
      return { fields, code: told.ok ? 'taken' : told.code }
    })
    const refused = outcomes.find(({ code }) => code === 'NODE_BUSY')
    assert.ok(refused !== undefined, 'one of them was too many')
    await until('the share has filled up', () => {
      const again = identify(head, { ...refused.fields })
      if (again.ok) again.caller.end()
      return again.ok
    })
    for (const { fields } of [outcomes[0], refused].filter((one) => one !== undefined)) {
      const again = identify(head, { ...fields })
      assert.equal(again.ok ? 'taken' : again.code, 'HTTP_SIGNATURE_REPLAYED')
    }
  })
})
