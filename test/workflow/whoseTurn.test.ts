import assert from 'node:assert/strict'
import { awaitedFrom, whoseTurn } from '../../src/workflow/whoseTurn.ts'
import type { MeasureState, Question } from '../../src/workflow/state.ts'
import { requestOf } from './requestState.ts'

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

  it('awaits no second decision of what was decided, and the first of what was not', () => {
    const decided = { state: 'partlyAccepted', decision: 'partly' } as const
    const awaited = (...measures: readonly Partial<MeasureState>[]) =>
      [...awaitedFrom(requestOf(measures, []), 'requested')].sort()
    assert.deepEqual(awaited(decided), ['delivery'])
    assert.deepEqual(awaited({ state: 'acknowledged' }), ['decision'])
    assert.deepEqual(awaited(decided, { id: 'a2', state: 'acknowledged' }), ['decision', 'delivery'])
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
