import assert from 'node:assert/strict'
import { endOfRequest, readRetention, retentionEnd } from '../../src/workflow/retention.ts'
import type { RequestState } from '../../src/workflow/state.ts'
import { machines } from '../../src/workflow/table.ts'

describe('workflow: erasure', () => {
  for (const { name, states, rows } of machines()) {
    it(`is asked for and reported by both sides in ${name}, also after the end, and moves nothing`, () => {
      for (const type of ['erasure-request', 'erasure-report']) {
        const about = rows.filter(({ on }) => on === type)
        assert.ok(about.length > 0, type)
        assert.ok(about.every(({ by, to }) => by === 'both' && to === 'same'))
        const reached = new Set(about.flatMap(({ from }) => from))
        const ends = states.filter(({ final }) => final === true).map((state) => state.name)
        for (const end of ends) assert.ok(reached.has(end), `${type} in ${end}`)
      }
    })
  }
})

describe('workflow: retention', () => {
  const ended = new Date('2027-01-31T10:00:00Z')
  const preservation = { kind: 'preservation', profile: 'UNCC' } as const
  const extradition = { kind: 'extradition', profile: 'UNTOC' } as const
  const until = (...args: Parameters<typeof retentionEnd>) => retentionEnd(...args)?.toISOString() ?? null

  it('is the longest of the rules that apply, in calendar months after the end', () => {
    const rules = [{ months: 1 }, { kind: 'preservation', months: 3 }, { basis: 'UNTOC', months: 24 }]
    assert.equal(until([preservation], ended, rules), '2027-04-30T10:00:00.000Z')
    assert.equal(until([preservation, extradition], ended, rules), '2029-01-31T10:00:00.000Z')
    const both = [{ kind: 'preservation', basis: 'UNTOC', months: 24 }, { months: 1 }]
    assert.equal(until([preservation], ended, both), '2027-02-28T10:00:00.000Z')
  })

  it('has no end where no rule speaks of a measure', () => {
    assert.equal(until([preservation], ended, []), null)
    assert.equal(until([preservation, extradition], ended, [{ kind: 'preservation', months: 3 }]), null)
    assert.equal(until([], ended, [{ kind: 'preservation', months: 3 }]), null)
    assert.equal(until([], ended, [{ months: 1 }]), '2027-02-28T10:00:00.000Z')
  })

  it('begins when the last measure came to its end', () => {
    const measures = [{ enteredAt: '2027-01-31T12:00:00+02:00' }, { enteredAt: '2027-01-30T10:00:00Z' }]
    assert.equal(endOfRequest({ measures } as unknown as RequestState), '2027-01-31T10:00:00Z')
    assert.equal(endOfRequest({ measures: [] } as unknown as RequestState), null)
  })

  it('is refused with its place where it is no list of rules', () => {
    const wrong: readonly [unknown, string][] = [
      [{}, '/retention'],
      [[null], '/retention/0/'],
      [[{ months: 1 }, { months: 0 }], '/retention/1/months'],
      [[{ months: 1.5 }], '/retention/0/months'],
      [[{ kind: 'everything', months: 1 }], '/retention/0/kind'],
      [[{ basis: 'nobody', months: 1 }], '/retention/0/basis'],
      [[{ years: 1, months: 1 }], '/retention/0/years'],
    ]
    for (const [value, pointer] of wrong) {
      const read = readRetention(value)
      assert.deepEqual([read.ok ? '' : read.code, read.ok ? '' : read.pointer], ['MESSAGE_INVALID', pointer])
    }
    assert.ok(readRetention([{ kind: 'preservation', basis: 'UNCC', months: 12 }]).ok)
  })
})
