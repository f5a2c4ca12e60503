import assert from 'node:assert/strict'
import { play } from './course.ts'
import { messageId, opened } from './speak.ts'
import { only } from './walk.ts'

const hold = (regime = 'UNCC') => opened([{ id: 'm1', kind: 'preservation' }], regime)

describe('workflow: the path that preserved traffic data show', () => {
  const withheld = (code: string) => ({ grounds: [{ code }] })

  it('is told unasked, on conditions that bind at once, also before anything is kept', () => {
    const request = play(hold(), [
      { at: '2027-01-19T09:00:00Z', by: 'Q', type: 'use-request', code: 'WORKFLOW_NOT_EXPECTED' },
      { at: '2027-01-19T10:00:00Z', by: 'Q', type: 'traffic-disclosure', code: 'WORKFLOW_WRONG_SIDE' },
      { at: '2027-01-19T11:00:00Z', by: 'S', type: 'traffic-disclosure', after: 'requested' },
      { at: '2027-01-19T12:00:00Z', by: 'Q', type: 'use-request', after: 'requested' },
      { at: '2027-01-19T13:00:00Z', by: 'S', type: 'use-consent', answers: 4, after: 'requested' },
    ])
    const { facts, obligations, uses } = only(request)
    assert.deepEqual(facts, { trafficPathDisclosed: true })
    assert.deepEqual(
      obligations.slice(0, 2).map(({ code, from }) => [code, from]),
      [
        ['USE_ONLY_STATED', messageId(90_003)],
        ['ONWARD_WITH_CONSENT', messageId(90_003)],
      ],
    )
    assert.deepEqual(
      uses.map(({ consented }) => consented),
      [true],
    )
  })

  it('is withheld only on the grounds of the basis for this message, and may be told later', () => {
    play(hold('BUD'), [
      {
        at: '2027-01-19T10:00:00Z',
        by: 'S',
        type: 'traffic-withheld',
        body: withheld('DUAL_CRIMINALITY'),
        code: 'GROUND_NOT_ALLOWED',
      },
      {
        at: '2027-01-19T11:00:00Z',
        by: 'S',
        type: 'traffic-withheld',
        body: withheld('POLITICAL_OFFENCE'),
        after: 'requested',
      },
    ])
    const request = play(hold(), [
      {
        at: '2027-01-19T11:00:00Z',
        by: 'S',
        type: 'traffic-withheld',
        body: withheld('POLITICAL_OFFENCE'),
        code: 'GROUND_NOT_ALLOWED',
      },
      { at: '2027-01-19T12:00:00Z', by: 'S', type: 'traffic-withheld', after: 'requested' },
      { at: '2027-02-19T12:00:00Z', by: 'S', type: 'traffic-disclosure', after: 'requested' },
    ])
    assert.deepEqual(only(request).facts, { trafficPathDisclosed: true })
  })
})

describe('workflow: the question where data are', () => {
  it('is answered without a file, and may be asked about again', () => {
    play(opened([{ id: 'm1', kind: 'preservation-location' }]), [
      { at: '2027-01-19T09:00:00Z', by: 'S', type: 'acknowledgement', after: 'acknowledged' },
      { at: '2027-01-19T10:00:00Z', by: 'S', type: 'preservation-location-reply', after: 'answered' },
      { at: '2027-01-19T11:00:00Z', by: 'Q', type: 'supplement', after: 'underReview' },
      { at: '2027-01-19T12:00:00Z', by: 'S', type: 'preservation-location-reply', after: 'answered' },
      {
        at: '2027-01-19T13:00:00Z',
        by: 'S',
        type: 'delivery',
        of: { m1: 'delivered' },
        code: 'WORKFLOW_NOT_EXPECTED',
      },
      { at: '2027-01-20T09:00:00Z', by: 'Q', type: 'close', after: 'answered' },
      { at: '2027-01-20T10:00:00Z', by: 'S', type: 'close', answers: 6, after: 'closed' },
    ])
  })
})
