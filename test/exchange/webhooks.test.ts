import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { exchangeLimits } from '../../src/exchange/limits.ts'
import { webhooksNetwork } from '../../src/exchange/networks.ts'
import { atMachine } from '../../src/exchange/people/deciding.ts'
import { makeEndpoint } from '../../src/exchange/webhooks/endpoints.ts'
import { readHead } from '../../src/store/audit.ts'
import { inTransaction } from '../../src/store/failures.ts'
import { readTold } from '../../src/store/webhooks/deliveries.ts'
import { stands, takenIn } from '../support/files.ts'
import { agreed, say } from '../support/talk.ts'
import { type World, authority, twoStates, until } from '../support/world.ts'

describe('what systems are told of a file', () => {
  let world: World
  before(async () => {
    const two = { state: 'QA', authorities: [authority('qa.pp'), authority('qa.moj')] }
    world = await twoStates(undefined, two)
  })
  after(() => world.close())

  it('is of the oldest request of their own authority, also where authorities of one State share it', async () => {
    const { name, mediaType, bytes, sha256, sha512, sealed } = await takenIn(
      world,
      world.asking,
      randomBytes(1_000),
    )
    const exhibits = [{ id: 'E1', name, mediaType, bytes, sha256, sha512, sealed }]
    const requests: string[] = []
    // Of each authority two, the one after the other.
    for (const to of ['qa.pp', 'qa.moj', 'qa.pp', 'qa.moj']) {
      const request = crypto.randomUUID()
      const reference = `VN-${requests.length}`
      await say(world, world.asking, request, 'request', { to, reference })
      await agreed(world, request, 1)
      await say(world, world.asking, request, 'supplement', { to, reference, exhibits })
      await agreed(world, request, 2)
      requests.push(request)
    }
    const { db } = world.answering.node.node
    const [link] = await db.selectFrom('exhibit_link').select('deposit').distinct().execute()
    await stands(world.answering, link?.deposit ?? '', 'whole')
    const toldTo = (of: string) =>
      inTransaction(db, async (trx) => {
        const { size } = await readHead(trx)
        const told = await readTold(trx, {
          events: ['exhibit.received'],
          authority: of,
          from: 0,
          until: size,
        })
        return told.map(({ request, deposit }) => [request, deposit])
      })
    await until('it has its place in the log', async () => (await toldTo('qa.pp')).length > 0)
    assert.deepEqual(await toldTo('qa.pp'), [[requests[0], link?.deposit]])
    assert.deepEqual(await toldTo('qa.moj'), [[requests[1], link?.deposit]])
    assert.deepEqual(await toldTo('qa.court'), [])
  })
})

describe('an endpoint of a system', () => {
  let world: World
  before(async () => {
    world = await twoStates()
  })
  after(() => world.close())

  it('is not made under a name that was given, nor beyond so many', async () => {
    const { node } = world.asking.node
    const network = webhooksNetwork({ webhookNetworks: ['127.0.0.0/8'] })
    const madeAs = async (name: string): Promise<string> => {
      const order = {
        name,
        authority: 'vn.spp',
        url: 'http://127.0.0.1:9/told',
        events: ['message.received'],
      }
      const made = await makeEndpoint(node, { ...order, by: atMachine('Example-Administrator') }, network)
      return made.ok ? 'made' : made.code
    }
    assert.equal(await madeAs('cases'), 'made')
    assert.equal(await madeAs('cases'), 'WEBHOOK_EXISTS')
    for (let count = 1; count < exchangeLimits.webhooks.endpointsMax; count += 1)
      assert.equal(await madeAs(`cases-${count}`), 'made')
    assert.equal(await madeAs('one-more'), 'WEBHOOKS_TOO_MANY')
  })
})
