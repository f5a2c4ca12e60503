import assert from 'node:assert/strict'
import { eraseRecord } from '../../../src/exchange/erasure/erase.ts'
import { holdRecord, releaseRecord } from '../../../src/exchange/erasure/hold.ts'
import { keepingRound } from '../../../src/exchange/erasure/keepingRound.ts'
import type { Node } from '../../../src/exchange/node.ts'
import { subjectOf } from '../../../src/audit/entry.ts'
import { listUnerased } from '../../../src/store/erasure.ts'
import { inTransaction } from '../../../src/store/failures.ts'
import { readings } from '../../../src/exchange/measuring/readings.ts'
import { valuesOfReadings } from '../../../src/exchange/measuring/values.ts'
import { countOver, countedOver, lookingForKeeping } from '../../../src/store/keeping.ts'
import { insertMessages } from '../../../src/store/messages.ts'
import { bury, enqueue } from '../../../src/store/outbox.ts'
import { insertRequests, lockRequests, updateRequests } from '../../../src/store/requests.ts'
import { readSetting } from '../../../src/store/settings.ts'
import type { RetentionRule } from '../../../src/workflow/retention.ts'
import { finalStates } from '../../../src/workflow/table.ts'
import { messageRow, outboxRow, requestRow } from '../../support/rows.ts'
import { agreed, delivered, logOf, opened, say } from '../../support/talk.ts'
import { type World, heard, twoStates, until } from '../../support/world.ts'

const dayMs = 86_400_000
const rules = [{ months: 1 }]

describe('the time for which requests are kept', () => {
  let world: World
  let node: Node
  beforeEach(async () => {
    world = await twoStates(undefined, undefined, { settings: { retention: rules } })
    node = world.asking.node.node
  })
  afterEach(() => world.close())

  /** The node so many days later. */
  const after = (days: number, more: PropertyDescriptorMap = {}): Node =>
    Object.create(node, {
      now: { value: () => new Date(Date.now() + days * dayMs) },
      ...more,
    }) as Node
  /** A round, and others until none is left to look at: each passes by what another transaction has in hands, as jobs do. */
  const round = async (at: Node, by: readonly RetentionRule[] = rules): Promise<void> =>
    await until('everything was looked at', async () => {
      await keepingRound(at, by)
      const counted = JSON.parse((await readSetting(node.db, 'rules of retention')) ?? 'null') as {
        number: number
      }
      const look = {
        now: at.now(),
        rules: counted.number,
        unopenedSince: new Date(at.now().getTime() - dayMs),
        limit: 1,
      }
      return (
        (await lookingForKeeping({ ...look, finalStates: finalStates() }).execute(node.db)).rows.length === 0
      )
    })
  const ended = async (): Promise<string> => {
    const request = await opened(world)
    await agreed(world, request, 1)
    await say(world, world.asking, request, 'withdraw')
    await agreed(world, request, 2)
    await delivered(world.asking)
    await delivered(world.answering)
    return request
  }
  const told = async (request: string): Promise<number> =>
    (await logOf(node.db)).filter(
      ({ evt, record }) => evt === 'record.keepingOver' && record === subjectOf(request),
    ).length
  const over = async (): Promise<number> => await countOver(node.db, null, 100)

  it('is noted once when it is over, of what has ended alone, also where two look at the same time', async () => {
    const request = await ended()
    const open = await opened(world)
    await round(node)
    await round(after(27))
    assert.deepEqual([await told(request), await over()], [0, 0])
    const later = after(40)
    await Promise.all([round(later), round(later)])
    await round(later)
    await round(after(80))
    assert.deepEqual([await told(request), await told(open), await over()], [1, 0, 1])
    assert.equal(await countOver(node.db, 'vn.spp', 100), 1)
    assert.equal(await countOver(node.db, 'vn.other', 100), 0)
  })

  it('is told to whoever watches the node as an age: how long the oldest was kept longer than its time', async () => {
    await ended()
    const age = async (at: Node): Promise<number | undefined> =>
      valuesOfReadings(await readings(at, () => 0)(), []).find(
        ({ name }) => name === 'rogatory_requests_kept_over_oldest_seconds',
      )?.value
    assert.equal(await age(after(40)), 0)
    await round(after(40))
    const { oldest } = await countedOver(node.db, null, 100)
    assert.ok(oldest !== null)
    const at = after(40)
    const seconds = (at.now().getTime() - oldest.getTime()) / 1_000
    assert.ok(seconds > 8 * 86_400 && seconds < 14 * 86_400, String(seconds))
    assert.ok(Math.abs(((await age(at)) ?? 0) - seconds) < 60)
  })

  it('is noted by the next round where the process died in this one', async () => {
    const request = await ended()
    const random = { value: () => assert.fail('the process dies') }
    await assert.rejects(round(after(40, { random })), /the process dies/)
    assert.deepEqual([await told(request), await over()], [0, 0])
    await round(after(40))
    assert.deepEqual([await told(request), await over()], [1, 1])
  })

  it('is not over while a hold stands, and is noted anew once that is released', async () => {
    const request = await ended()
    const order = { request, reason: 'appeal pending', person: 'Example-A' }
    assert.equal((await holdRecord(node, order)).ok, true)
    await round(after(40))
    assert.deepEqual([await told(request), await over()], [0, 0])
    assert.equal((await releaseRecord(node, order)).ok, true)
    await round(after(40))
    assert.deepEqual([await told(request), await over()], [1, 1])
    assert.equal((await holdRecord(node, order)).ok, true)
    await round(after(40))
    assert.deepEqual([await told(request), await over()], [1, 0])
    assert.equal((await releaseRecord(node, order)).ok, true)
    await round(after(40))
    assert.deepEqual([await told(request), await over()], [2, 1])
  })

  it('is worked out anew by other rules, and not noted twice where it is over by both', async () => {
    const request = await ended()
    const later = after(40)
    await round(later)
    const longer = [...rules, { months: 12 }]
    await round(later, longer)
    assert.deepEqual([await told(request), await over()], [1, 0])
    await round(after(400), longer)
    assert.deepEqual([await told(request), await over()], [2, 1])
    await round(after(400))
    assert.deepEqual([await told(request), await over()], [2, 1])
    // Of what no rule speaks, it is kept.
    await round(after(400), [])
    assert.deepEqual([await told(request), await over()], [2, 0])
  })

  it('begins again where a request that had ended goes on', async () => {
    const request = await ended()
    await round(after(40))
    assert.equal(await over(), 1)
    const move = async (state: string): Promise<void> =>
      await inTransaction(node.db, async (trx) => {
        const row = (await lockRequests(trx, [request])).get(request)
        assert.ok(row !== undefined)
        await updateRequests(trx, [{ ...row, state }])
      })
    await move('requested')
    assert.equal(await over(), 0)
    await round(after(40))
    assert.deepEqual([await told(request), await over()], [1, 0])
    await move('withdrawn')
    await round(after(40))
    assert.deepEqual([await told(request), await over()], [2, 1])
  })

  it('counts from the last change where the other side never opened a request', async () => {
    const unopened = requestRow({ sequence: 0, state: 'requested', snapshot: '', opened_at: new Date() })
    const row = { ...unopened, updated_at: unopened.opened_at }
    await inTransaction(node.db, (trx) => insertRequests(trx, [row]))
    await round(after(27))
    assert.deepEqual([await told(row.id), await over()], [0, 0])
    await round(after(40))
    assert.deepEqual([await told(row.id), await over()], [1, 1])
  })

  it('counts so as well where the message that was to open it was given up, which is listed as one that may be erased', async () => {
    const unopened = requestRow({ sequence: 0, state: 'requested', snapshot: '', opened_at: new Date() })
    const row = { ...unopened, updated_at: unopened.opened_at }
    const opening = messageRow(row.id, {
      ...{ sequence: null, head: null, direction: 'sent', status: 'pending' },
    })
    await inTransaction(node.db, async (trx) => {
      await insertRequests(trx, [row])
      await insertMessages(trx, [opening])
      await enqueue(trx, [outboxRow(row.id, { digest: opening.digest })], node.now())
    })
    const isListed = async (): Promise<boolean> =>
      (await listUnerased(node.db, [row.own_authority], [], null, 100)).some(({ id }) => id === row.id)
    await round(after(40))
    assert.deepEqual([await told(row.id), await isListed()], [0, false])
    await bury(node.db, [{ digest: opening.digest, code: 'NODE_UNAVAILABLE', detail: '' }], node.now())
    await round(after(80))
    assert.deepEqual([await told(row.id), await isListed()], [1, true])
  })

  it('ends with the erasure, which two persons do and no job', async () => {
    const request = await ended()
    await round(after(40))
    await heard(world.asking)
    const order = {
      request,
      ground: 'section 12',
      courtOrder: false,
      officer: 'Example-A',
      approver: 'Example-B',
    }
    const erased = await eraseRecord(after(40), order, rules)
    assert.ok(erased.ok, JSON.stringify(erased))
    assert.equal(await over(), 0)
    await round(after(80))
    assert.equal(await over(), 0)
  })

  it('is looked at by the job of a node in service', async () => {
    const looked = async (): Promise<boolean> => (await readSetting(node.db, 'rules of retention')) !== null
    await until('the job has looked', looked)
  })
})
