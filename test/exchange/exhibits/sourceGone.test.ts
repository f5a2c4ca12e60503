import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { findDeposit } from '../../../src/store/exhibits/deposits.ts'
import type { NodeLog } from '../../../src/exchange/node.ts'
import type { Announcement } from '../../../src/exchange/exhibits/takeIn.ts'
import { readHealth } from '../../../src/exchange/running/health.ts'
import { handedOver, placeOf, reported, stands, takenIn } from '../../support/files.ts'
import { logOf, opened } from '../../support/talk.ts'
import { type World, silent, twoStates, until } from '../../support/world.ts'

describe('a file whose giver has lost it', () => {
  let world: World
  let request: string
  before(async () => {
    world = await twoStates()
    request = await opened(world)
  })
  const { error } = silent
  after(async () => {
    Object.assign(silent, { error })
    await world.close()
  })

  /** What both sides come to say of a file that cannot be given any more. */
  const isTold = async ({ deposit, sealed }: Announcement, code: string): Promise<void> => {
    const { asking, answering } = world
    await stands(asking, deposit, 'damaged')
    assert.equal((await findDeposit(asking.node.node.db, deposit))?.refusal, 'EXHIBIT_TRUNCATED')
    const told = (await logOf(asking.node.node.db)).filter(({ evt }) => evt === 'exhibit.checked')
    const [entry] = told.filter(({ digest }) => digest === sealed.sha256)
    assert.equal(entry?.code, 'EXHIBIT_TRUNCATED')
    await until('the receiver says why it does not come', async () => {
      const row = await findDeposit(answering.node.node.db, deposit)
      return row?.status === 'fetching' && row.refusal === code
    })
    await reported(answering, deposit, ['storageCheck damaged'])
  }

  it('in the middle of it is told at both of them: set aside there with its reason, in log and alarm, and waiting here', async () => {
    const { link } = world.asking
    const file = await takenIn(world, world.asking, randomBytes(12_000_000))
    const alarms: string[] = []
    Object.assign(silent, {
      error: (...said: Parameters<NodeLog['error']>) => {
        alarms.push(said[1])
        error(...said)
      },
    })
    const { fileBytes } = link
    link.bytesPerSecond = 2_000_000
    await handedOver(world, request, file)
    await until('it is on its way', () => link.fileBytes > fileBytes + 500_000)
    await rm(placeOf(world.asking, file))
    link.bytesPerSecond = null
    await isTold(file, 'EXHIBIT_UNKNOWN')
    const { node } = world.asking.node
    const ready = () => Promise.resolve({ checks: [] })
    const health = await readHealth(node, { ready, hasClockFile: false })
    assert.equal(health.find(({ found }) => found === 'filesDamaged')?.count, 1, 'and where the node stands')
    assert.deepEqual(alarms, ['a sealed file is not what it was, and was set aside'])
  })
})
