import assert from 'node:assert/strict'
import { sql } from 'kysely'
import type { Check } from '../../../src/exchange/readiness.ts'
import { readHealth } from '../../../src/exchange/running/health.ts'
import type { Found, HealthItem } from '../../../src/exchange/running/healthItem.ts'
import type { Node } from '../../../src/exchange/node.ts'
import { keysIn } from '../../../src/trust/keysIn.ts'
import { opened } from '../../support/talk.ts'
import { type World, twoStates } from '../../support/world.ts'

const dayMs = 86_400_000

describe('the health of a node', () => {
  let world: World
  let node: Node
  before(async () => {
    world = await twoStates()
    await opened(world)
    node = world.asking.node.node
  })
  after(() => world.close())

  const found = async (
    of: Node,
    checks: readonly Check[] = [],
    hasClockFile = false,
  ): Promise<ReadonlyMap<Found, HealthItem>> => {
    const items = await readHealth(of, { ready: () => Promise.resolve({ checks }), hasClockFile })
    return new Map(items.map((one) => [one.found, one]))
  }

  it('has what is wrong first', async () => {
    const wrong: Check[] = [{ name: 'exhibits', ok: false, detail: 'EROFS: read-only file system' }]
    const items = await readHealth(node, {
      ready: () => Promise.resolve({ checks: wrong }),
      hasClockFile: true,
    })
    const firstGood = items.findIndex(({ isGood }) => isGood)
    assert.ok(items.slice(firstGood).every(({ isGood }) => isGood))
    const bad = items.slice(0, firstGood)
    assert.deepEqual(
      bad.map(({ found: one, detail }) => [one, detail]),
      [
        ['filesFail', 'EROFS: read-only file system'],
        ['clockFromFile', null],
      ],
    )
  })

  it('says that a list signer ends soon whose follower is there and was never taken into use', async () => {
    const signer = keysIn(node.trust.own().list, node.now()).find(({ use }) => use === 'list')
    assert.ok(signer?.until instanceof Date)
    const ends = signer.until.getTime()
    const before = (days: number): Node => ({ ...node, now: () => new Date(ends - days * dayMs - 1000) })
    assert.equal((await found(before(31))).get('keysWait'), undefined)
    const item = (await found(before(20))).get('keysWait')
    // Of both States, which were made on the same day.
    assert.deepEqual([item?.isGood, item?.count], [false, 2])
  })

  it('says each thing of which /health/ready is not sure', async () => {
    for (const [name, expected] of [
      ['database', 'databaseFails'],
      ['signature', 'signatureFails'],
      ['trustList', 'listOver'],
      ['rollback', 'dataOld'],
      ['exhibits', 'filesFail'],
      ['log', 'logBroken'],
    ] as const) {
      const seen = await found(node, [{ name, ok: false, detail: 'Example' }])
      assert.deepEqual([seen.get(expected)?.isGood, seen.get(expected)?.detail], [false, 'Example'], name)
    }
  })

  it('sees a clock that is before its log, or far from that of the database', async () => {
    const past = (ms: number): Node => withClock(node, ms)
    assert.ok((await found(node)).has('clockRight'))
    const seen = await found(past(-dayMs))
    assert.equal(seen.get('clockBehind')?.isGood, false)
    assert.equal(seen.get('clockApart')?.count, dayMs / 1000)
  })

  it('sees jobs that have not done what is due', async () => {
    const { db } = node
    assert.ok((await found(node)).has('jobsOnTime'))
    // A node whose jobs stand still, so long after.
    const later = withClock(node, 16 * dayMs)
    const request = await opened(world)
    const overdue = new Date(node.now().getTime() + dayMs)
    await db.updateTable('request').set({ next_clock_at: overdue }).where('id', '=', request).execute()
    const seen = await found(later)
    assert.equal(seen.get('lateClocks')?.at, overdue.toISOString())
    assert.equal(seen.get('lateTrustList')?.isGood, false)
    assert.equal(seen.get('lateOwnLog')?.isGood, false)
    await db.updateTable('request').set({ next_clock_at: null }).where('id', '=', request).execute()
  })

  it('sees requests that were kept for their time, which wait for two persons', async () => {
    const { db } = node
    assert.equal((await found(node)).get('keptInTime')?.isGood, true)
    const request = await opened(world)
    await sql`update request set keeping_over_at = now() where id = ${request}::uuid`.execute(db)
    const { isGood, count } = (await found(node)).get('keptOver') ?? {}
    assert.deepEqual([isGood, count], [false, 1])
    await sql`update request set keeping_over_at = null where id = ${request}::uuid`.execute(db)
  })

  it('sees that no room is left for files, and that nobody cosigns', async () => {
    const full = { ...node.exhibits, freeBytes: () => Promise.resolve(-1) }
    const alone = { ...node.trust, peers: [] }
    const seen = await found(
      Object.create(node, { exhibits: { value: full }, trust: { value: alone } }) as Node,
    )
    assert.equal(seen.get('filesNoRoom')?.count, 0)
    assert.equal(seen.get('noWitness')?.isGood, false)
  })
})

/** The node by clocks that are so far ahead. */
function withClock(node: Node, ms: number): Node {
  const ahead = (): Date => new Date(Date.now() + ms)
  return Object.create(node, { now: { value: ahead }, machineNow: { value: ahead } }) as Node
}
