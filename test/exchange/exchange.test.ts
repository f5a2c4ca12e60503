import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { replay } from '../../src/workflow/replay.ts'
import { canonicalText } from '../../src/message/canonical.ts'
import { findRequest } from '../../src/store/requests.ts'
import { listRecord } from '../../src/store/messages.ts'
import { messageIn } from '../../src/exchange/stored.ts'
import { type World, twoStates, until } from '../support/world.ts'

const example = JSON.parse(
  readFileSync(resolve(import.meta.dirname, '../../schemas/example/request.json'), 'utf8'),
) as { body: object; exhibits: [] }

describe('a first request', () => {
  let world: World
  before(async () => {
    world = await twoStates()
  })
  after(() => world.close())

  it('crosses the border and gets its place', async () => {
    const request = crypto.randomUUID()
    const sent = await world.asking.node.send({
      request,
      reference: 'VN-DEMO-1',
      from: 'vn.spp',
      to: 'qa.pp',
      type: 'request',
      language: 'en',
      body: example.body,
      exhibits: example.exhibits,
      people: { officer: 'Example-A', approver: 'Example-B' },
    })
    assert.ok(sent.ok, JSON.stringify(sent))
    await until('placed', async () => (await findRequest(world.asking.node.node.db, request))?.sequence === 1)
    const row = await findRequest(world.answering.node.node.db, request)
    const mine = await findRequest(world.asking.node.node.db, request)
    assert.equal(row?.snapshot, mine?.snapshot)
    const ack = await world.answering.node.send({
      request,
      reference: 'VN-DEMO-1',
      from: 'qa.pp',
      to: 'vn.spp',
      type: 'acknowledgement',
      language: 'en',
      body: { ownReference: 'QA-1' },
      exhibits: [],
      people: { officer: 'Example-C' },
    })
    assert.ok(ack.ok, JSON.stringify(ack))
    await until('placed', async () => (await findRequest(world.asking.node.node.db, request))?.sequence === 2)
    for (const { node } of [world.asking, world.answering]) {
      const stored = await findRequest(node.node.db, request)
      const record = await listRecord(node.node.db, request, 0, 100)
      const again = replay(record.map((r) => ({ message: messageIn(r), digest: r.digest })))
      assert.ok(again.ok)
      assert.equal(canonicalText(again.request), stored?.snapshot)
    }
  })
})
