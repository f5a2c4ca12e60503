import assert from 'node:assert/strict'
import { awaitedFrom, whoseTurn } from '../../src/workflow/whoseTurn.ts'
import type { MeasureState, Question, RequestState } from '../../src/workflow/state.ts'

const measure: MeasureState = {
  id: 'a1',
  kind: 'stored-data',
  machine: 'assistance',
  profile: 'UNCC',
  coercive: true,
  state: 'received',
  returnTo: null,
  enteredAt: '2027-03-01T07:00:00Z',
  until: null,
  decision: null,
  consultation: null,
  offer: null,
  suspended: false,
  deliveries: [],
  moreToCome: false,
  clocks: [],
  obligations: [],
  uses: [],
  facts: {},
}

function requestOf(
  measures: readonly Partial<MeasureState>[],
  questions: readonly Question[] = [],
): RequestState {
  return {
    version: 1,
    request: '0197b1c0-3f00-7a11-8a11-0123456789a1',
    reference: 'VN-DEMO-1',
    references: { requesting: 'VN-DEMO-1', requested: null },
    parties: { requesting: ['vn.spp'], requested: ['qa.pp'] },
    opened: { message: 'm1', by: 'requesting', at: '2027-03-01T07:00:00Z' },
    updatedAt: '2027-03-01T07:00:00Z',
    sequence: 1,
    head: '',
    state: 'partial',
    profile: 'UNCC',
    measures: measures.map((one) => ({ ...measure, ...one })),
    questions,
    links: [],
  }
}

function turn(measures: readonly Partial<MeasureState>[], questions: readonly Question[] = []): string {
  return whoseTurn(requestOf(measures, questions), 'requesting')
}

describe('whose turn it is, seen from the side that asks', () => {
  const preservation = { machine: 'preservation', kind: 'preservation' } as const
  const asked: Question = { message: 'm2', type: 'information-request', by: 'requested', measures: ['a1'] }

  it('is theirs until they have decided and delivered', () => {
    for (const state of ['received', 'acknowledged', 'underReview', 'accepted', 'executing', 'postponed'])
      assert.equal(turn([{ state }]), 'theirs', state)
  })

  it('is of whoever has an open question to answer', () => {
    assert.equal(turn([{ state: 'infoRequested' }], [asked]), 'ours')
    const open = requestOf([{ state: 'infoRequested' }], [asked])
    assert.deepEqual([...awaitedFrom(open, 'requesting')], ['information-response'])
    assert.deepEqual([...awaitedFrom(open, 'requested')], [])
    const closing: Question = { message: 'm3', type: 'close', by: 'requesting', measures: ['a1'] }
    assert.equal(turn([{ state: 'receivedVerified' }], [closing]), 'theirs')
  })

  it('is theirs again when a delivery was doubted', () => {
    const delivery: Question = { message: 'm4', type: 'delivery', by: 'requested', measures: ['a1'] }
    const delivered = { message: 'm4', exhibits: [], conditions: [] }
    assert.equal(
      turn([{ state: 'delivered', deliveries: [{ ...delivered, doubted: false }] }], [delivery]),
      'ours',
    )
    assert.equal(
      turn([{ state: 'discrepancy', deliveries: [{ ...delivered, doubted: true }] }], [delivery]),
      'theirs',
    )
  })

  it('is ours while something is held for us, and when the work is done and not closed', () => {
    assert.equal(turn([{ ...preservation, state: 'preserved' }]), 'ours')
    assert.equal(turn([{ ...preservation, state: 'heldPendingDecision' }]), 'theirs')
    assert.equal(turn([{ state: 'receivedVerified' }]), 'ours')
  })

  it('is of whoever has a question to answer also after the end', () => {
    const late: Question = { message: 'm5', type: 'use-request', by: 'requesting', measures: ['a1'] }
    assert.equal(turn([{ state: 'closed' }], [late]), 'theirs')
    const again: Question = { message: 'm6', type: 'reopen', by: 'requested', measures: ['a1'] }
    assert.equal(turn([{ state: 'refused' }], [again]), 'ours')
    assert.equal(turn([{ state: 'closed' }, { id: 'a2', state: 'refused' }], [late]), 'theirs')
  })

  it('is of both where the measures stand at different places, and of nobody at the end', () => {
    assert.equal(turn([{ state: 'received' }, { id: 'a2', state: 'receivedVerified' }]), 'both')
    assert.equal(turn([{ state: 'refused' }, { id: 'a2', state: 'closed' }]), 'nobody')
  })
})
