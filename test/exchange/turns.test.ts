import assert from 'node:assert/strict'
import { sql } from 'kysely'
import { publicRefusal } from '../../src/exchange/reply.ts'
import { type World, type WorldState, authority, thirdState, twoStates, until } from '../support/world.ts'

const busy = '{"code":"NODE_BUSY"}'

describe('the questions that a node answers at once', () => {
  let world: World
  let third: WorldState & { close(): Promise<void> }
  before(async () => {
    world = await twoStates()
    third = await thirdState(world, { state: 'AZ', authorities: [authority('az.ppo')] })
  })
  after(async () => {
    await third.close()
    await world.close()
  })

  it('are two of one State, so that another finds a place beside them', async () => {
    const { db, trust } = world.answering.node.node
    const { url } = trust.own().list.node
    const askBy = async ({ node }: WorldState): Promise<string> =>
      (await node.courier.ask(url, 'a question')).join('\n')
    let letGo = (): void => undefined
    const held = new Promise<void>((resolve) => (letGo = resolve))
    let isHeld = false
    // Where the node stands is looked at before anything of a question is.
    const holding = db.transaction().execute(async (trx) => {
      await sql`lock table audit_head in access exclusive mode`.execute(trx)
      isHeld = true
      await held
    })
    try {
      await until('no question comes to an end', () => isHeld)
      const [ours, theirs] = [world.asking, third].map((state) =>
        Array.from({ length: 3 }, () => askBy(state)),
      )
      assert.equal(await Promise.race(ours ?? []), busy)
      assert.equal(await Promise.race(theirs ?? []), busy)
      letGo()
      for (const asked of [ours, theirs])
        assert.deepEqual((await Promise.all(asked ?? [])).sort(), [publicRefusal, publicRefusal, busy].sort())
    } finally {
      letGo()
      await holding
    }
    assert.equal(await askBy(world.asking), publicRefusal)
  })
})
