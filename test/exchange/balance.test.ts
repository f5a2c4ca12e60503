import assert from 'node:assert/strict'
import { sql } from 'kysely'
import { balanceWith } from '../../src/exchange/balance/ask.ts'
import { type BalanceDifferences, differencesOf } from '../../src/exchange/balance/differences.ts'
import { balanceRound } from '../../src/exchange/balance/nightly.ts'
import { exchangeLimits } from '../../src/exchange/limits.ts'
import { ask } from '../../src/exchange/recall/ask.ts'
import { lastBalance, listBalances } from '../../src/store/balances.ts'
import { writeSetting } from '../../src/store/settings.ts'
import { run } from '../cli/commandLine.ts'
import { type ClockedWorld, clockedStates } from '../support/clockedWorld.ts'
import { agreed, delivered, logOf, opened, receipted, say } from '../support/talk.ts'
import { verified } from '../support/twoSides.ts'
import { type WorldState, until } from '../support/world.ts'

const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs

describe('the balance between two nodes', () => {
  let world: ClockedWorld
  before(async () => {
    const at = Date.parse('2027-02-01T08:00:00Z')
    world = await clockedStates(new Date(at), new Date(at - dayMs))
  })
  after(async () => {
    await world.close()
  })

  const pass = async (ms: number) => {
    await world.setClock(new Date(world.asking.node.node.now().getTime() + ms))
  }
  const balance = async (by: WorldState, peer: string) => {
    const balanced = await balanceWith(by.node.node, by.node.courier, peer)
    assert.ok(balanced.ok, JSON.stringify(balanced))
    return balanced.balance
  }
  const balancesIn = async (state: WorldState) =>
    (await logOf(state.node.node.db)).filter(({ evt }) => evt.startsWith('balance.')).map(({ evt }) => evt)
  /** A message that the asking node has received, and how to take its receipt away there and put it back. */
  const receivedOnce = async () => {
    const request = await opened(world)
    const told = await say(world, world.answering, request, 'acknowledgement')
    await agreed(world, request, 2)
    await delivered(world.answering)
    await pass(6 * minuteMs)
    const { db } = world.asking.node.node
    const { receipt } = await db
      .selectFrom('message')
      .select('receipt')
      .where('digest', '=', told.digest)
      .executeTakeFirstOrThrow()
    const set = async (given: string | null) =>
      await sql`update message set receipt = ${given} where digest = ${told.digest}`.execute(db)
    return { told, set, receipt }
  }
  const saidBy = (jws: string) =>
    JSON.parse(Buffer.from(jws.split('.')[1] ?? '', 'base64url').toString('utf8')) as {
      want: { sent: { count: number }; received: { count: number } }
    }

  it('says how many messages each has, signed by both, and both keep it', async () => {
    const request = await opened(world)
    await say(world, world.answering, request, 'acknowledgement')
    await agreed(world, request, 2)
    await delivered(world.answering)
    await pass(6 * minuteMs)
    const row = await balance(world.asking, 'QA')
    assert.deepEqual([row.agreed, row.asked, row.from_at], [true, true, null])
    const { sent, received } = saidBy(row.question).want
    assert.deepEqual([sent.count, received.count], [1, 1])
    const theirs = await lastBalance(world.answering.node.node.db, 'VN')
    assert.deepEqual(
      [theirs?.digest, theirs?.question, theirs?.answer, theirs?.agreed, theirs?.asked],
      [row.digest, row.question, row.answer, true, false],
    )
    for (const state of [world.asking, world.answering])
      assert.deepEqual(await balancesIn(state), ['balance.agreed'])
  })

  it('goes on where the last one ended, and counts what was refused for good', async () => {
    const { asking, answering } = world
    const request = await opened(world)
    await say(world, answering, request, 'acknowledgement')
    await agreed(world, request, 2)
    // Both at once: what the case has moved on from is refused.
    asking.link.up = false
    answering.link.up = false
    const late = await say(world, asking, request, 'status-request')
    await say(world, answering, request, 'decision')
    answering.link.up = true
    assert.equal((await receipted(asking, late.digest)).event, 'relayRejection')
    asking.link.up = true
    await delivered(asking)
    await delivered(answering)
    await pass(6 * minuteMs)
    const before = await lastBalance(asking.node.node.db, 'QA')
    const row = await balance(asking, 'QA')
    assert.deepEqual([row.agreed, row.from_at], [true, before?.until_at])
    const { sent, received } = saidBy(row.question).want
    assert.deepEqual([sent.count, received.count], [2, 2])
  })

  it('goes on from what both have: an answer that was lost leaves no hole in the bundle of who had asked', async () => {
    const { asking, answering } = world
    await pass(6 * minuteMs)
    const before = await lastBalance(asking.node.node.db, 'QA')
    const deaf = {
      ask: async (url: string, question: string): Promise<never> => {
        await asking.node.courier.ask(url, question)
        throw new Error('the answer is lost')
      },
    }
    assert.ok(!(await balanceWith(asking.node.node, deaf, 'QA')).ok)
    const theirs = await lastBalance(answering.node.node.db, 'VN')
    assert.equal((await lastBalance(asking.node.node.db, 'QA'))?.digest, before?.digest)
    assert.ok(theirs?.agreed === true && theirs.digest !== before?.digest)
    await pass(6 * minuteMs)
    const row = await balance(answering, 'VN')
    assert.deepEqual([row.agreed, row.from_at], [true, before?.until_at])
    assert.equal((await verified(world)).exit, 0)
  })

  it('is refused where the last one goes further', async () => {
    const { node, courier } = world.asking.node
    const move = async (by: string) =>
      await sql`update balance set until_at = until_at + ${by}::interval where agreed`.execute(node.db)
    await move('1 hour')
    const again = await balanceWith(node, courier, 'QA')
    await move('-1 hour')
    assert.ok(!again.ok && again.code === 'TIME_OUT_OF_RANGE', JSON.stringify(again))
  })

  it('attack 46: that differs is an alarm on both sides, which name what differs; once it is healed they agree again', async () => {
    const { told, set, receipt } = await receivedOnce()
    await set(null)
    const row = await balance(world.asking, 'QA')
    assert.equal(row.agreed, false)
    const here: BalanceDifferences = {
      count: 1,
      first: [{ message: told.digest, direction: 'received', lacks: 'here' }],
    }
    assert.deepEqual(differencesOf(row), here)
    await until('what lacks here is asked for, as after a start', async () => {
      const events = (await logOf(world.asking.node.node.db)).map(({ evt }) => evt)
      return events.lastIndexOf('peer.heard') > events.lastIndexOf('balance.explained')
    })
    await balanceRound(world.answering.node.node, world.answering.node.courier)
    const theirs = await lastBalance(world.answering.node.node.db, 'VN')
    assert.deepEqual(theirs && differencesOf(theirs), {
      count: 1,
      first: [{ message: told.digest, direction: 'sent', lacks: 'there' }],
    })
    for (const state of [world.asking, world.answering])
      assert.deepEqual((await balancesIn(state)).slice(-2), ['balance.differed', 'balance.explained'])
    const shown = await run(world.answering, 'balance')
    assert.equal(shown.code, 30)
    assert.match(
      shown.out,
      new RegExp(`VN: THE TWO NODES DIFFER[^]*${told.digest} \\(to VN\\): this node has it`),
    )
    await set(receipt)
    const healed = await balance(world.asking, 'QA')
    assert.deepEqual([healed.agreed, healed.from_at], [true, row.from_at])
    const report = await verified(world)
    assert.deepEqual([report.exit, report.findings], [0, []])
    assert.deepEqual(report.facts[0]?.balanced, { QA: healed.until_at.toISOString() })
  })

  it('that differs is explained later where the peer does not list what it has: it is asked every ten minutes, not every minute', async () => {
    const { set, receipt } = await receivedOnce()
    await set(null)
    await balance(world.asking, 'QA')
    const { node, courier } = world.answering.node
    let asked = 0
    const unreachable: Pick<typeof courier, 'ask'> = {
      ask: () => {
        asked += 1
        return Promise.reject(new Error('the peer does not answer'))
      },
    }
    await balanceRound(node, unreachable)
    await balanceRound(node, unreachable)
    assert.equal(asked, 1)
    assert.equal((await balancesIn(world.answering)).at(-1), 'balance.differed')
    const name = 'balance explaining VN'
    const { value } = await node.db
      .selectFrom('setting')
      .select('value')
      .where('name', '=', name)
      .executeTakeFirstOrThrow()
    const waitMs = Date.parse(value) - node.machineNow().getTime()
    const { explainAgainMs } = exchangeLimits.balance
    assert.ok(waitMs > explainAgainMs - minuteMs && waitMs <= explainAgainMs, String(waitMs))
    await writeSetting(node.db, name, node.machineNow().toISOString())
    await balanceRound(node, courier)
    assert.equal((await balancesIn(world.answering)).at(-1), 'balance.explained')
    await set(receipt)
    assert.ok((await balance(world.asking, 'QA')).agreed)
  })

  it('is refused for a time that is not over yet, and leaves nothing behind', async () => {
    const { node, courier } = world.asking.node
    const peer = node.trust.peer('QA')
    assert.ok(peer !== null)
    const nothing = { count: 0, digest: 'a'.repeat(64) }
    const kept = (await listBalances(world.answering.node.node.db)).length
    const until = new Date(node.now().getTime() - exchangeLimits.balance.answerAfterMs + 5_000).toISOString()
    const told = await ask(node, courier, peer.list, {
      what: 'balance',
      until,
      sent: nothing,
      received: nothing,
    })
    assert.ok(!told.ok && told.code === 'NODE_UNAVAILABLE', JSON.stringify(told))
    assert.equal((await listBalances(world.answering.node.node.db)).length, kept)
  })

  it('comes each night by itself: the State whose code comes first asks, the other where it was not asked in time', async () => {
    const { node, courier } = world.answering.node
    const db = node.db
    const round = async () => {
      await pass(6 * minuteMs)
      const before = (await listBalances(db)).length
      await balanceRound(node, courier)
      return (await listBalances(db)).length - before
    }
    const lastAt = async (agoMs: number) => {
      await writeSetting(db, 'balance VN', new Date(node.machineNow().getTime() - agoMs).toISOString())
    }
    await sql`delete from setting where name = 'balance VN'`.execute(db)
    assert.equal(await round(), 0, 'the first comes a day later')
    assert.equal(await round(), 0)
    await lastAt(dayMs + minuteMs)
    assert.equal(await round(), 1, 'QA comes before VN')
    assert.equal(await round(), 0)
    const asking = world.asking.node
    await writeSetting(asking.node.db, 'balance QA', new Date(Date.now() - dayMs - minuteMs).toISOString())
    await pass(6 * minuteMs)
    const before = (await listBalances(db)).length
    await balanceRound(asking.node, asking.courier)
    assert.equal((await listBalances(db)).length, before, 'VN waits an hour longer')
    await writeSetting(
      asking.node.db,
      'balance QA',
      new Date(Date.now() - dayMs - 61 * minuteMs).toISOString(),
    )
    await balanceRound(asking.node, asking.courier)
    assert.equal((await listBalances(db)).length, before + 1)
  })

  it('is made by command, and told', async () => {
    await pass(6 * minuteMs)
    const made = await run(world.asking, 'balance', 'QA', '--as', 'Example-Balancer', '--json')
    assert.equal(made.code, 0)
    const [one] = made.json.balances as { state: string; agreed: boolean }[]
    assert.deepEqual([one?.state, one?.agreed], ['QA', true])
    await until('it has its place', async () => {
      const pending = await world.asking.node.node.db.selectFrom('audit_pending').selectAll().execute()
      return pending.length === 0
    })
    const noted = await run(world.asking, 'log', 'read', '--person', 'Example-Balancer', '--json')
    assert.deepEqual(
      (noted.json.entries as { event: string }[]).map(({ event }) => event),
      ['balance.agreed'],
    )
    const told = await run(world.asking, 'balance')
    assert.match(told.out, /^QA: both have the same messages after .* up to /)
    const strange = await run(world.asking, 'balance', 'FI', '--json')
    assert.deepEqual([strange.code, strange.json.code], [65, 'PEER_UNKNOWN'])
  })

  it('is over all messages where the peer has lost the balance from which it would go on, and leaves no hole in its bundle', async () => {
    const { asking, answering } = world
    await pass(6 * minuteMs)
    const first = await balance(asking, 'QA')
    assert.ok(first.agreed)
    // As where the database of one goes back to before that balance, and nothing else tells of it.
    await sql`delete from balance`.execute(answering.node.node.db)
    await pass(6 * minuteMs)
    const next = await balance(asking, 'QA')
    assert.deepEqual([next.agreed, next.from_at], [true, null])
    assert.deepEqual(
      (await listBalances(answering.node.node.db)).map(({ digest, from_at }) => [digest, from_at]),
      [[next.digest, null]],
    )
    const [own] = [saidBy(next.question).want]
    assert.ok(own.sent.count > 0, 'of the first messages as well')
    await pass(6 * minuteMs)
    assert.deepEqual((await balance(asking, 'QA')).from_at, next.until_at)
    const holes = (await verified(world)).findings.filter(({ what }) => what.startsWith('no balance with'))
    assert.deepEqual(holes, [])
  })
})

describe('a peer that asks for balances without end', () => {
  let world: ClockedWorld
  before(async () => {
    world = await clockedStates(new Date('2027-02-01T08:00:00Z'))
  })
  after(() => world.close())

  it('is answered no more often within a day than anybody needs, and the day after again', async () => {
    const { node, courier } = world.asking.node
    const peer = node.trust.peer('QA')
    assert.ok(peer !== null)
    const db = world.answering.node.node.db
    const askOnce = async () => {
      const until = new Date(node.now().getTime() - exchangeLimits.balance.askAfterMs).toISOString()
      const nothing = { count: 0, digest: 'a'.repeat(64) }
      const told = await ask(node, courier, peer.list, {
        what: 'balance',
        until,
        sent: nothing,
        received: nothing,
      })
      return told.ok ? 'answered' : told.code
    }
    const before = (await listBalances(db)).length
    const { answeredADayMax } = exchangeLimits.balance
    for (let count = 0; count < answeredADayMax; count += 1) assert.equal(await askOnce(), 'answered')
    assert.equal(await askOnce(), 'NODE_BUSY')
    assert.equal(
      (await listBalances(db)).length,
      before + answeredADayMax,
      'what is not answered is not kept',
    )
    await world.setClock(new Date(node.now().getTime() + dayMs))
    assert.equal(await askOnce(), 'answered')
  })
})
