import assert from 'node:assert/strict'
import type { RequestState } from '../../src/workflow/state.ts'
import { type Line, Q, S, onDay, play } from './course.ts'
import { bodyOf, opened } from './speak.ts'
import { only } from './walk.ts'

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

  it('is asked for, answered and accounted for wherever the rest stands once a part was handed over', () => {
    const part = { body: bodyOf('delivery', 'delivered', 'm1', 0, { final: false }) }
    const handed: readonly Line[] = [
      S(1, 'decision', { of: { m1: 'granted' }, after: 'accepted' }),
      S(2, 'delivery', { ...part, after: 'delivered' }),
      Q(3, 'delivery-receipt', { of: { m1: 'verified' }, answers: 2, after: 'receivedVerified' }),
      S(4, 'obstacle', { of: { m1: 'obstacle' }, after: 'obstacle' }),
    ]
    for (const [place, move] of [
      ['obstacle', S(5, 'status-report', { of: { m1: 'unchanged' }, after: 'obstacle' })],
      ['executing', S(5, 'status-report', { of: { m1: 'executing' }, after: 'executing' })],
      ['remedyPending', S(5, 'remedy-notice', { of: { m1: 'lodged' }, after: 'remedyPending' })],
      ['refused', S(5, 'decision', { of: { m1: 'refused' }, after: 'refused' })],
      ['withdrawn', Q(5, 'withdraw', { after: 'withdrawn' })],
    ] as const) {
      const request = play(evidence(), [
        ...handed,
        move,
        Q(6, 'use-request', { after: place }),
        S(7, 'use-consent', { answers: 6, after: place }),
        Q(8, 'use-request', { after: place }),
        S(9, 'use-refuse', { answers: 8, after: place }),
        S(10, 'use-account-request', { after: place }),
        Q(11, 'use-account-reply', { answers: 10, after: place }),
        Q(12, 'exculpatory-notice', { after: place }),
        S(13, 'exculpatory-consult', { answers: 12, after: place }),
      ])
      assert.deepEqual(consents(request), [true, false], place)
      assert.ok(only(request).obligations.some(({ code }) => code === 'USE_ONLY_STATED'))
    }
  })

  it('is nothing to ask for where nothing was handed over', () => {
    play(evidence(), [
      S(1, 'decision', { of: { m1: 'granted' }, after: 'accepted' }),
      Q(2, 'withdraw', { after: 'withdrawn' }),
      Q(3, 'use-request', { code: 'WORKFLOW_NOT_EXPECTED' }),
      S(4, 'use-account-request', { code: 'WORKFLOW_NOT_EXPECTED' }),
    ])
  })

  it('stays under control when the police have answered a part and say no more, or that the rest needs a request', () => {
    for (const place of ['refused', 'needsMLA']) {
      const answered = play(opened([{ id: 'm1', kind: 'police-query' }]), [
        S(1, 'police-reply', { of: 'm1', says: 'partial', after: 'partial' }),
        S(2, 'police-reply', { of: 'm1', says: place, after: place }),
        Q(3, 'use-request', { after: place }),
        S(4, 'use-consent', { answers: 3, after: place }),
        S(5, 'use-account-request', { after: place }),
        Q(6, 'use-account-reply', { answers: 5, after: place }),
        Q(7, 'exculpatory-notice', { after: place }),
        S(8, 'exculpatory-consult', { answers: 7, after: place }),
        S(9, 'condition-end', { after: place }),
      ])
      assert.deepEqual(consents(answered), [true], place)
      play(opened([{ id: 'm1', kind: 'police-query' }]), [
        S(1, 'police-reply', { of: 'm1', says: place, after: place }),
        Q(2, 'use-request', { code: 'WORKFLOW_NOT_EXPECTED' }),
      ])
    }
    play(opened([{ id: 'm1', kind: 'police-query' }]), [
      S(1, 'police-reply', { of: 'm1', says: 'answered', after: 'answered' }),
      Q(2, 'close', { after: 'answered' }),
      S(3, 'close', { answers: 2, after: 'closed' }),
      Q(4, 'reopen', { after: 'closed' }),
      S(5, 'reopen', { answers: 4, after: 'asked' }),
      Q(6, 'use-request', { after: 'asked' }),
      Q(7, 'withdraw', { after: 'withdrawn' }),
      S(8, 'use-refuse', { answers: 6, after: 'withdrawn' }),
    ])
  })

  it('stays under control when more is asked about where data are, and when a path was shown and the hold ended', () => {
    play(opened([{ id: 'm1', kind: 'preservation-location' }]), [
      S(1, 'preservation-location-reply', { after: 'answered' }),
      Q(2, 'supplement', { after: 'underReview' }),
      Q(3, 'use-request', { after: 'underReview' }),
      Q(4, 'withdraw', { after: 'withdrawn' }),
      S(5, 'use-consent', { answers: 3, after: 'withdrawn' }),
    ])
    const hold = () => opened([{ id: 'm1', kind: 'preservation' }])
    for (const [place, move] of [
      ['requested', S(2, 'status-report', { of: { m1: 'unchanged' }, after: 'requested' })],
      ['refused', S(2, 'decision', { of: { m1: 'refused' }, after: 'refused' })],
      ['withdrawn', Q(2, 'withdraw', { after: 'withdrawn' })],
    ] as const) {
      play(hold(), [
        S(1, 'traffic-disclosure', { after: 'requested' }),
        move,
        Q(3, 'use-request', { after: place }),
        S(4, 'use-consent', { answers: 3, after: place }),
        S(5, 'use-account-request', { after: place }),
        Q(6, 'use-account-reply', { answers: 5, after: place }),
        Q(7, 'exculpatory-notice', { after: place }),
      ])
      play(hold(), [{ ...move, at: onDay(1) }, Q(3, 'use-request', { code: 'WORKFLOW_NOT_EXPECTED' })])
    }
  })
})
