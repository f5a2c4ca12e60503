import assert from 'node:assert/strict'
import { sql } from 'kysely'
import { hastenRound } from '../../src/exchange/hastenRound.ts'
import { exchangeLimits } from '../../src/exchange/limits.ts'
import { circuitTo } from '../../src/exchange/circuit.ts'
import { type ClockedWorld, clockedStates } from '../support/clockedWorld.ts'
import { delivered, opened, say, setClock, waiting } from '../support/talk.ts'
import { until } from '../support/world.ts'

const hourMs = 3_600_000

describe('a clock that was ahead and is put right', () => {
  let world: ClockedWorld
  const right = new Date('2027-02-01T08:00:00Z')
  before(async () => {
    world = await clockedStates(right, new Date(right.getTime() - 24 * hourMs))
  })
  after(() => world.close())

  it('delays no message and no circuit for as long as it was ahead', async () => {
    const { asking, answering } = world
    const request = await opened(world)
    await delivered(asking)
    answering.link.up = false
    await say(world, asking, request, 'status-request')
    await until('it has failed', async () => ((await waiting(asking))[0]?.attempts ?? 0) > 0)
    await setClock(world.clockFile, new Date(right.getTime() + 10 * hourMs))
    const isOpen = async (): Promise<boolean> => (await circuitTo(asking.node.node.db, 'QA')).state === 'open'
    await until('the circuit is open', isOpen)
    const aheadMs = async (): Promise<number> =>
      ((await waiting(asking))[0]?.next_attempt_at?.getTime() ?? 0) - right.getTime()
    await until('it is put off by that clock', async () => (await aheadMs()) > 9 * hourMs)
    await asking.node.close()
    answering.link.up = true
    await setClock(world.clockFile, new Date(right.getTime() + hourMs))
    // The job looks when a process comes up, and then each minute.
    await asking.restart()
    await delivered(asking)
    assert.equal((await circuitTo(asking.node.node.db, 'QA')).state, 'closed')
  })

  it('leaves alone what waits as long as a pause may be, and hastens what waits longer', async () => {
    const { node } = world.asking.node
    const { db } = node
    const longestMs = 1.2 * Math.max(...exchangeLimits.webhooks.pausesMs)
    const at = (ms: number): Date => new Date(node.now().getTime() + ms)
    const set = async (ms: number): Promise<void> => {
      await sql`
        insert into circuit (peer_state, failures, failing_since, last_code, last_detail, opened_at, probe_at)
        values ('QA', 5, ${at(0)}, 'NODE_UNAVAILABLE', 'example', ${at(0)}, ${at(ms)})
        on conflict (peer_state) do update set probe_at = excluded.probe_at`.execute(db)
    }
    const probeAfterMs = async (): Promise<number> => {
      const { rows } = await sql<{ probe_at: Date }>`select probe_at from circuit`.execute(db)
      return (rows[0]?.probe_at.getTime() ?? 0) - node.now().getTime()
    }
    await set(60_000)
    await hastenRound(node)
    assert.ok((await probeAfterMs()) > 30_000)
    await set(longestMs)
    await hastenRound(node)
    assert.ok((await probeAfterMs()) <= 0)
  })
})
