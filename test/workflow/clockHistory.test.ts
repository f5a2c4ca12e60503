import assert from 'node:assert/strict'
import { type ClockChange, clockChangesIn } from '../../src/workflow/clockHistory.ts'
import type { Entry } from '../../src/workflow/decide.ts'
import { type Words, after, bodyOf, by, day, entry, hour, messageId, requestBody } from './speak.ts'

const S = by('requested')
const R = by('requesting')

/** What became of the clocks of a record that says this. */
function changesIn(words: readonly Words[]): readonly ClockChange[] {
  const entries: Entry[] = words.map(entry)
  const read = clockChangesIn(entries)
  assert.ok(read.ok, JSON.stringify(read))
  return read.changes
}

const told = (changes: readonly ClockChange[]): readonly string[] =>
  changes.map(({ sequence, clock, what, isLate }) => `${sequence} ${clock} ${what}${isLate ? ' late' : ''}`)

describe('workflow: what became of clocks', () => {
  const asks: Words = { type: 'request', ...R, body: requestBody([{ id: 'm1', kind: 'stored-data' }]) }
  const asked: Words = {
    ...{ type: 'information-request', ...S, at: after(hour), id: messageId(81_001) },
    body: bodyOf('information-request', 'asked', 'm1', hour),
  }
  const answer = (at: number): Words => ({
    ...{ type: 'information-response', ...R, at: after(at), inReplyTo: messageId(81_001) },
    body: bodyOf('information-response', null, 'm1', at),
  })

  it('is told message by message: set, over in time, with the rule and from when to when', () => {
    const changes = changesIn([asks, asked, answer(2 * day)])
    assert.deepEqual(told(changes), [
      '1 ACK_TARGET started',
      '2 ACK_TARGET stopped',
      '2 REPLY_BY started',
      '3 REPLY_BY stopped',
    ])
    const [target] = changes
    assert.deepEqual(
      [target?.measure, target?.kind, target?.source, target?.profile],
      ['m1', 'soft', 'service target, no treaty number', 'UNCC'],
    )
    const [, , set, over] = changes
    assert.deepEqual([over?.started, over?.ends], [set?.started, set?.ends])
    assert.ok(over !== undefined && Date.parse(over.at) < Date.parse(over.ends))
  })

  it('is told to be late where it came after the end', () => {
    assert.deepEqual(told(changesIn([asks, asked, answer(60 * day)])).at(-1), '3 REPLY_BY stopped late')
  })

  it('is not told of a record that does not hold', () => {
    assert.equal(clockChangesIn([asks, answer(day)].map(entry)).ok, false)
  })
})
