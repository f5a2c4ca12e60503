import assert from 'node:assert/strict'
import { CutOff } from '../../src/exchange/callFailures.ts'
import { deliverer } from '../../src/exchange/deliver.ts'
import { retryLimits } from '../../src/exchange/retry.ts'
import { exchangeLimits } from '../../src/exchange/limits.ts'
import { openNode } from '../../src/opening.ts'
import { putAsking } from '../../src/store/askings.ts'
import { findCircuit } from '../../src/store/circuits.ts'
import type { Db } from '../../src/store/database.ts'
import { carriers } from '../support/link.ts'
import { delivered, logOf, say, waiting } from '../support/talk.ts'
import { onServer } from '../support/server.ts'
import { type World, silent, twoStates, until } from '../support/world.ts'

describe('the delivery of a process that stops', () => {
  let world: World
  beforeEach(async () => {
    world = await twoStates()
  })
  afterEach(() => world.close())

  /** What stands of the one message that waits, and of the failures of its peer. */
  const seen = async (db: Db) => {
    const [row, ...others] = await db.selectFrom('outbox').selectAll().execute()
    assert.deepEqual(others, [])
    const failed = (await logOf(db)).filter(({ evt }) => evt === 'delivery.failed').length
    const { attempts, first_failed_at, leased_by } = row ?? {}
    return {
      ...{ attempts, first_failed_at, leased_by, failed },
      isDue: (row?.next_attempt_at ?? null) !== null && Number(row?.next_attempt_at) <= Date.now(),
    }
  }
  const untouched = { attempts: 0, first_failed_at: null, leased_by: null, failed: 0, isDue: true }

  it('gives back as it was what a peer has not answered until it was cut off', async () => {
    const { asking, answering } = world
    let posts = 0
    answering.link.carry = () => {
      posts += 1
      return new Promise(() => undefined)
    }
    await say(world, asking, crypto.randomUUID(), 'request')
    await until('it is under way', () => posts > 0)
    await asking.node.close()
    assert.deepEqual(await seen(asking.database.db), untouched)
    assert.equal(await findCircuit(asking.database.db, answering.state), null)
    answering.link.carry = carriers.faithfully
    await asking.restart()
    await delivered(asking)
  })

  it('does not post again and again what a full database cannot keep the answer to', async () => {
    const { asking, answering } = world
    let posts = 0
    let letThrough = (): void => undefined
    const isFull = new Promise<void>((resolve) => (letThrough = resolve))
    answering.link.carry = async ({ forward }) => {
      posts += 1
      await isFull
      return await forward()
    }
    await say(world, asking, crypto.randomUUID(), 'request')
    // It shows first where the database only grows.
    await onServer(asking.database.url, async (client) => {
      await client.query(`create function full_disk() returns trigger language plpgsql as $$
        begin
          raise exception 'could not extend file' using errcode = 'disk_full';
        end $$`)
      await client.query(
        'create trigger full_disk before insert on audit_entry for each row execute function full_disk()',
      )
    })
    await until('it was posted', () => posts > 0)
    const before = posts
    letThrough()
    await new Promise((done) => setTimeout(done, 1_500))
    assert.ok(posts - before <= 3, `${posts - before} posts in a second and a half`)
    await onServer(asking.database.url, async (client) => {
      await client.query('drop trigger full_disk on audit_entry')
      await client.query('drop function full_disk')
    })
    answering.link.carry = carriers.faithfully
    await delivered(asking)
  })

  it('lets the answer to a post that is under way count', async () => {
    const { asking, answering } = world
    let answer = (): void => undefined
    answering.link.carry = async ({ forward }) => {
      await new Promise<void>((resolve) => (answer = resolve))
      return await forward()
    }
    await say(world, asking, crypto.randomUUID(), 'request')
    const notYet = answer
    await until('it is under way', () => answer !== notYet)
    const closed = asking.node.close()
    answer()
    await closed
    assert.deepEqual(await asking.database.db.selectFrom('outbox').selectAll().execute(), [])
    answering.link.carry = carriers.faithfully
    await asking.restart()
  })

  it('takes nothing more, and posts nothing more of what it has taken', async () => {
    const { asking, answering } = world
    const { node } = asking.node
    answering.link.up = false
    await say(world, asking, crypto.randomUUID(), 'request')
    await until('it failed once', async () => (await waiting(asking))[0]?.attempts === 1)
    const [before] = await waiting(asking)
    const later = { ...node, now: () => new Date(node.now().getTime() + 60_000) }
    let posts = 0
    const post = (): Promise<readonly string[]> => {
      posts += 1
      return Promise.resolve([])
    }
    const stopped = deliverer(later, post, { worker: () => 'stopped' })
    const taking = stopped.round()
    stopped.stop()
    await taking
    await stopped.idle()
    assert.equal(await stopped.round(), false)
    const [after] = await waiting(asking)
    assert.deepEqual(
      [posts, after?.attempts, after?.first_failed_at, after?.leased_by],
      [0, 1, before?.first_failed_at, null],
    )
    answering.link.up = true
  })

  it('leaves the one attempt at a peer that cannot be reached to others at once', async () => {
    const { asking, answering } = world
    const { node } = asking.node
    answering.link.up = false
    await say(world, asking, crypto.randomUUID(), 'request')
    await until('it failed once', async () => (await waiting(asking))[0]?.attempts === 1)
    const later = { ...node, now: () => new Date(node.now().getTime() + 3_600_000) }
    const opened_at = node.now()
    const failures = exchangeLimits.circuitFailuresMax
    await node.db.updateTable('circuit').set({ failures, opened_at, probe_at: later.now() }).execute()
    let cutOff = (): void => undefined
    const post = (): Promise<readonly string[]> =>
      new Promise((_, reject) => (cutOff = () => reject(new CutOff())))
    const notYet = cutOff
    const stopped = deliverer(later, post, { worker: () => 'stopped' })
    await until('it tries', async () => {
      await stopped.round()
      return cutOff !== notYet
    })
    stopped.stop()
    cutOff()
    await stopped.idle()
    const circuit = await findCircuit(node.db, answering.state)
    assert.equal(circuit?.failures, failures)
    assert.ok(Number(circuit.probe_at) <= later.now().getTime())
    answering.link.up = true
  })
})

describe('the delivery to a peer that asks each time while something is on its way to it', () => {
  it('is tried again at once the first time, and then as seldom as one that fails', async () => {
    const world = await twoStates()
    try {
      const { asking, answering } = world
      answering.link.up = false
      await say(world, asking, crypto.randomUUID(), 'request')
      await asking.node.close()
      answering.link.up = true
      const open = await openNode(asking.config, silent, 'act')
      try {
        const { db } = open.node
        const now = new Date(Date.now() + 2_000)
        let posts = 0
        const post: typeof open.courier.post = async (...given) => {
          posts += 1
          const answered = await open.courier.post(...given)
          await putAsking(db, answering.state, crypto.randomUUID())
          return answered
        }
        const delivery = deliverer({ ...open.node, now: () => now }, post, { worker: () => 'example' })
        const due: (Date | null | undefined)[] = []
        for (let rounds = 0; rounds < 3; rounds += 1) {
          await delivery.round()
          await delivery.idle()
          due.push((await db.selectFrom('outbox').selectAll().executeTakeFirst())?.next_attempt_at)
        }
        assert.equal(posts, 2)
        const [first, second, third] = due.map((at) => (at?.getTime() ?? Infinity) - now.getTime())
        assert.equal(first, 0)
        assert.ok(second !== undefined && second > 0 && second <= retryLimits.firstDelayMs, String(second))
        assert.equal(third, second)
      } finally {
        await open.close()
      }
      await asking.restart()
      await delivered(asking)
    } finally {
      await world.close()
    }
  })
})
