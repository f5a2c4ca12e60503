import assert from 'node:assert/strict'
import type { MessageType } from '../../src/message/generated/types.ts'
import { marksAt } from '../../src/workflow/clocks.ts'
import { decide } from '../../src/workflow/decide.ts'
import type { RequestState, Side } from '../../src/workflow/state.ts'
import { bodyOf, by, entry, exhibit, messageId, opened, start } from './speak.ts'

/** One row of a course of events: sent at, by, message, measures or what is said of each, what it answers, states after. */
interface Line {
  readonly at: string
  readonly by: 'Q' | 'S'
  readonly type: MessageType
  readonly of?: string | Readonly<Record<string, string>>
  readonly answers?: number
  readonly body?: object
  readonly after?: string
  readonly code?: string
}

/** Plays the rows on an open request; the message of row n has the id of n. A row with a code is refused. */
function play(request: RequestState, lines: readonly Line[]): RequestState {
  return lines.reduce((state, line, index) => {
    const decision = decide(state, entry(words(line, index + 1)))
    if (line.code !== undefined) {
      assert.equal(decision.ok ? 'accepted' : decision.code, line.code, `row ${index + 1}`)
      return state
    }
    assert.ok(decision.ok, `row ${index + 1}: ${JSON.stringify(decision)}`)
    assert.equal(decision.request.measures.map((one) => one.state).join(' '), line.after, `row ${index + 1}`)
    return decision.request
  }, request)
}

function words(line: Line, row: number) {
  const side: Side = line.by === 'Q' ? 'requesting' : 'requested'
  const at = Date.parse(line.at) - start
  const files = line.type === 'delivery' ? { exhibits: [exhibit('E1')] } : {}
  const reply = line.answers === undefined ? {} : { inReplyTo: messageId(90_000 + line.answers) }
  const frame = { type: line.type, ...by(side), at: line.at, id: messageId(90_000 + row), ...files, ...reply }
  if (typeof line.of === 'object') return { ...frame, body: { ...spoken(line, at), ...line.body } }
  const named = line.of === undefined ? {} : { measures: line.of.split(' ') }
  return { ...frame, ...named, body: { ...bodyOf(line.type, null, 'm1', at), ...line.body } }
}

function spoken({ type, of }: Line, at: number): object {
  const each = Object.entries(of as Record<string, string>)
  const bodies = each.map(
    ([measure, outcome]) => bodyOf(type, outcome, measure, at) as { outcomes: object[] },
  )
  return { ...bodies[0], outcomes: bodies.flatMap(({ outcomes }) => outcomes) }
}

const data = ['m1', 'm2', 'm3'].map((id) => ({ id, kind: 'stored-data' }))
const nonconforming = { grounds: [{ code: 'NONCONFORMING' }] }
const reasons = { language: 'en', text: 'The reasons.' }
const refusedAll = {
  outcomes: data.map(({ id }) => ({ measure: id, outcome: 'refused', ...nonconforming, reasons })),
}

describe('workflow: case 16, refused, resumed, postponed, doubted, closed and reopened', () => {
  it('comes to the states of its rows, and refuses what must be refused', () => {
    const all = { m1: 'granted', m2: 'granted', m3: 'granted' }
    const end = play(opened(data), [
      {
        at: '2027-01-20T08:30:00Z',
        by: 'S',
        type: 'acknowledgement',
        after: 'acknowledged acknowledged acknowledged',
      },
      {
        at: '2027-01-20T09:00:00Z',
        by: 'S',
        type: 'decision',
        of: all,
        body: refusedAll,
        code: 'WORKFLOW_CONSULTATION_MISSING',
      },
      {
        at: '2027-01-21T14:00:00Z',
        by: 'S',
        type: 'consult-open',
        body: { ...nonconforming, replyBy: '2027-02-12T16:00:00Z' },
        after: 'consulting consulting consulting',
      },
      {
        at: '2027-02-11T10:00:00Z',
        by: 'S',
        type: 'decision',
        of: all,
        body: refusedAll,
        code: 'WORKFLOW_CONSULTATION_MISSING',
      },
      {
        at: '2027-02-16T10:00:00Z',
        by: 'S',
        type: 'decision',
        of: all,
        body: refusedAll,
        after: 'refused refused refused',
      },
      { at: '2027-03-01T02:30:00Z', by: 'Q', type: 'reopen', after: 'refused refused refused' },
      { at: '2027-03-02T02:30:00Z', by: 'Q', type: 'reopen', answers: 6, code: 'REPLY_MISMATCH' },
      {
        at: '2027-03-03T13:00:00Z',
        by: 'S',
        type: 'reopen',
        answers: 6,
        after: 'underReview underReview underReview',
      },
      {
        at: '2027-03-17T09:00:00Z',
        by: 'S',
        type: 'consult-open',
        body: { grounds: [{ code: 'DATA_PROTECTION' }] },
        after: 'consulting consulting consulting',
      },
      {
        at: '2027-03-18T08:00:00Z',
        by: 'Q',
        type: 'consult-view',
        answers: 9,
        after: 'consulting consulting consulting',
      },
      {
        at: '2027-04-01T10:00:00Z',
        by: 'S',
        type: 'conditions-offer',
        after: 'conditionsOffered conditionsOffered conditionsOffered',
      },
      {
        at: '2027-04-12T01:00:00Z',
        by: 'Q',
        type: 'conditions-decline',
        answers: 11,
        after: 'conditionsDeclined conditionsDeclined conditionsDeclined',
      },
      {
        at: '2027-04-13T01:00:00Z',
        by: 'Q',
        type: 'conditions-accept',
        answers: 11,
        code: 'WORKFLOW_NOT_EXPECTED',
      },
      {
        at: '2027-04-16T08:00:00Z',
        by: 'S',
        type: 'consult-open',
        after: 'consulting consulting consulting',
      },
      {
        at: '2027-04-18T07:30:00Z',
        by: 'Q',
        type: 'consult-view',
        answers: 14,
        after: 'consulting consulting consulting',
      },
      {
        at: '2027-04-28T09:00:00Z',
        by: 'S',
        type: 'conditions-offer',
        after: 'conditionsOffered conditionsOffered conditionsOffered',
      },
      { at: '2027-05-06T01:00:00Z', by: 'Q', type: 'conditions-accept', answers: 11, code: 'REPLY_MISMATCH' },
      {
        at: '2027-05-06T02:00:00Z',
        by: 'Q',
        type: 'conditions-accept',
        answers: 16,
        after: 'conditionsAccepted conditionsAccepted conditionsAccepted',
      },
      { at: '2027-05-12T14:00:00Z', by: 'S', type: 'decision', of: all, after: 'accepted accepted accepted' },
      {
        at: '2027-05-18T08:00:00Z',
        by: 'S',
        type: 'postponed',
        of: 'm1',
        code: 'WORKFLOW_CONSULTATION_MISSING',
      },
      {
        at: '2027-05-19T08:00:00Z',
        by: 'S',
        type: 'consult-open',
        of: 'm1',
        body: { intended: 'postpone', grounds: undefined },
        after: 'consulting accepted accepted',
      },
      {
        at: '2027-05-20T01:30:00Z',
        by: 'Q',
        type: 'consult-view',
        of: 'm1',
        answers: 21,
        after: 'consulting accepted accepted',
      },
      { at: '2027-05-26T10:00:00Z', by: 'Q', type: 'postponed', of: 'm1', code: 'WORKFLOW_WRONG_SIDE' },
      {
        at: '2027-05-27T10:00:00Z',
        by: 'S',
        type: 'postponed',
        of: 'm1',
        body: { until: '2027-08-31T00:00:00Z', reviewAt: '2027-07-15T00:00:00Z' },
        after: 'postponed accepted accepted',
      },
      {
        at: '2027-06-07T13:00:00Z',
        by: 'S',
        type: 'confidentiality-unable',
        of: 'm2',
        after: 'postponed accepted accepted',
      },
      {
        at: '2027-06-09T09:00:00Z',
        by: 'Q',
        type: 'confidentiality-choice',
        answers: 25,
        body: { choice: 'proceed' },
        after: 'postponed accepted accepted',
      },
      {
        at: '2027-07-15T08:00:00Z',
        by: 'S',
        type: 'status-report',
        of: { m1: 'unchanged', m2: 'executing', m3: 'executing' },
        after: 'postponed executing executing',
      },
      {
        at: '2027-08-24T08:00:00Z',
        by: 'S',
        type: 'resumed',
        of: 'm1',
        after: 'executing executing executing',
      },
      {
        at: '2027-09-06T11:00:00Z',
        by: 'S',
        type: 'delivery',
        of: { m2: 'delivered', m3: 'delivered' },
        after: 'executing delivered delivered',
      },
      {
        at: '2027-09-07T03:00:00Z',
        by: 'Q',
        type: 'delivery-receipt',
        of: { m2: 'discrepancy' },
        answers: 29,
        after: 'executing discrepancy delivered',
      },
      {
        at: '2027-09-08T08:30:00Z',
        by: 'S',
        type: 'delivery',
        of: { m2: 'delivered' },
        answers: 30,
        after: 'executing delivered delivered',
      },
      {
        at: '2027-09-08T10:10:00Z',
        by: 'Q',
        type: 'delivery-receipt',
        of: { m2: 'verified' },
        answers: 31,
        after: 'executing receivedVerified delivered',
      },
      {
        at: '2027-09-20T07:00:00Z',
        by: 'Q',
        type: 'delivery-receipt',
        of: { m3: 'verified' },
        answers: 29,
        after: 'executing receivedVerified receivedVerified',
      },
      {
        at: '2027-09-29T14:00:00Z',
        by: 'S',
        type: 'delivery',
        of: { m1: 'delivered' },
        after: 'delivered receivedVerified receivedVerified',
      },
      {
        at: '2027-09-30T04:00:00Z',
        by: 'Q',
        type: 'delivery-receipt',
        of: { m1: 'verified' },
        answers: 34,
        after: 'receivedVerified receivedVerified receivedVerified',
      },
      {
        at: '2027-11-15T02:00:00Z',
        by: 'Q',
        type: 'use-request',
        after: 'useControlled useControlled useControlled',
      },
      {
        at: '2027-11-24T13:00:00Z',
        by: 'S',
        type: 'use-consent',
        answers: 36,
        after: 'useControlled useControlled useControlled',
      },
      {
        at: '2027-11-24T13:05:00Z',
        by: 'S',
        type: 'use-refuse',
        answers: 36,
        after: 'useControlled useControlled useControlled',
      },
      {
        at: '2028-04-10T02:00:00Z',
        by: 'Q',
        type: 'close',
        after: 'useControlled useControlled useControlled',
      },
      { at: '2028-04-11T07:00:00Z', by: 'S', type: 'close', answers: 39, after: 'closed closed closed' },
      { at: '2028-05-22T02:00:00Z', by: 'Q', type: 'reopen', of: 'm1', after: 'closed closed closed' },
      { at: '2028-05-22T03:00:00Z', by: 'Q', type: 'use-request', code: 'WORKFLOW_NOT_EXPECTED' },
      {
        at: '2028-05-22T04:00:00Z',
        by: 'S',
        type: 'delivery',
        of: { m1: 'delivered' },
        code: 'WORKFLOW_NOT_EXPECTED',
      },
      { at: '2028-05-23T07:30:00Z', by: 'S', type: 'reopen', answers: 41, after: 'reopened closed closed' },
      {
        at: '2028-06-05T12:00:00Z',
        by: 'S',
        type: 'delivery',
        of: { m1: 'delivered' },
        after: 'delivered closed closed',
      },
      {
        at: '2028-06-06T02:00:00Z',
        by: 'Q',
        type: 'delivery-receipt',
        of: { m1: 'verified' },
        answers: 45,
        after: 'receivedVerified closed closed',
      },
      { at: '2028-06-06T02:05:00Z', by: 'Q', type: 'close', after: 'receivedVerified closed closed' },
      { at: '2028-06-07T07:00:00Z', by: 'S', type: 'close', answers: 47, after: 'closed closed closed' },
    ])
    const [m1] = end.measures
    assert.deepEqual(
      m1?.obligations.map(({ code, from }) => [code, from]),
      [
        ['USE_ONLY_STATED', messageId(90_018)],
        ['DELETE_BY', messageId(90_018)],
      ],
    )
    assert.deepEqual(
      m1.uses.map(({ consented }) => consented),
      [true, false],
    )
    assert.equal(end.state, 'closed')
  })
})

describe('workflow: case 04, holds in two States', () => {
  const until = '2027-05-12T05:30:00Z'
  const confirm = (end: string) => ({
    outcomes: [{ measure: 'b1', outcome: 'preserved', since: '2027-03-13T05:30:00Z', until: end }],
  })

  it('refuses an extension, runs on to its date, and is held when the request for the data comes', () => {
    const kept = play(opened([{ id: 'b1', kind: 'preservation' }]), [
      { at: '2027-03-12T12:20:00Z', by: 'S', type: 'acknowledgement', after: 'requested' },
      {
        at: '2027-03-13T05:40:00Z',
        by: 'S',
        type: 'preservation-confirm',
        of: { b1: '' },
        body: confirm('2027-05-11T05:30:00Z'),
        code: 'DEADLINE_TOO_SHORT',
      },
      {
        at: '2027-03-13T05:45:00Z',
        by: 'S',
        type: 'preservation-confirm',
        of: { b1: '' },
        body: confirm(until),
        after: 'preserved',
      },
      { at: '2027-04-20T02:00:00Z', by: 'Q', type: 'preservation-extend', after: 'extensionRequested' },
      {
        at: '2027-04-22T06:00:00Z',
        by: 'S',
        type: 'preservation-extension-refused',
        answers: 4,
        after: 'extensionRefused',
      },
    ])
    const [b1] = kept.measures
    assert.ok(b1 !== undefined)
    assert.deepEqual(
      marksAt(b1, new Date('2027-04-28T05:30:00Z')).map(({ mark }) => mark),
      ['expiring'],
    )
    assert.deepEqual(
      marksAt(b1, new Date('2027-05-13T05:30:00Z')).map(({ mark }) => mark),
      ['lapsedMinimum'],
    )
    play(kept, [
      { at: '2027-05-13T08:00:00Z', by: 'Q', type: 'preservation-link', code: 'WORKFLOW_TOO_LATE' },
    ])
    const end = play(kept, [
      { at: '2027-05-07T08:10:00Z', by: 'Q', type: 'preservation-link', after: 'heldPendingDecision' },
      {
        at: '2027-06-22T07:00:00Z',
        by: 'S',
        type: 'preservation-release',
        of: { b1: 'produced' },
        after: 'produced',
      },
      { at: '2027-06-23T02:00:00Z', by: 'Q', type: 'close', after: 'produced' },
      { at: '2027-06-23T06:30:00Z', by: 'S', type: 'close', answers: 3, after: 'closed' },
    ])
    assert.deepEqual(
      end.links.map(({ relation, measures }) => [relation, measures]),
      [['heldFor', ['b1']]],
    )
    assert.deepEqual(marksAt(end.measures[0] ?? b1, new Date('2027-07-01T00:00:00Z')), [])
  })

  it('ends a hold at once when the requesting side needs it no longer, and lets a use be asked for meanwhile', () => {
    play(opened([{ id: 'a1', kind: 'preservation' }]), [
      {
        at: '2027-03-11T02:30:00Z',
        by: 'S',
        type: 'preservation-confirm',
        of: { a1: 'preserved' },
        after: 'preserved',
      },
      { at: '2027-03-12T10:00:00Z', by: 'Q', type: 'use-request', after: 'preserved' },
      { at: '2027-03-12T10:40:00Z', by: 'S', type: 'use-consent', answers: 2, after: 'preserved' },
      {
        at: '2027-04-20T03:00:00Z',
        by: 'S',
        type: 'preservation-release',
        of: { a1: 'released' },
        code: 'DEADLINE_TOO_SHORT',
      },
      {
        at: '2027-05-20T03:00:00Z',
        by: 'Q',
        type: 'preservation-release',
        of: { a1: 'released' },
        after: 'released',
      },
    ])
  })
})

describe('workflow: case 06, seen as any evidence', () => {
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
