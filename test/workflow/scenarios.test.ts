import { play } from './course.ts'
import { opened } from './speak.ts'

describe('workflow: case 06, played on the general table of evidence', () => {
  it('holds the measure open while a discrepancy is', () => {
    const m1 = [{ id: 'm1', kind: 'stored-data' }]
    play(opened(m1, 'BUD'), [
      { at: '2027-01-26T11:00:00Z', by: 'S', type: 'acknowledgement', after: 'acknowledged' },
      {
        at: '2027-02-02T15:00:00Z',
        by: 'S',
        type: 'information-request',
        of: { m1: 'asked' },
        after: 'infoRequested',
      },
      { at: '2027-02-08T15:00:00Z', by: 'Q', type: 'information-response', answers: 2, after: 'underReview' },
      { at: '2027-02-24T16:00:00Z', by: 'S', type: 'conditions-offer', after: 'conditionsOffered' },
      {
        at: '2027-03-01T14:00:00Z',
        by: 'Q',
        type: 'conditions-accept',
        answers: 4,
        after: 'conditionsAccepted',
      },
      { at: '2027-03-05T12:30:00Z', by: 'S', type: 'decision', of: { m1: 'granted' }, after: 'accepted' },
      {
        at: '2027-03-23T15:20:00Z',
        by: 'S',
        type: 'status-report',
        of: { m1: 'executing' },
        after: 'executing',
      },
      { at: '2027-03-29T12:00:00Z', by: 'Q', type: 'status-request', after: 'executing' },
      { at: '2027-04-09T09:00:00Z', by: 'S', type: 'obstacle', of: { m1: 'obstacle' }, after: 'obstacle' },
      { at: '2027-04-21T11:00:00Z', by: 'S', type: 'delivery', of: { m1: 'delivered' }, after: 'delivered' },
      {
        at: '2027-04-23T20:10:00Z',
        by: 'Q',
        type: 'delivery-receipt',
        of: { m1: 'discrepancy' },
        answers: 10,
        after: 'discrepancy',
      },
      { at: '2027-04-24T09:00:00Z', by: 'S', type: 'close', code: 'WORKFLOW_NOT_EXPECTED' },
      {
        at: '2027-04-27T10:30:00Z',
        by: 'S',
        type: 'delivery',
        of: { m1: 'delivered' },
        answers: 11,
        after: 'delivered',
      },
      {
        at: '2027-04-27T16:00:00Z',
        by: 'Q',
        type: 'delivery-receipt',
        of: { m1: 'verified' },
        answers: 13,
        after: 'receivedVerified',
      },
      { at: '2027-05-31T14:00:00Z', by: 'Q', type: 'outcome-report', after: 'receivedVerified' },
      { at: '2027-05-31T14:05:00Z', by: 'Q', type: 'close', after: 'receivedVerified' },
      { at: '2027-06-01T08:00:00Z', by: 'S', type: 'close', answers: 16, after: 'closed' },
    ])
  })
})
