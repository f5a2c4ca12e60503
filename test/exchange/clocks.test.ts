import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { clocksRound } from '../../src/exchange/clocks.ts'
import { send } from '../../src/exchange/send.ts'
import { findRequest } from '../../src/store/requests.ts'
import { subjectOf } from '../../src/audit/entry.ts'
import { agreed, assertReplayed, draft, logOf, opened, say, setClock } from '../support/talk.ts'
import { text } from '../support/bodies.ts'
import { type World, type WorldState, twoStates, until } from '../support/world.ts'

const day = 86_400_000

describe('the clocks of a request', () => {
  let folder: string
  let clockFile: string
  let world: World
  let at = Date.parse('2027-03-01T08:00:00Z')
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rogatory-clocks-'))
    clockFile = join(folder, 'clock')
    await setClock(clockFile, new Date(at))
    world = await twoStates(undefined, undefined, { clockFile, validFrom: new Date(at - day) })
  })
  after(async () => {
    await world.close()
    await rm(folder, { recursive: true })
  })
  afterEach(() => assertReplayed(world))

  const pass = async (ms: number): Promise<void> => {
    at = world.asking.node.node.now().getTime() + ms
    await setClock(clockFile, new Date(at))
    // The clock looks at its file again after 10 ms; lists that ran out meanwhile are renewed and fetched.
    await until('the clock has moved and the lists are in force', () => {
      const { now, trust } = world.asking.node.node
      const lists = [trust.peer('QA'), world.answering.node.node.trust.peer('VN')]
      return now().getTime() >= at && lists.every((opened) => Date.parse(opened?.list.nextUpdate ?? '') > at)
    })
  }
  /** Codes of the marks of this request in the log of this State. */
  const marks = async ({ node }: WorldState, request: string): Promise<(string | undefined)[]> => {
    const entries = await logOf(node.node.db)
    return entries
      .filter(({ evt, record }) => evt === 'clock.ranOut' && record === subjectOf(request))
      .map(({ code }) => code)
  }
  const both = async (request: string) => [
    await marks(world.asking, request),
    await marks(world.answering, request),
  ]
  const question = (replyBy: Date) => ({
    body: {
      items: [{ id: 'q1', question: text }],
      replyBy: replyBy.toISOString(),
      outcomes: [{ measure: 'a1', outcome: 'asked' }],
    },
  })

  /** A request of which the State that answers has asked something, until then. */
  const askedUntil = async (replyBy: Date): Promise<string> => {
    const request = await opened(world)
    await say(world, world.answering, request, 'information-request', question(replyBy))
    await agreed(world, request, 2)
    return request
  }

  it('are noted once by each node when they run out, and decide nothing', async () => {
    const request = await opened(world)
    const state = async () => (await findRequest(world.answering.node.node.db, request))?.state
    const before = await state()
    assert.deepEqual(await both(request), [[], []])
    await pass(6.9 * day)
    await clocksRound(world.asking.node.node)
    assert.deepEqual(await both(request), [[], []])
    await pass(0.2 * day)
    await until('both have noted it', async () => (await both(request)).every(({ length }) => length > 0))
    for (const node of [world.asking.node.node, world.answering.node.node]) {
      assert.equal(await clocksRound(node), false)
      assert.equal((await findRequest(node.db, request))?.next_clock_at, null)
    }
    await pass(30 * day)
    for (const node of [world.asking.node.node, world.answering.node.node]) await clocksRound(node)
    const expected = ['ACK_TARGET.acknowledgementOverdue']
    assert.deepEqual(await both(request), [expected, expected])
    assert.equal(await state(), before)
  })

  it('that were stopped in time are not noted', async () => {
    const request = await opened(world)
    await say(world, world.answering, request, 'acknowledgement')
    await agreed(world, request, 2)
    await pass(8 * day)
    for (const node of [world.asking.node.node, world.answering.node.node]) await clocksRound(node)
    assert.deepEqual(await both(request), [[], []])
  })

  it('are noted also where a message comes between their instant and the next look', async () => {
    const { answering } = world
    const { node } = answering.node
    const request = await askedUntil(new Date(at + day))
    const stopped = { ...node, now: () => new Date(node.now().getTime() + 2 * day) }
    // At this moment the clock has run out, nobody has looked, and a message moves the record.
    const [outcome] = await send(stopped, [draft(world, answering, request, 'contact-note')])
    assert.ok(outcome?.ok, JSON.stringify(outcome))
    const due = (await findRequest(node.db, request))?.next_clock_at
    assert.ok(due !== null && due !== undefined && due <= stopped.now())
    // A record that the node itself holds at this moment is passed over, and looked at in the next round.
    await until('the clock is noted', async () => {
      await clocksRound(stopped)
      return (await marks(answering, request)).length > 0
    })
    assert.deepEqual(await marks(answering, request), ['REPLY_BY.infoOverdue'])
    await pass(2 * day)
    await agreed(world, request, 3)
    await clocksRound(node)
    assert.deepEqual(await marks(answering, request), ['REPLY_BY.infoOverdue'])
  })

  it('are noted once where the clock of the machine was ahead, and right again when a message moved the request', async () => {
    const { answering } = world
    const { node } = answering.node
    const request = await askedUntil(new Date(at + day))
    const ahead = { ...node, now: () => new Date(node.now().getTime() + 2 * day) }
    const noted = async () => await marks(answering, request)
    // A record that the node itself holds at this moment is passed over, and looked at in the next round.
    await until('the clock is noted', async () => {
      await clocksRound(ahead)
      return (await noted()).length > 0
    })
    const [outcome] = await send(node, [draft(world, answering, request, 'contact-note')])
    assert.ok(outcome?.ok, JSON.stringify(outcome))
    const due = (await findRequest(node.db, request))?.next_clock_at
    assert.ok(due !== null && due !== undefined && due < ahead.now())
    await until('it has been looked at again', async () => {
      await clocksRound(ahead)
      const next = (await findRequest(node.db, request))?.next_clock_at ?? null
      return next === null || next > ahead.now()
    })
    assert.deepEqual(await noted(), ['REPLY_BY.infoOverdue'])
  })

  it('of many requests are noted in as many rounds as it takes', async () => {
    const { asking } = world
    const requests = await Promise.all(Array.from({ length: 12 }, () => opened(world)))
    const rounds: boolean[] = []
    const later = { ...asking.node.node, now: () => new Date(asking.node.node.now().getTime() + 8 * day) }
    // A record that the node itself holds at this moment is passed over, and looked at when the rounds begin again.
    await until('every clock is noted', async () => {
      do rounds.push(await clocksRound(later))
      while (rounds.at(-1) === true)
      const noted = await Promise.all(requests.map((request) => marks(asking, request)))
      return noted.every((one) => one.length > 0)
    })
    for (const request of requests) assert.equal((await marks(asking, request)).length, 1)
  })
})
