import assert from 'node:assert/strict'
import { sql } from 'kysely'
import { hastenRound } from '../../src/exchange/hastenRound.ts'
import { exchangeLimits } from '../../src/exchange/limits.ts'
import { circuitTo } from '../../src/exchange/circuit.ts'
import { type ClockedWorld, clockedStates } from '../support/clockedWorld.ts'
import { signedIn, withDesk } from '../support/desk.ts'
import { delivered, opened, say, setClock, waiting } from '../support/talk.ts'
import { type World, twoStates, until } from '../support/world.ts'

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

describe('what a clock that was ahead has said of people, of proofs and of webhooks', () => {
  let world: World
  before(async () => {
    world = await twoStates(undefined, undefined, withDesk)
  })
  after(() => world.close())

  const ahead = (hours: number): Date => new Date(Date.now() + hours * hourMs)

  it('lets nobody go on longer without proving who he is', async () => {
    const { node } = world.asking.node
    await signedIn(world.asking, ['officer'])
    await signedIn(world.asking, ['officer'])
    const { db } = node
    const tokens = (await db.selectFrom('desk_session').select('token').execute()).map(({ token }) => token)
    const [wrong, right] = tokens
    assert.ok(wrong !== undefined && right !== undefined)
    const minuteAgo = new Date(Date.now() - 60_000)
    const set = async (token: Buffer, at: Date): Promise<void> => {
      await db
        .updateTable('desk_session')
        .set({ seen_at: at, stepped_up_at: at })
        .where('token', '=', token)
        .execute()
    }
    await set(wrong, ahead(24))
    await set(right, minuteAgo)
    await hastenRound(node)
    const rows = await db.selectFrom('desk_session').selectAll().execute()
    const [one, other] = [wrong, right].map((token) => rows.find((row) => row.token.equals(token)))
    assert.equal(one?.stepped_up_at, null)
    assert.ok(one.seen_at.getTime() <= Date.now())
    assert.deepEqual([other?.seen_at, other?.stepped_up_at], [minuteAgo, minuteAgo])
  })

  it('keeps nobody out for as long as it was ahead', async () => {
    const { node } = world.asking.node
    await sql`insert into sign_in_failure (what, failures, last_at, of_name) values (sha256('example'), 5, ${ahead(24)}, null)`.execute(
      node.db,
    )
    await hastenRound(node)
    const { last_at } = await node.db.selectFrom('sign_in_failure').selectAll().executeTakeFirstOrThrow()
    assert.ok(last_at.getTime() <= Date.now())
  })

  it('puts off no webhook beyond the pause after as many attempts as there were', async () => {
    const { node } = world.asking.node
    await sql`insert into webhook_endpoint (name, authority, url, events, secret, made_by, made_at, next_index)
      values ('example', 'vn.spp', 'https://example.test', '{message.received}', 'example', 'Example-A', now(), 0)`.execute(
      node.db,
    )
    const waits = async (index: number, attempts: number, hours: number): Promise<void> => {
      await sql`insert into webhook_delivery (endpoint, index, id, payload, made_at, due_at, attempts)
        values ('example', ${index}, ${`id-${index}`}, '{}', now(), ${ahead(hours)}, ${attempts})`.execute(
        node.db,
      )
    }
    // After two attempts the pause is five minutes, after nine 22 hours; what was not tried waits for what was.
    await waits(1, 0, 0.05)
    await waits(2, 0, 20)
    await waits(3, 2, 20)
    await waits(4, 9, 20)
    await waits(5, 9, 30)
    await hastenRound(node)
    const rows = await node.db.selectFrom('webhook_delivery').selectAll().orderBy('index').execute()
    assert.deepEqual(
      rows.map(({ due_at }) => (due_at?.getTime() ?? 0) <= Date.now()),
      [false, true, true, false, true],
    )
  })
})
