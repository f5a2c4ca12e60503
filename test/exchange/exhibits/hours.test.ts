import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { ruleExhibits } from '../../../src/exchange/exhibits/rule.ts'
import { openRule } from '../../../src/exhibit/transferRule.ts'
import { findDeposit } from '../../../src/store/exhibits/deposits.ts'
import { type ClockedWorld, clockedStates } from '../../support/clockedWorld.ts'
import { handedOver, stands, takenIn } from '../../support/files.ts'
import { opened, setClock } from '../../support/talk.ts'
import { until } from '../../support/world.ts'

const hourMs = 3_600_000

describe('the hours in which files come', () => {
  const begun = new Date()
  let world: ClockedWorld
  before(async () => {
    world = await clockedStates(begun)
  })
  after(() => world.close())

  it('end in the middle of a file: it stops, keeps what has come, and goes on with that in the next ones', async () => {
    const { asking, answering, clockFile } = world
    const { node } = answering.node
    const request = await opened(world)
    const minute = begun.getUTCHours() * 60 + begun.getUTCMinutes()
    const hours = {
      fromMinute: (minute + 1_410) % 1_440,
      untilMinute: (minute + 30) % 1_440,
      timeZone: 'UTC',
    }
    const by = { person: 'Example-Admin', authority: 'qa.pp' }
    assert.ok((await ruleExhibits(node, 'VN', { ...openRule, hours }, by)).ok)
    const file = await takenIn(world, asking, randomBytes(12_000_000))
    const { link } = asking
    link.bytesPerSecond = 1_000_000
    await handedOver(world, request, file)
    await until('some of it has come', () => link.fileBytes > 1_500_000)
    await setClock(clockFile, new Date(begun.getTime() + hourMs))
    await until('it waits for the hours', async () => {
      return (await findDeposit(node.db, file.deposit))?.refusal === 'EXHIBIT_OUT_OF_HOURS'
    })
    const passed = link.fileBytes
    assert.ok(passed < 9_000_000, `${passed} bytes came until it stopped`)
    assert.ok((await node.exhibits.partialBytes(file.deposit)) > 1_000_000)
    link.bytesPerSecond = null
    await world.setClock(new Date(begun.getTime() + 24 * hourMs))
    await answering.restart()
    await stands(answering, file.deposit, 'whole')
    // What was under way when it stopped may come twice, and nothing else.
    const again = link.fileBytes - file.sealed.bytes
    assert.ok(again < 500_000, `${again} bytes came twice`)
  })
})
