import assert from 'node:assert/strict'
import { listsInTime } from '../../src/exchange/listsInTime.ts'
import type { Node } from '../../src/exchange/node.ts'
import { peerLists } from '../../src/exchange/peerLists.ts'
import type { Courier } from '../../src/exchange/post.ts'
import { renewRevocationLists } from '../../src/exchange/renewPeer.ts'
import { exchangeLimits } from '../../src/exchange/limits.ts'
import {
  type World,
  type WorldState,
  authority,
  silent,
  thirdState,
  twoStates,
  until,
} from '../support/world.ts'

const nothing = {
  onNew: () => Promise.resolve(),
  onFailure: (reason: unknown) => assert.fail(String(reason)),
}
const never = () => new Promise<never>(() => undefined)

describe('the lists of several peers', () => {
  let world: World
  let third: WorldState & { close(): Promise<void> }
  before(async () => {
    world = await twoStates()
    third = await thirdState(world, { state: 'AZ', authorities: [authority('az.ppo')] })
  })
  after(async () => {
    await third.close()
    await world.close()
  })

  /** A node with what is in doubt at it and what is away told apart from what its own jobs have of that. */
  const nodeBeside = (): Node => ({
    ...world.answering.node.node,
    listsInDoubt: new Set(),
    listsAway: new Map(),
    log: silent,
  })
  /** Over it nothing comes from this address until the line is freed. */
  const heldLine = (url: string) => {
    const { courier } = world.answering.node
    let free = (): void => undefined
    const held = new Promise<void>((resolve) => (free = resolve))
    let asked = 0
    const line: Pick<Courier, 'fetchTrustList' | 'fetchRevocationList'> = {
      fetchRevocationList: courier.fetchRevocationList,
      async fetchTrustList(at, sequence) {
        if (at === url) {
          asked += 1
          await held
        }
        return await courier.fetchTrustList(at, sequence)
      },
    }
    return { line, free: () => free(), asked: () => asked }
  }

  it('are fetched while one of them lets itself be waited for, which is asked no second time meanwhile', async () => {
    const node = nodeBeside()
    const [slow, quick] = [third.state, world.asking.state]
    const { line, free, asked } = heldLine(third.node.node.trust.own().list.node.url)
    const lists = peerLists(node, line, nothing)
    for (const state of [slow, quick]) node.listsInDoubt.add(state)
    lists.round([slow, quick])
    await until('the other is here', () => !node.listsInDoubt.has(quick))
    for (const round of [1, 2]) {
      node.listsInDoubt.add(quick)
      await until(`it is asked for once more (${round})`, () => {
        lists.round([slow, quick])
        return !node.listsInDoubt.has(quick)
      })
    }
    assert.ok(node.listsInDoubt.has(slow))
    assert.equal(asked(), 1)
    free()
    await lists.idle()
    assert.ok(!node.listsInDoubt.has(slow))
  })

  it('are put in force when they come, and a peer is asked again only when that is done', async () => {
    const { state } = world.asking
    const node = nodeBeside()
    const known = world.answering.node.node.trust.peer(state)
    assert.ok(known !== null)
    // As if the one that is here were not the one that is there.
    const trust = { ...node.trust, peer: () => ({ ...known, digest: 'another' }) }
    let told = 0
    let isInForce = (): void => undefined
    const lists = peerLists({ ...node, trust }, world.answering.node.courier, {
      ...nothing,
      onNew: () => {
        told += 1
        return new Promise((resolve) => (isInForce = resolve))
      },
    })
    node.listsInDoubt.add(state)
    lists.round([state])
    await until('it is told', () => told === 1)
    node.listsInDoubt.add(state)
    lists.round([state])
    isInForce()
    await lists.idle()
    assert.ok(node.listsInDoubt.has(state))
    lists.round([state])
    await until('it is told again', () => told === 2)
    isInForce()
    await lists.idle()
  })

  it('are fetched of one peer for so long together, its trust lists for a part of that; what is not here by then is not waited for', async () => {
    const asked: string[] = []
    const courier = {
      fetchTrustList: (url: string) => {
        asked.push(url)
        return never()
      },
      fetchRevocationList: (url: string) => {
        asked.push(url)
        return url === 'here' ? Promise.resolve(Buffer.from('a list')) : never()
      },
    }
    const { fetchTrustList, fetchRevocationList } = listsInTime(courier, { trustLists: 50, all: 10_000 })
    await assert.rejects(fetchTrustList('newest'))
    await assert.rejects(fetchTrustList('missed', 7))
    assert.deepEqual(asked, ['newest'], 'what has no time left is not asked for')
    assert.equal((await fetchRevocationList('here')).toString(), 'a list')
    await assert.rejects(Promise.all([fetchRevocationList('away'), fetchRevocationList('away')]))
    await assert.rejects(fetchRevocationList('here'))
    assert.deepEqual(asked, ['newest', 'here', 'away', 'away'])
  })

  it('of revoked certificates of one peer are fetched some at a time, and those last that could not be had', async () => {
    const node = nodeBeside()
    const { state } = world.asking
    const known = node.trust.peer(state)?.list
    const [named] = known?.revocationLists ?? []
    assert.ok(known !== undefined && named !== undefined)
    const revocationLists = [...Array(10).keys()].map((number) => ({
      ...named,
      url: `http://list/${number}`,
    }))
    const peer = { ...known, revocationLists }
    const asked: number[] = []
    const fail: (() => void)[] = []
    const fetchRevocationList = (url: string): Promise<Buffer> => {
      asked.push(Number(url.at(-1)))
      return new Promise((_, reject) => fail.push(() => reject(new Error('away'))))
    }
    const slowOnes = new Set([0, 1])
    for (const slow of slowOnes) node.listsAway.set(`${state} http://list/${slow}`, performance.now())
    const fetched = renewRevocationLists(node, { fetchRevocationList }, peer)
    const { revocationListsAtOnceMax } = exchangeLimits
    assert.deepEqual(asked, [2, 3, 4, 5].slice(0, revocationListsAtOnceMax))
    while (asked.length < 10) {
      const { length } = asked
      fail.shift()?.()
      await until('the next is asked for', () => asked.length > length)
      assert.equal(fail.length, revocationListsAtOnceMax)
    }
    assert.deepEqual(asked, [2, 3, 4, 5, 6, 7, 8, 9, 0, 1])
    for (const one of fail) one()
    assert.equal(await fetched, false)
  })

  it('are forgotten as away where no list names them any more', async () => {
    const node = nodeBeside()
    const { state } = world.asking
    const [named] = node.trust.peer(state)?.list.revocationLists ?? []
    assert.ok(named !== undefined)
    const kept = [`${state} trust list`, `${state} ${named.url}`]
    const longAgo = performance.now()
    for (const key of [...kept, `${state} http://once.example/`, 'XX trust list'])
      node.listsAway.set(key, longAgo)
    const lists = peerLists(node, world.answering.node.courier, nothing)
    lists.round([])
    await lists.idle()
    assert.deepEqual([...node.listsAway.keys()], kept)
  })
})
