import assert from 'node:assert/strict'
import type { RequestState } from '../../src/workflow/state.ts'
import { type Words, accept, after, bodyOf, by, day, hour, messageId, opened, refused } from './speak.ts'
import { marks, running, stateOf, told } from './told.ts'
import { only } from './walk.ts'

const S = by('requested')
/** The collection of the published example begins three hours after it is told of, and lasts to the 30th of April. */
const begun = 20 * day
const granted = (kind = 'realtime-traffic', regime = 'UNCC') =>
  accept(opened([{ id: 'm1', kind }], regime), {
    type: 'decision',
    ...S,
    at: after(day),
    body: bodyOf('decision', 'granted', 'm1', day),
  })
const started = (kind?: string) =>
  accept(granted(kind), told('requested', 'realtime-start', null, begun, { id: messageId(70_001) }))
const batch = (at: number, id = 70_002): Words =>
  told('requested', 'realtime-batch', 'delivered', at, {
    id: messageId(id),
    where: (body) => JSON.stringify(body).includes('"final":false'),
  })
/** The same batch, which says that its first file takes the place of each of the delivery before. */
const replacing = (request: RequestState, words: Words): Words => {
  const [before] = only(request).deliveries
  const { outcomes } = words.body as { outcomes: { exhibits: string[] }[] }
  const [said] = outcomes
  const replaces = (before?.exhibits ?? []).map(({ id }) => {
    return { delivery: before?.message, exhibit: id, by: said?.exhibits[0] }
  })
  return { ...words, body: { outcomes: [{ ...said, replaces }] } }
}
const receipt = (request: RequestState, outcome: 'verified' | 'discrepancy', at: number) => {
  const [delivery] = only(request).deliveries
  const checks = (delivery?.exhibits ?? []).map(({ id, sha256 }) => ({ exhibit: id, sha256, agrees: true }))
  return accept(request, {
    type: 'delivery-receipt',
    at: after(at),
    inReplyTo: delivery?.message ?? '',
    body: { outcomes: [{ measure: 'm1', outcome }], checks, conditionsAccepted: true },
  })
}
const renewed = (request: RequestState, at: number, answer: 'granted' | 'refused') =>
  accept(
    accept(request, told('requesting', 'realtime-renew', null, at, { id: messageId(70_003) })),
    told('requested', 'realtime-renewal', answer, at + hour, { inReplyTo: messageId(70_003) }),
  )

describe('workflow: collection in real time', () => {
  it('is authorised by the decision, runs by its start, and is marked at its end', () => {
    for (const kind of ['realtime-traffic', 'interception']) {
      assert.equal(stateOf(granted(kind)), 'authorised')
      assert.equal(stateOf(started(kind)), 'running')
    }
    const ends = Date.parse(only(started()).clocks.find(({ name }) => name === 'REALTIME_END')?.ends ?? '')
    const end = ends - Date.parse(after(0))
    assert.deepEqual(marks(started(), end - 8 * day), [])
    assert.deepEqual(marks(started(), end - 7 * day), ['REALTIME_END endNear'])
    assert.deepEqual(marks(started(), end), ['REALTIME_END periodOver'])
    assert.equal(stateOf(started()), 'running')
  })

  it('is handed over in batches, which are checked while it runs', () => {
    const given = accept(started(), batch(begun + 7 * day))
    assert.equal(stateOf(given), 'batchDelivered')
    assert.equal(stateOf(receipt(given, 'verified', begun + 8 * day)), 'running')
    const doubted = receipt(given, 'discrepancy', begun + 8 * day)
    assert.equal(stateOf(doubted), 'batchDelivered')
    const deliveries = (request: RequestState) => only(request).deliveries.map(({ message }) => message)
    const next = accept(doubted, batch(begun + 9 * day, 70_004))
    assert.deepEqual(
      deliveries(next),
      [messageId(70_002), messageId(70_004)],
      'the next one corrects nothing',
    )
    assert.equal(only(next).deliveries[0]?.doubted, true)
    const again = accept(doubted, replacing(doubted, batch(begun + 9 * day, 70_004)))
    assert.deepEqual(deliveries(again), [messageId(70_004)])
    refused(given, replacing(given, batch(begun + 9 * day, 70_004)), 'REPLY_MISMATCH')
    assert.deepEqual(
      only(receipt(again, 'verified', begun + 10 * day)).obligations.map(({ code }) => code),
      ['USE_ONLY_STATED'],
    )
  })

  it('never holds what was collected after its end', () => {
    refused(started(), batch(begun + 200 * day), 'WORKFLOW_TOO_LATE')
  })

  it('goes on only when that was asked for, justified anew, and granted', () => {
    const longer = renewed(started(), begun + 10 * day, 'granted')
    assert.equal(stateOf(longer), 'running')
    assert.equal(stateOf(accept(longer, batch(begun + 65 * day))), 'batchDelivered')
    const asked = told('requesting', 'realtime-renew', null, begun + day)
    refused(
      started(),
      { ...asked, body: { ...asked.body, until: after(begun + 2 * day) } },
      'DEADLINE_TOO_SHORT',
    )
    const shorter = renewed(started(), begun + 10 * day, 'refused')
    assert.equal(stateOf(shorter), 'running')
    assert.deepEqual(running(shorter), ['REALTIME_END'])
  })

  it('is renewed while it lasts, and not once its end has passed: what lies between has no order', () => {
    const end = Date.parse(only(started()).clocks.find(({ name }) => name === 'REALTIME_END')?.ends ?? '')
    const after40 = end - Date.parse(after(0)) + 40 * day
    refused(started(), told('requesting', 'realtime-renew', null, after40), 'WORKFLOW_TOO_LATE')
    const asked = accept(
      started(),
      told('requesting', 'realtime-renew', null, begun + 10 * day, { id: messageId(70_003) }),
    )
    refused(asked, told('requesting', 'realtime-renew', null, after40), 'WORKFLOW_TOO_LATE')
    const answer = (order: string): Words => {
      const words = told('requested', 'realtime-renewal', 'granted', after40, {
        inReplyTo: messageId(70_003),
      })
      const { order: renewed, ...said } = words.body as { order: object }
      return { ...words, body: { ...said, order: { ...renewed, date: order } } }
    }
    const dayOf = (ms: number) => new Date(ms).toISOString().slice(0, 10)
    refused(asked, answer(dayOf(end + 2 * day)), 'WORKFLOW_TOO_LATE')
    // The order was there in time; only the news of it is late.
    assert.equal(stateOf(accept(asked, answer(dayOf(end - 2 * day)))), 'running')
    const over = accept(asked, told('requested', 'realtime-end', null, after40))
    assert.equal(stateOf(over), 'captureEnded')
  })

  it('goes on without a justification only where the basis asks for none', () => {
    const asked = told('requesting', 'realtime-renew', null, begun + 10 * day)
    const { until } = asked.body as { until: string }
    const bare = { ...asked, body: { until } }
    refused(started(), bare, 'CONTENT_MISSING')
    const budapest = accept(
      granted('realtime-traffic', 'BUD'),
      told('requested', 'realtime-start', null, begun, { id: messageId(70_001) }),
    )
    assert.equal(stateOf(accept(budapest, bare)), 'renewalRequested')
  })

  it('is stopped by the one and ended by the other, and the last of it follows', () => {
    const stopping = accept(started(), told('requesting', 'realtime-stop', null, begun + 10 * day))
    assert.equal(stateOf(stopping), 'stopRequested')
    refused(stopping, told('requesting', 'realtime-end', null, begun + 11 * day), 'WORKFLOW_WRONG_SIDE')
    const ended = accept(stopping, told('requested', 'realtime-end', null, begun + 11 * day))
    assert.equal(stateOf(ended), 'captureEnded')
    assert.deepEqual(running(ended), [])
    const last = told('requested', 'realtime-batch', 'delivered', begun + 12 * day, {
      where: (body) => JSON.stringify(body).includes('"final":true'),
    })
    refused(started(), { ...last, at: after(begun + 12 * day) }, 'WORKFLOW_NOT_EXPECTED')
    const given = accept(ended, last)
    assert.equal(stateOf(given), 'delivered')
    assert.equal(stateOf(receipt(given, 'verified', begun + 13 * day)), 'receivedVerified')
  })

  it('is not withdrawn while it runs: it is stopped', () => {
    refused(started(), { type: 'withdraw', at: after(begun + day) }, 'WORKFLOW_NOT_EXPECTED')
    assert.equal(stateOf(accept(granted(), { type: 'withdraw', at: after(2 * day), body: {} })), 'withdrawn')
  })

  it('hands over nothing while a remedy suspends it', () => {
    const suspended = accept(started(), {
      type: 'remedy-notice',
      ...S,
      at: after(begun + day),
      body: bodyOf('remedy-notice', 'lodged', 'm1', begun + day, { suspensive: true }),
    })
    assert.equal(stateOf(suspended), 'running')
    refused(suspended, batch(begun + 7 * day), 'WORKFLOW_NOT_EXPECTED')
    const free = accept(suspended, {
      type: 'remedy-notice',
      ...S,
      at: after(begun + 2 * day),
      body: bodyOf('remedy-notice', 'resolved', 'm1', begun + 2 * day),
    })
    assert.equal(stateOf(accept(free, batch(begun + 7 * day))), 'batchDelivered')
  })
})
