import assert from 'node:assert/strict'
import type { RequestState } from '../../src/workflow/state.ts'
import { type Line, play } from './course.ts'
import { opened } from './speak.ts'
import { only } from './walk.ts'

const at = (day: number) => new Date(Date.parse('2027-02-01T09:00:00Z') + day * 86_400_000).toISOString()
const Q = (day: number, type: Line['type'], rest: Partial<Line> = {}): Line => ({
  at: at(day),
  by: 'Q',
  type,
  ...rest,
})
const S = (day: number, type: Line['type'], rest: Partial<Line> = {}): Line => ({
  ...Q(day, type, rest),
  by: 'S',
})

/** Received and verified, with a use asked for in row 4 that nobody has answered, and closed by both in row 6. */
const closedUnanswered: readonly Line[] = [
  S(1, 'decision', { of: { m1: 'granted' }, after: 'accepted' }),
  S(2, 'delivery', { of: { m1: 'delivered' }, after: 'delivered' }),
  Q(3, 'delivery-receipt', { of: { m1: 'verified' }, answers: 2, after: 'receivedVerified' }),
  Q(4, 'use-request', { after: 'useControlled' }),
  Q(5, 'close', { after: 'useControlled' }),
  S(6, 'close', { answers: 5, after: 'closed' }),
]
const evidence = () => opened([{ id: 'm1', kind: 'stored-data' }])
const consents = (request: RequestState) => only(request).uses.map(({ consented }) => consented)

describe('workflow: another use, asked for late', () => {
  it('is answered after the closing where it was asked before', () => {
    const refused = play(evidence(), [
      ...closedUnanswered,
      S(7, 'use-refuse', { answers: 4, after: 'closed' }),
    ])
    assert.deepEqual(consents(refused), [false])
    const allowed = play(evidence(), [
      ...closedUnanswered,
      S(7, 'use-consent', { answers: 4, after: 'closed' }),
    ])
    assert.deepEqual(consents(allowed), [true])
    assert.ok(only(allowed).obligations.some(({ code }) => code === 'USE_ONLY_STATED'))
  })

  it('is not asked for in a closed measure, but once it is taken up again, which is then closed with nothing more', () => {
    const request = play(evidence(), [
      ...closedUnanswered,
      Q(7, 'use-request', { code: 'WORKFLOW_NOT_EXPECTED' }),
      Q(8, 'reopen', { after: 'closed' }),
      S(9, 'reopen', { answers: 8, after: 'reopened' }),
      Q(10, 'use-request', { after: 'reopened' }),
      Q(11, 'exculpatory-notice', { after: 'reopened' }),
      S(12, 'use-account-request', { after: 'reopened' }),
      S(13, 'use-consent', { answers: 10, after: 'reopened' }),
      S(14, 'use-refuse', { answers: 4, after: 'reopened' }),
      Q(15, 'close', { after: 'reopened' }),
      S(16, 'close', { answers: 15, after: 'closed' }),
    ])
    assert.deepEqual(consents(request), [true, false])
  })

  it('has no measure taken up again that was closed with a delivery to check', () => {
    play(evidence(), [
      ...closedUnanswered,
      Q(7, 'reopen', { after: 'closed' }),
      S(8, 'reopen', { answers: 7, after: 'reopened' }),
      S(9, 'delivery', { of: { m1: 'delivered' }, after: 'delivered' }),
      Q(10, 'close', { code: 'WORKFLOW_NOT_EXPECTED' }),
    ])
  })

  it('is asked for at once where nothing is taken up again: an answer of the police, a place of data', () => {
    play(opened([{ id: 'm1', kind: 'preservation-location' }]), [
      S(1, 'preservation-location-reply', { after: 'answered' }),
      Q(2, 'close', { after: 'answered' }),
      S(3, 'close', { answers: 2, after: 'closed' }),
      Q(4, 'use-request', { after: 'closed' }),
      S(5, 'use-consent', { answers: 4, after: 'closed' }),
    ])
    play(opened([{ id: 'm1', kind: 'police-query' }]), [
      S(1, 'police-reply', { of: 'm1', says: 'answered', after: 'answered' }),
      Q(2, 'close', { after: 'answered' }),
      S(3, 'close', { answers: 2, after: 'closed' }),
      Q(4, 'use-request', { after: 'closed' }),
      S(5, 'use-refuse', { answers: 4, after: 'closed' }),
    ])
  })
})
