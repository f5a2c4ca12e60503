import assert from 'node:assert/strict'
import { clocksRunning, marksAt } from '../../src/workflow/marks.ts'
import type { RequestState } from '../../src/workflow/state.ts'
import { play } from './course.ts'
import { held, opened, text } from './speak.ts'
import { only } from './walk.ts'

const hold = (regime = 'UNCC') => opened([{ id: 'm1', kind: 'preservation' }], regime)
const running = (request: RequestState) => clocksRunning(only(request)).map(({ name }) => name)
const kept = { since: '2027-01-20T10:00:00Z', result: held }
const until = (end: string) => ({ outcomes: [{ measure: 'm1', outcome: 'preserved', until: end, ...kept }] })
const confirmed = {
  at: '2027-01-20T10:15:00Z',
  by: 'S',
  type: 'preservation-confirm',
  of: { m1: 'preserved' },
  body: until('2027-04-20T10:00:00Z'),
  after: 'preserved',
} as const

describe('workflow: a hold', () => {
  it('goes on through an obstacle and a question, and its clock with it', () => {
    const request = play(hold(), [
      confirmed,
      { at: '2027-02-01T10:00:00Z', by: 'S', type: 'obstacle', of: { m1: 'obstacle' }, after: 'obstacle' },
      {
        at: '2027-02-02T10:00:00Z',
        by: 'S',
        type: 'decision',
        of: { m1: 'refused' },
        code: 'WORKFLOW_NOT_EXPECTED',
      },
      {
        at: '2027-02-02T11:00:00Z',
        by: 'S',
        type: 'information-request',
        of: { m1: 'asked' },
        after: 'infoRequested',
      },
      { at: '2027-02-02T12:00:00Z', by: 'Q', type: 'reply-extension', says: 'asked', after: 'infoRequested' },
      {
        at: '2027-02-02T13:00:00Z',
        by: 'S',
        type: 'reply-extension',
        says: 'given',
        body: { replyBy: '2027-02-03T10:00:00Z' },
        code: 'DEADLINE_TOO_SHORT',
      },
      { at: '2027-02-02T14:00:00Z', by: 'S', type: 'reply-extension', says: 'given', after: 'infoRequested' },
    ])
    assert.deepEqual(running(request), ['PRES_MIN', 'REPLY_BY'])
    assert.deepEqual(
      marksAt(only(request), new Date('2027-04-20T10:00:00Z')).map(({ mark }) => mark),
      ['lapsedMinimum', 'infoOverdue'],
    )
    const answered = play(request, [
      { at: '2027-02-05T10:00:00Z', by: 'Q', type: 'information-response', answers: 4, after: 'preserved' },
    ])
    assert.deepEqual(running(answered), ['PRES_MIN'])
  })

  it('keeps the rights of the State that asked in spite of an obstacle, and its own end', () => {
    const stopped = play(hold(), [
      confirmed,
      { at: '2027-03-01T10:00:00Z', by: 'S', type: 'obstacle', of: { m1: 'obstacle' }, after: 'obstacle' },
      {
        at: '2027-03-02T10:00:00Z',
        by: 'S',
        type: 'preservation-confirm',
        of: { m1: 'preserved' },
        body: until('2027-03-22T10:00:00Z'),
        code: 'WORKFLOW_NOT_EXPECTED',
      },
    ])
    const extended = play(stopped, [
      {
        at: '2027-03-02T10:00:00Z',
        by: 'Q',
        type: 'preservation-extend',
        body: { until: '2027-06-20T10:00:00Z' },
        after: 'extensionRequested',
      },
    ])
    assert.deepEqual(running(extended), ['PRES_MIN'])
    const linked = { by: 'Q', type: 'preservation-link' } as const
    play(stopped, [{ ...linked, at: '2027-03-02T10:00:00Z', after: 'heldPendingDecision' }])
    play(stopped, [{ ...linked, at: '2027-04-21T10:00:00Z', code: 'WORKFLOW_TOO_LATE' }])
  })

  it('is ended before its day, or before the decision on the request, by that decision or a court alone', () => {
    const release = (cause?: string) => ({
      at: '2027-03-02T10:00:00Z',
      by: 'S' as const,
      type: 'preservation-release' as const,
      of: { m1: 'released' },
      body: { outcomes: [{ measure: 'm1', outcome: 'released', ...(cause !== undefined && { cause }) }] },
    })
    const preserved = play(hold(), [confirmed])
    const linked = play(preserved, [
      { at: '2027-03-01T10:00:00Z', by: 'Q', type: 'preservation-link', after: 'heldPendingDecision' },
    ])
    for (const request of [preserved, linked])
      for (const cause of [undefined, 'noLongerNeeded'])
        play(request, [{ ...release(cause), code: 'DEADLINE_TOO_SHORT' }])
    for (const cause of ['requestRefused', 'requestWithdrawn', 'lifted'])
      play(linked, [{ ...release(cause), after: 'released' }])
    play(preserved, [{ ...release('requestRefused'), code: 'DEADLINE_TOO_SHORT' }])
    play(preserved, [{ ...release('lifted'), after: 'released' }])
    for (const request of [preserved, linked])
      play(request, [{ ...release('noLongerNeeded'), by: 'Q', after: 'released' }])
  })

  it('of two things parts ways, each part with an end of its own', () => {
    const part = (measure: string, end: string) => ({
      measure,
      outcome: 'preserved',
      until: end,
      split: text,
      ...kept,
    })
    const request = play(hold(), [
      {
        at: '2027-01-20T10:15:00Z',
        by: 'S',
        type: 'preservation-confirm',
        of: { m1: 'preserved' },
        body: { outcomes: [part('m1.1', '2027-04-20T10:00:00Z')] },
        code: 'MEASURE_UNKNOWN',
      },
      {
        at: '2027-01-20T10:20:00Z',
        by: 'S',
        type: 'preservation-confirm',
        of: { m1: 'preserved' },
        body: { outcomes: [part('m1.1', '2027-04-20T10:00:00Z'), part('m1.2', '2027-07-20T10:00:00Z')] },
        after: 'preserved preserved',
      },
      {
        at: '2027-02-01T10:00:00Z',
        by: 'Q',
        type: 'preservation-release',
        of: { 'm1.2': 'released' },
        after: 'preserved released',
      },
    ])
    assert.deepEqual(
      request.measures.map(({ id, until: end }) => [id, end]),
      [
        ['m1.1', '2027-04-20T10:00:00Z'],
        ['m1.2', '2027-07-20T10:00:00Z'],
      ],
    )
  })

  it('may go once the request for the data is refused, unless another one comes first', () => {
    const linked = {
      at: '2027-03-01T10:00:00Z',
      by: 'Q',
      type: 'preservation-link',
      after: 'heldPendingDecision',
    } as const
    const request = play(hold(), [
      confirmed,
      linked,
      {
        at: '2027-05-01T10:00:00Z',
        by: 'S',
        type: 'preservation-release',
        of: { m1: 'releasable' },
        after: 'releasable',
      },
      { ...linked, at: '2027-05-03T10:00:00Z' },
      {
        at: '2027-06-01T10:00:00Z',
        by: 'S',
        type: 'preservation-release',
        of: { m1: 'releasable' },
        after: 'releasable',
      },
      {
        at: '2027-06-02T10:00:00Z',
        by: 'S',
        type: 'preservation-release',
        of: { m1: 'released' },
        after: 'released',
      },
    ])
    assert.deepEqual(
      request.links.map(({ relation }) => relation),
      ['heldFor', 'heldFor'],
    )
    assert.deepEqual(running(request), [])
  })

  it('that waits for a decision is looked at again when the link says so', () => {
    const request = play(hold(), [
      confirmed,
      {
        at: '2027-03-01T10:00:00Z',
        by: 'Q',
        type: 'preservation-link',
        body: { reviewAt: '2027-06-01T10:00:00Z' },
        after: 'heldPendingDecision',
      },
    ])
    assert.deepEqual(running(request), ['PRES_HOLD'])
    const [due] = marksAt(only(request), new Date('2027-06-01T10:00:00Z'))
    assert.equal(due?.mark, 'holdReviewDue')
    const linked = { at: '2027-03-01T10:00:00Z', by: 'Q', type: 'preservation-link' } as const
    assert.deepEqual(running(play(hold(), [confirmed, { ...linked, after: 'heldPendingDecision' }])), [])
  })

  it('is refused only after consultation where the basis asks for it', () => {
    const interests = { grounds: [{ code: 'ESSENTIAL_INTERESTS' }] }
    const no = { outcomes: [{ measure: 'm1', outcome: 'refused', ...interests, reasons: text }] }
    play(hold('EIO'), [
      {
        at: '2027-01-19T10:00:00Z',
        by: 'S',
        type: 'decision',
        of: { m1: 'refused' },
        body: no,
        code: 'WORKFLOW_CONSULTATION_MISSING',
      },
      {
        at: '2027-01-19T11:00:00Z',
        by: 'S',
        type: 'consult-open',
        body: { intended: 'postpone', grounds: undefined, postponement: 'ITEM_NEEDED' },
        code: 'WORKFLOW_NOT_EXPECTED',
      },
      { at: '2027-01-19T12:00:00Z', by: 'S', type: 'consult-open', body: interests, after: 'consulting' },
      { at: '2027-01-20T12:00:00Z', by: 'Q', type: 'consult-view', answers: 3, after: 'consulting' },
      {
        at: '2027-01-21T10:00:00Z',
        by: 'S',
        type: 'decision',
        of: { m1: 'refused' },
        body: no,
        after: 'refused',
      },
    ])
    play(hold(), [
      {
        at: '2027-01-19T12:00:00Z',
        by: 'S',
        type: 'consult-open',
        body: interests,
        after: 'consulting',
      },
      { ...confirmed, at: '2027-01-21T10:00:00Z' },
    ])
  })

  it('is not refused while the time runs that was given for a view, though the first one has passed', () => {
    const interests = { grounds: [{ code: 'ESSENTIAL_INTERESTS' }] }
    const no = { outcomes: [{ measure: 'm1', outcome: 'refused', ...interests, reasons: text }] }
    const refusal = { by: 'S', type: 'decision', of: { m1: 'refused' }, body: no } as const
    play(hold('EIO'), [
      {
        at: '2027-01-19T12:00:00Z',
        by: 'S',
        type: 'consult-open',
        body: { ...interests, replyBy: '2027-01-25T10:00:00Z' },
        after: 'consulting',
      },
      { at: '2027-01-20T12:00:00Z', by: 'Q', type: 'reply-extension', says: 'asked', after: 'consulting' },
      {
        at: '2027-01-21T12:00:00Z',
        by: 'S',
        type: 'reply-extension',
        says: 'given',
        body: { replyBy: '2027-02-05T10:00:00Z' },
        after: 'consulting',
      },
      { ...refusal, at: '2027-01-26T10:00:00Z', code: 'WORKFLOW_CONSULTATION_MISSING' },
      { ...refusal, at: '2027-02-05T11:00:00Z', after: 'refused' },
    ])
  })

  it('carries a remedy as a note beside its state until it is resolved', () => {
    const request = play(hold(), [
      confirmed,
      {
        at: '2027-02-01T10:00:00Z',
        by: 'S',
        type: 'remedy-notice',
        of: { m1: 'resolved' },
        code: 'WORKFLOW_NOT_EXPECTED',
      },
      {
        at: '2027-02-02T10:00:00Z',
        by: 'S',
        type: 'remedy-notice',
        of: { m1: 'lodged' },
        after: 'preserved',
      },
    ])
    assert.equal(only(request).facts.remedyPending, true)
    const resolved = play(request, [
      {
        at: '2027-03-02T10:00:00Z',
        by: 'S',
        type: 'remedy-notice',
        of: { m1: 'resolved' },
        after: 'preserved',
      },
    ])
    assert.deepEqual(only(resolved).facts, {})
  })
})
