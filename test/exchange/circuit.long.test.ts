import assert from 'node:assert/strict'
import { deliverer } from '../../src/exchange/deliver.ts'
import { circuitTo } from '../../src/exchange/circuit.ts'
import { exchangeLimits } from '../../src/exchange/limits.ts'
import { retryLimits } from '../../src/exchange/retry.ts'
import { httpCaller } from '../../src/exchange/httpCaller.ts'
import { courier } from '../../src/exchange/post.ts'
import type { Post } from '../../src/exchange/posting.ts'
import { findAsking } from '../../src/store/askings.ts'
import { findRequest } from '../../src/store/requests.ts'
import { paths } from '../../src/web/paths.ts'
import { findCircuit } from '../../src/store/circuits.ts'
import { run } from '../cli/commandLine.ts'
import { carriers } from '../support/link.ts'
import { agreed, delivered, logOf, opened, say, waiting } from '../support/talk.ts'
import { type ClockedWorld, clockedStates } from '../support/clockedWorld.ts'
import { until } from '../support/world.ts'

describe('the circuit to a peer', () => {
  let world: ClockedWorld
  let at = Date.parse('2027-02-01T08:00:00Z')
  before(async () => {
    world = await clockedStates(new Date(at), new Date(at - 86_400_000))
  })
  after(async () => {
    await world.close()
  })
  afterEach(async () => {
    world.answering.link.carry = carriers.faithfully
    await pass(retryLimits.longestDelayMs)
    await delivered(world.asking)
  })

  const pass = async (ms: number): Promise<void> => {
    at = Math.max(at, world.asking.node.node.now().getTime()) + ms
    await world.setClock(new Date(at))
  }
  const circuit = async () => await findCircuit(world.asking.node.node.db, 'QA')
  const events = async (name: string) =>
    (await logOf(world.asking.node.node.db)).filter(({ evt }) => evt === name)

  /** Lets posts fail until the circuit is open; returns how many messages each of them had. */
  const broken = async (request: string = crypto.randomUUID()): Promise<number[]> => {
    const posts: number[] = []
    world.answering.link.carry = ({ lines }) => {
      posts.push(lines.length)
      return Promise.resolve(null)
    }
    const isOpen = (await findRequest(world.asking.node.node.db, request)) !== null
    await say(world, world.asking, request, isOpen ? 'supplement' : 'request')
    for (let failures = 1; failures <= exchangeLimits.circuitFailuresMax; failures += 1) {
      await until(`failure ${failures}`, async () => ((await circuit())?.failures ?? 0) >= failures)
      if (failures < exchangeLimits.circuitFailuresMax) await pass(retryLimits.longestDelayMs)
    }
    return posts
  }

  it('opens after so many failures in a row; from then on one message at a time is tried', async () => {
    const before = (await events('circuit.opened')).length
    const posts = await broken()
    assert.equal(posts.length, exchangeLimits.circuitFailuresMax)
    const open = await circuit()
    assert.ok(open?.opened_at !== null && open?.probe_at !== null)
    const [entry] = (await events('circuit.opened')).slice(before)
    assert.deepEqual(
      [entry?.peer, entry?.code, entry?.count],
      ['QA', 'NODE_UNAVAILABLE', exchangeLimits.circuitFailuresMax],
    )
    for (let count = 0; count < 4; count += 1) await say(world, world.asking, crypto.randomUUID(), 'request')
    await new Promise((resolve) => setTimeout(resolve, 1_000))
    assert.equal(posts.length, exchangeLimits.circuitFailuresMax, 'what is new is not tried for it')
    await pass(retryLimits.longestDelayMs)
    await until('it was tried', () => posts.length > exchangeLimits.circuitFailuresMax)
    await until('all of them wait', async () =>
      (await waiting(world.asking)).every(({ attempts }) => attempts > 0),
    )
    assert.deepEqual(posts.slice(exchangeLimits.circuitFailuresMax), [1])
    assert.equal((await events('circuit.opened')).length, before + 1, 'it opens once')
  })

  it('opens as well where something before the peer answers with what no database takes', async () => {
    const [failed, broke] = await Promise.all(['delivery.failed', 'circuit.opened'].map(events))
    world.answering.link.carry = () => Promise.resolve({ status: 500, body: 'out of\u0000 order \u001b[31m' })
    const { digest } = await say(world, world.asking, crypto.randomUUID(), 'request')
    for (let failures = 1; failures <= exchangeLimits.circuitFailuresMax; failures += 1) {
      await until(`failure ${failures}`, async () => ((await circuit())?.failures ?? 0) >= failures)
      const [row] = await waiting(world.asking)
      assert.deepEqual(
        [row?.digest, row?.attempts, row?.last_code, row?.last_detail],
        [digest, failures, 'NODE_UNAVAILABLE', 'Error: 500 out of\ufffd order \ufffd[31m'],
      )
      if (failures < exchangeLimits.circuitFailuresMax) await pass(retryLimits.longestDelayMs)
    }
    assert.ok((await circuit())?.opened_at)
    assert.equal((await events('delivery.failed')).length, (failed?.length ?? 0) + 1)
    assert.equal((await events('circuit.opened')).length, (broke?.length ?? 0) + 1)
  })

  it('closes when a message is answered, and all that waited goes at once (pain point 5)', async () => {
    await broken()
    for (let count = 0; count < 4; count += 1) await say(world, world.asking, crypto.randomUUID(), 'request')
    const before = (await events('circuit.closed')).length
    const passed = world.answering.link.passed.length
    const asking = await findAsking(world.asking.node.node.db, 'QA')
    world.answering.link.carry = carriers.faithfully
    const due = await circuit()
    assert.ok(due?.probe_at)
    // Not a moment later than the next attempt of the circuit: no row waits for a time of its own.
    await pass(due.probe_at.getTime() - world.asking.node.node.now().getTime())
    await delivered(world.asking)
    const [first, ...others] = world.answering.link.passed.slice(passed).map(({ lines }) => lines)
    assert.equal(first?.length, 1, 'one first')
    const posted = [first, ...others].flat()
    assert.equal(new Set(posted).size, 5)
    // A message may go twice only where the peer has asked meanwhile: on a busy machine it may have come up anew.
    if ((await findAsking(world.asking.node.node.db, 'QA')) === asking) assert.equal(posted.length, 5)
    assert.equal(await circuit(), null)
    const [entry] = (await events('circuit.closed')).slice(before)
    assert.deepEqual([entry?.peer, entry?.count], ['QA', exchangeLimits.circuitFailuresMax])
  })

  it('is kept over a restart', async () => {
    await broken()
    const before = await circuit()
    await world.asking.restart()
    const after = await circuit()
    assert.deepEqual([after?.opened_at, after?.failures], [before?.opened_at, before?.failures])
  })

  it('is tried by one process of the node, however many there are', async () => {
    await broken()
    for (let count = 0; count < 6; count += 1) await say(world, world.asking, crypto.randomUUID(), 'request')
    const { node } = world.asking.node
    const later = { ...node, now: () => new Date(node.now().getTime() + 3_600_000) }
    const posts: number[] = []
    const posting = (_url: string, lines: readonly string[]): Promise<readonly string[]> => {
      posts.push(lines.length)
      return new Promise((_, reject) => setTimeout(() => reject(new Error('away')), 200))
    }
    const others = ['one', 'two', 'three'].map((worker) =>
      deliverer(later, posting, { worker: () => worker }),
    )
    await Promise.all(others.map((other) => other.round()))
    await Promise.all(others.map((other) => other.round()))
    await Promise.all(others.map((other) => other.idle()))
    assert.deepEqual(posts, [1])
    // What they have given back is due by their time.
    await pass(3_600_000)
  })

  it('lets no second post take what follows in a record of which the first still has messages', async () => {
    const request = await opened(world)
    await broken(request)
    for (let count = 0; count < 2; count += 1) await say(world, world.asking, request, 'supplement')
    const { node } = world.asking.node
    const later = { ...node, now: () => new Date(node.now().getTime() + 3_600_000) }
    world.answering.link.carry = carriers.faithfully
    const { post, close } = courier(paths, httpCaller(node))
    const posts: number[] = []
    let letGo = (): void => undefined
    const held = new Promise<void>((resolve) => (letGo = resolve))
    const posting: Post = async (url, lines) => {
      posts.push(lines.length)
      if (posts.length === 2) await held
      return await post(url, lines)
    }
    const one = deliverer(later, posting, { worker: () => 'one' })
    await one.round()
    await until('the second part is under way', () => posts.length === 2)
    await one.round()
    await new Promise((resolve) => setTimeout(resolve, 300))
    assert.deepEqual(posts, [1, 2])
    letGo()
    await one.idle()
    await close()
    await pass(3_600_000)
    await agreed(world, request, 4)
  })

  it('is not opened by failures with answers between them', async () => {
    for (let count = 0; count < exchangeLimits.circuitFailuresMax + 1; count += 1) {
      world.answering.link.carry = carriers.nothing
      await say(world, world.asking, crypto.randomUUID(), 'request')
      await until('it failed', async () => ((await circuit())?.failures ?? 0) > 0)
      world.answering.link.carry = carriers.faithfully
      await pass(retryLimits.longestDelayMs)
      await delivered(world.asking)
      assert.equal(await circuit(), null)
    }
  })

  it('is told to the peer that asks how it is seen, and then tried at once', async () => {
    await broken()
    const seen = await circuitTo(world.asking.node.node.db, 'QA')
    assert.equal(seen.state, 'open')
    const lines = (await run(world.asking, 'outbox')).out
    assert.match(
      lines,
      /QA: the circuit is open since 2027-.*NODE_UNAVAILABLE.*one message is tried again 2027-/,
    )
    const told = await run(world.answering, 'trust', 'circuit', 'VN', '--json')
    assert.equal(told.code, 0, told.beside)
    assert.deepEqual(told.json.theirs, { what: 'circuit', ...seen })
    assert.equal(seen.waiting, 1)
    assert.deepEqual(told.json.ours, { state: 'closed', failures: 0, waiting: 0 })
    world.answering.link.carry = carriers.faithfully
    await until('it was tried', async () => (await circuit()) === null)
    const words = (await run(world.answering, 'trust', 'circuit', 'VN')).out
    assert.match(words, /VN to this node: closed; nothing waits/)
  })

  it('is told only of a peer that is pinned', async () => {
    const { code, json } = await run(world.asking, 'trust', 'circuit', 'FI', '--json')
    assert.deepEqual([code, json.code], [65, 'PEER_UNKNOWN'])
  })

  it('lets what is said afterwards pass as ever', async () => {
    const request = await opened(world)
    await say(world, world.asking, request, 'status-request')
    await agreed(world, request, 2)
  })
})
