import assert from 'node:assert/strict'
import { setTimeout as letPass } from 'node:timers/promises'
import { sql } from 'kysely'
import pg from 'pg'
import { noteInLog } from '../../src/exchange/noteInLog.ts'
import { send } from '../../src/exchange/send.ts'
import { sharedLook } from '../../src/exchange/standing.ts'
import { readHead } from '../../src/store/audit.ts'
import { readLook } from '../../src/store/look.ts'
import { draft, opened } from '../support/talk.ts'
import { type World, twoStates, until } from '../support/world.ts'

/** What both nodes ask their databases within a second. */
async function askedInASecond(): Promise<number> {
  const { query } = pg.Client.prototype as unknown as { query: (...order: unknown[]) => unknown }
  let asked = 0
  const counting = function (this: unknown, ...order: unknown[]): unknown {
    asked += 1
    return query.apply(this, order)
  }
  Object.assign(pg.Client.prototype, { query: counting })
  try {
    await letPass(1_000)
  } finally {
    Object.assign(pg.Client.prototype, { query })
  }
  return asked
}

describe('a node that looks for what it has to do', () => {
  let world: World
  before(async () => {
    world = await twoStates()
  })
  after(() => world.close())

  it('asks its database some thirty things a second while there is nothing', async () => {
    const most = 2 * 36
    let least = Infinity
    for (let second = 0; second < 5 && least >= most; second += 1)
      least = Math.min(least, await askedInASecond())
    assert.ok(least < most, `two nodes ask ${least} a second`)
  })

  it('finds by itself what no signal has told of: a message, its words and an entry', async () => {
    const { node } = world.asking.node
    const request = crypto.randomUUID()
    const [outcome] = await send(node, [draft(world, world.asking, request, 'request')])
    assert.ok(outcome?.ok, JSON.stringify(outcome))
    const { size } = await readHead(node.db)
    await noteInLog(node, { event: 'node.stopped' })
    const before = performance.now()
    await until('nothing waits any more', async () => {
      const look = await readLook(node.db, node.now())
      const { rows } = await sql`select from outbox`.execute(node.db)
      return rows.length === 0 && !look.delivery && !look.words && !look.entry
    })
    assert.ok(performance.now() - before < 10_000)
    assert.ok((await readHead(node.db)).size > size)
  })

  it('shares one look with whoever looks at the same moment, and sees later what has come meanwhile', async () => {
    const { node } = world.asking.node
    await opened(world)
    const look = sharedLook(node)
    const first = look(25)
    assert.equal(look(25), first)
    assert.equal((await first).isDeliveryDue, false)
    const far = { ...node, now: () => new Date(node.now().getTime() + 400 * 86_400_000) }
    await letPass(30)
    assert.equal(
      look(),
      first,
      'a moment ago is soon enough for who only asks whether the database went back',
    )
    assert.notEqual(look(25), first)
    assert.equal((await look(25)).isClockDue, false)
    assert.equal((await sharedLook(far)()).isClockDue, true)
  })
})
