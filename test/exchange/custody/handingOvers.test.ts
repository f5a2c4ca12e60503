import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { handingOvers, isNamedUntil, returnOf } from '../../../src/exchange/custody/handingOvers.ts'
import { linksOfDeposit } from '../../../src/store/exhibits/handedOver.ts'
import { handedOver, stands, takenIn } from '../../support/files.ts'
import { agreed, opened, stored } from '../../support/talk.ts'
import { type World, twoStates, until } from '../../support/world.ts'

describe('a message that hands a file over', () => {
  let world: World
  let request: string
  before(async () => {
    world = await twoStates()
    request = await opened(world)
    await agreed(world, request, 1)
  })
  after(() => world.close())

  const handed = async (id: string) => {
    const file = await takenIn(world, world.asking, randomBytes(1_000))
    const message = await handedOver(world, request, file, id)
    await stands(world.answering, file.deposit, 'whole')
    await until('it has its place at both', async () => {
      const both = await Promise.all([stored(world.asking, message), stored(world.answering, message)])
      return both.every(({ status }) => status === 'placed')
    })
    const { db } = world.answering.node.node
    const [found] = await handingOvers(db, await linksOfDeposit(db, file.deposit))
    assert.ok(found !== undefined)
    return { db, found, message }
  }

  it('may name as the source of the file one that an earlier message of the record has handed over, and no later one', async () => {
    const { found: earlier } = await handed('E1')
    const { db, found: later } = await handed('E2')
    assert.equal(await isNamedUntil(db, later, 'E2'), true)
    assert.equal(await isNamedUntil(db, later, 'E1'), true)
    assert.equal(await isNamedUntil(db, later, 'E3'), false)
    assert.equal(await isNamedUntil(db, earlier, 'E2'), false)
  })

  it('is followed by the return of originals where the State to which they are due has said so, and no other', async () => {
    const { db, found, message } = await handed('E4')
    assert.equal(await returnOf(db, [found], 'VN'), false)
    await db.updateTable('message').set({ type: 'originals-waived' }).where('digest', '=', message).execute()
    assert.equal(await returnOf(db, [found], 'VN'), true)
    assert.equal(await returnOf(db, [found], 'QA'), false)
  })
})
