import assert from 'node:assert/strict'
import { examplesOf, resultExample, retold } from './examples.ts'
import {
  type Words,
  accept,
  after,
  by,
  day,
  exhibit,
  hour,
  manifestOf,
  messageId,
  opened,
  refused,
  start,
} from './speak.ts'

describe('workflow: a receipt for several deliveries', () => {
  const both = [
    { id: 'm1', kind: 'stored-data' },
    { id: 'm2', kind: 'asset-tracing' },
  ]
  const result = resultExample('stored-data')
  const delivered = () => {
    const granted = accept(opened(both), {
      type: 'decision',
      ...by('requested'),
      at: after(hour),
      body: { outcomes: both.map(({ id }) => ({ measure: id, outcome: 'granted' })) },
    })
    const first = accept(granted, {
      type: 'delivery',
      ...by('requested'),
      id: messageId(70_004),
      at: after(day),
      body: {
        outcomes: [
          {
            measure: 'm1',
            outcome: 'delivered',
            exhibits: ['E1'],
            complete: true,
            final: true,
            result,
            manifest: manifestOf(['E1']),
          },
        ],
      },
      exhibits: [exhibit('E1')],
    })
    const example = examplesOf('asset-trace-result', 'nothing')[0]
    assert.ok(example !== undefined)
    return accept(first, {
      type: 'asset-trace-result',
      ...by('requested'),
      id: messageId(70_005),
      at: after(2 * day),
      ...retold(example, 'm2', start + 2 * day),
    })
  }
  const receipt = (second: object): Words => ({
    type: 'delivery-receipt',
    at: after(3 * day),
    inReplyTo: messageId(70_004),
    body: {
      outcomes: [
        { measure: 'm1', outcome: 'verified' },
        { measure: 'm2', outcome: 'verified', ...second },
      ],
      checks: [{ exhibit: 'E1', sha256: (exhibit('E1') as { sha256: string }).sha256, agrees: true }],
    },
  })

  it('names for each measure the one that is meant', () => {
    const verified = accept(delivered(), receipt({ inReplyTo: messageId(70_005) }))
    assert.deepEqual(
      verified.measures.map(({ state }) => state),
      ['receivedVerified', 'receivedVerified'],
    )
    assert.deepEqual(verified.questions, [])
    refused(delivered(), receipt({}), 'REPLY_MISMATCH')
    refused(delivered(), receipt({ inReplyTo: messageId(70_009) }), 'REPLY_MISMATCH')
  })
})
