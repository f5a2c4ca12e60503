import assert from 'node:assert/strict'
import { movesOf } from '../../src/exchange/desk/deskMove.ts'
import type { Question } from '../../src/workflow/state.ts'
import { requestOf } from '../workflow/requestState.ts'

describe('what the page of a request offers to send', () => {
  const now = new Date('2027-03-20T07:00:00Z')
  const done = [{ state: 'receivedVerified', decision: 'granted' as const }]
  const closing: Question = { message: 'm5', type: 'close', by: 'requesting', measures: ['a1'] }

  it('is a closing where the work is done, first of all', () => {
    const close = movesOf(requestOf(done), 'requesting', now).find(({ type }) => type === 'close')
    assert.deepEqual([close?.place, close?.isSent], ['awaited', false])
  })

  it('is one that was proposed already last, and says that the answer is awaited; the other side confirms it first', () => {
    const moves = movesOf(requestOf(done, [closing]), 'requesting', now)
    assert.deepEqual(
      [moves.at(-1)?.type, moves.at(-1)?.place, moves.at(-1)?.isSent],
      ['close', 'usual', true],
    )
    assert.deepEqual(
      moves.filter(({ isSent, place }) => isSent || place === 'awaited').map(({ type }) => type),
      ['close'],
    )
    const theirs = movesOf(requestOf(done, [closing]), 'requested', now).find(({ type }) => type === 'close')
    assert.deepEqual([theirs?.place, theirs?.isSent], ['awaited', false])
  })

  it('is no decision first where it was decided in part: what was granted is delivered, another decision may follow', () => {
    const moves = movesOf(requestOf([{ state: 'partlyAccepted', decision: 'partly' }]), 'requested', now)
    const placeOf = (type: string) => moves.find((one) => one.type === type)?.place
    assert.deepEqual([placeOf('delivery'), placeOf('decision')], ['awaited', 'usual'])
  })
})
