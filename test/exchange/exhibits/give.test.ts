import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { exhibitGiver } from '../../../src/exchange/exhibits/give.ts'
import { transferRules } from '../../../src/exchange/exhibits/transferRules.ts'
import { exchangeLimits } from '../../../src/exchange/limits.ts'
import { ExhibitStoreUnavailable } from '../../../src/store/exhibits/exhibitStore.ts'
import { handedOver, stands, takenIn } from '../../support/files.ts'
import { agreed, opened } from '../../support/talk.ts'
import { type World, twoStates } from '../../support/world.ts'

describe('what a giver holds in memory for a peer', () => {
  let world: World
  before(async () => {
    world = await twoStates()
  })
  after(() => world.close())

  it('is bounded: of so many parts at once no further one is begun until one of them has ended', async () => {
    const request = await opened(world)
    await agreed(world, request, 1)
    const file = await takenIn(world, world.asking, randomBytes(3_000_000))
    await handedOver(world, request, file)
    await stands(world.answering, file.deposit, 'whole')
    const giver = exhibitGiver(
      world.asking.node.node,
      transferRules(world.asking.node.node, () => 0),
      () => assert.fail('it is there'),
    )
    const given = await giver(file.sealed.sha256, ['QA'])
    assert.ok(given !== null)
    const begun = async () => {
      const pieces = (await given.read(0, file.sealed.bytes - 1))[Symbol.asyncIterator]()
      assert.equal((await pieces.next()).done, false)
      return pieces
    }
    const all = []
    for (let count = 0; count < exchangeLimits.exhibits.rangesOfPeerMax; count += 1) all.push(await begun())
    const [first, second] = all
    await assert.rejects(begun(), ExhibitStoreUnavailable)
    await first?.return?.()
    all.push(await begun())
    await assert.rejects(begun(), ExhibitStoreUnavailable)
    while ((await second?.next())?.done === false) continue
    all.push(await begun())
    for (const pieces of all) await pieces.return?.()
    for (let count = 0; count < exchangeLimits.exhibits.rangesOfPeerMax; count += 1) all.push(await begun())
    for (const pieces of all) await pieces.return?.()
  })
})
