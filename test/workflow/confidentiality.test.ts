import assert from 'node:assert/strict'
import { machines } from '../../src/workflow/table.ts'
import { type Line, play } from './course.ts'
import { bodyOf, opened } from './speak.ts'

const unable = (at: string, after: string): Line => ({
  at,
  by: 'S',
  type: 'confidentiality-unable',
  after,
})
const choice = (at: string, says: string, answers: number, rest: Partial<Line>): Line => ({
  at,
  by: 'Q',
  type: 'confidentiality-choice',
  says,
  answers,
  ...rest,
})
const granted: Line = {
  at: '2027-02-01T09:00:00Z',
  by: 'S',
  type: 'decision',
  of: { m1: 'granted' },
  after: 'accepted',
}
const given = (final: boolean): readonly Line[] => [
  granted,
  {
    at: '2027-02-02T09:00:00Z',
    by: 'S',
    type: 'delivery',
    body: bodyOf('delivery', 'delivered', 'm1', 0, { final }),
    after: 'delivered',
  },
  {
    at: '2027-02-03T09:00:00Z',
    by: 'Q',
    type: 'delivery-receipt',
    of: { m1: 'verified' },
    answers: 2,
    after: 'receivedVerified',
  },
]
const evidence = () => opened([{ id: 'm1', kind: 'stored-data' }])

describe('workflow: a confidence that can no longer be kept', () => {
  it('is told of also after the result was given, and after the closing', () => {
    play(evidence(), [
      ...given(true),
      unable('2027-02-04T09:00:00Z', 'receivedVerified'),
      choice('2027-02-05T09:00:00Z', 'stop', 4, { code: 'WORKFLOW_NOT_EXPECTED' }),
      choice('2027-02-05T10:00:00Z', 'proceed', 4, { after: 'receivedVerified' }),
      { at: '2027-02-06T09:00:00Z', by: 'Q', type: 'close', after: 'receivedVerified' },
      { at: '2027-02-07T09:00:00Z', by: 'S', type: 'close', answers: 7, after: 'closed' },
      unable('2027-02-08T09:00:00Z', 'closed'),
      choice('2027-02-09T09:00:00Z', 'proceed', 9, { after: 'closed' }),
    ])
  })

  it('lets the requesting side stop what is still to come', () => {
    play(evidence(), [
      ...given(false),
      unable('2027-02-04T09:00:00Z', 'receivedVerified'),
      choice('2027-02-05T09:00:00Z', 'stop', 4, { after: 'receivedVerified' }),
      {
        at: '2027-02-06T09:00:00Z',
        by: 'S',
        type: 'delivery',
        of: { m1: 'delivered' },
        code: 'WORKFLOW_NOT_EXPECTED',
      },
    ])
  })

  it('can be told of in every family but that of test calls', () => {
    const without = machines().filter(({ rows }) => !rows.some(({ on }) => on === 'confidentiality-unable'))
    assert.deepEqual(
      without.map(({ name }) => name),
      ['contact'],
    )
  })
})
