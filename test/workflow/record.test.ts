import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { type Place, emptyRecord, nextPlace, placeOfKeeper, placeOfOther } from '../../src/workflow/record.ts'
import { requestId } from './speak.ts'

const digest = (text: string) => createHash('sha256').update(text).digest('hex')
const empty = emptyRecord(requestId)
const first = nextPlace(empty, digest('one'))
const second = nextPlace(first, digest('two'))
const other = nextPlace(first, digest('another'))
const heads = [empty.head, first.head, second.head]
const view = {
  place: second,
  headAt: (sequence: number) => heads[sequence] ?? null,
  lastOfOther: digest('two'),
}

function codeOf(result: { ok: true } | { ok: false; code: string }): string {
  return result.ok ? 'accepted' : result.code
}

describe('workflow: the places of a record', () => {
  it('begins at nothing, bound to its request', () => {
    assert.equal(empty.sequence, 0)
    assert.equal(empty.head, digest(`rogatory-record/v1\0${requestId}`))
    assert.notEqual(emptyRecord('0197b1c0-3f00-7a11-8a11-0123456789a2').head, empty.head)
  })

  it('goes on by one, and binds all that was before', () => {
    assert.equal(second.sequence, 2)
    const bytes = [
      Buffer.from('rogatory-head/v1\0'),
      Buffer.from(first.head, 'hex'),
      Buffer.from(digest('two'), 'hex'),
    ]
    assert.equal(second.head, createHash('sha256').update(Buffer.concat(bytes)).digest('hex'))
    assert.notEqual(other.head, second.head)
  })

  it('takes from the keeper the very next message and no other', () => {
    const judge = (sequence: number | undefined, basis: Place) =>
      codeOf(placeOfKeeper(view, { basis, ...(sequence === undefined ? {} : { sequence }) }))
    assert.equal(judge(3, second), 'accepted')
    assert.equal(judge(4, second), 'RECORD_GAP')
    assert.equal(judge(undefined, second), 'RECORD_GAP')
    assert.equal(judge(3, first), 'RECORD_GAP')
    assert.equal(judge(3, other), 'RECORD_FORK')
  })

  it('takes from the other side what builds on this record, in the order in which it was said', () => {
    const judge = (basis: Place, previous: string | undefined, sequence?: number) =>
      codeOf(
        placeOfOther(view, {
          basis,
          ...(previous === undefined ? {} : { previous }),
          ...(sequence === undefined ? {} : { sequence }),
        }),
      )
    assert.equal(judge(second, digest('two')), 'accepted')
    assert.equal(judge(first, digest('two')), 'accepted')
    assert.equal(judge(second, digest('two'), 3), 'MESSAGE_INVALID')
    assert.equal(judge({ sequence: 3, head: second.head }, digest('two')), 'RECORD_GAP')
    assert.equal(judge(other, digest('two')), 'RECORD_FORK')
    assert.equal(judge(second, undefined), 'RECORD_GAP')
    assert.equal(codeOf(placeOfOther({ ...view, lastOfOther: null }, { basis: second })), 'accepted')
  })
})
