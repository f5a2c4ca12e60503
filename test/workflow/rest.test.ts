import assert from 'node:assert/strict'
import type { RequestState } from '../../src/workflow/state.ts'
import { type Line, play } from './course.ts'
import { bodyOf, opened } from './speak.ts'
import { only } from './walk.ts'

const part = { ...bodyOf('delivery', 'delivered', 'm1', 0, { final: false }) }
/** A first part was handed over and more is announced. */
const partly: readonly Line[] = [
  { at: '2027-02-01T09:00:00Z', by: 'S', type: 'decision', of: { m1: 'granted' }, after: 'accepted' },
  { at: '2027-02-02T09:00:00Z', by: 'S', type: 'delivery', body: part, after: 'delivered' },
]
const verified: Line = {
  at: '2027-02-03T09:00:00Z',
  by: 'Q',
  type: 'delivery-receipt',
  of: { m1: 'verified' },
  answers: 2,
  after: 'receivedVerified',
}
const evidence = () => opened([{ id: 'm1', kind: 'stored-data' }])
const playAll = (...lines: readonly Line[]): RequestState => play(evidence(), [...partly, ...lines])

describe('workflow: what is still to come after a first part', () => {
  it('may be withdrawn; what was received stays, and nothing more is handed over', () => {
    const request = playAll(
      verified,
      { at: '2027-02-04T09:00:00Z', by: 'Q', type: 'withdraw', after: 'receivedVerified' },
      { at: '2027-02-05T09:00:00Z', by: 'S', type: 'delivery', body: part, code: 'WORKFLOW_NOT_EXPECTED' },
      { at: '2027-02-05T10:00:00Z', by: 'Q', type: 'withdraw', code: 'WORKFLOW_NOT_EXPECTED' },
      { at: '2027-02-06T09:00:00Z', by: 'Q', type: 'use-request', after: 'useControlled' },
      { at: '2027-02-07T09:00:00Z', by: 'Q', type: 'close', after: 'useControlled' },
      { at: '2027-02-08T09:00:00Z', by: 'S', type: 'close', answers: 8, after: 'closed' },
    )
    assert.equal(only(request).moreToCome, false)
  })

  it('may be withdrawn before the first part was checked, which is checked all the same', () => {
    playAll(
      { at: '2027-02-02T12:00:00Z', by: 'Q', type: 'withdraw', after: 'delivered' },
      { ...verified, after: 'receivedVerified' },
    )
  })

  it('may be asked for in part only', () => {
    const request = playAll(
      verified,
      {
        at: '2027-02-04T09:00:00Z',
        by: 'Q',
        type: 'amend',
        says: 'reduction',
        of: 'm1',
        after: 'receivedVerified',
      },
      { at: '2027-02-05T09:00:00Z', by: 'S', type: 'delivery', body: part, after: 'delivered' },
    )
    assert.equal(only(request).moreToCome, true)
  })

  it('is nothing after the last part', () => {
    play(evidence(), [
      { at: '2027-02-01T09:00:00Z', by: 'S', type: 'decision', of: { m1: 'granted' }, after: 'accepted' },
      { at: '2027-02-02T09:00:00Z', by: 'S', type: 'delivery', of: { m1: 'delivered' }, after: 'delivered' },
      verified,
      { at: '2027-02-04T09:00:00Z', by: 'Q', type: 'withdraw', code: 'WORKFLOW_NOT_EXPECTED' },
    ])
  })
})
