import assert from 'node:assert/strict'
import fc from 'fast-check'
import { bindsState, checkPeople } from '../../src/exchange/approval.ts'
import { isFinal } from '../../src/message/finality.ts'
import { uuidV4, uuidV7 } from '../../src/exchange/identifiers.ts'
import { retryDelayMs, retryLimits } from '../../src/exchange/retry.ts'
import { messageTypes } from '../../src/message/generated/types.ts'
import { refusalCodes } from '../../src/message/refusal.ts'

describe('when to try again', () => {
  it('is soon at first, later and later, and never further off than a minute', () => {
    const ceilings = [1, 2, 3, 4, 5, 6, 7, 8, 9, 40, 1000].map((attempts) =>
      retryDelayMs(attempts, 0, 0.999999),
    )
    assert.deepEqual(ceilings, [500, 1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000, 60_000, 60_000])
  })

  it('is spread over half of the delay, so that many nodes do not return together', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10_000 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (attempts, random) => {
          const delay = retryDelayMs(attempts, 0, random) ?? -1
          const longest = retryDelayMs(attempts, 0, 0.9999999) ?? -1
          return delay >= longest / 2 - 1 && delay <= longest
        },
      ),
    )
  })

  it('is never again after fourteen days without an answer', () => {
    assert.notEqual(retryDelayMs(9, retryLimits.givenUpAfterMs - 1, 0), null)
    assert.equal(retryDelayMs(9, retryLimits.givenUpAfterMs, 0), null)
  })
})

describe('a second person', () => {
  const body = {}

  it('is needed for what binds the State and for nothing else', () => {
    const binding = messageTypes.filter((type) => bindsState({ type, body }))
    for (const type of ['request', 'decision', 'delivery', 'conditions-accept', 'withdraw'] as const)
      assert.ok(binding.includes(type), type)
    for (const type of ['acknowledgement', 'status-request', 'contact-note'] as const)
      assert.ok(!binding.includes(type), type)
    for (const type of messageTypes) {
      const refusal = checkPeople({ type, body }, { officer: 'Example-A' })
      assert.equal(refusal?.code, binding.includes(type) ? 'SECOND_PERSON_MISSING' : undefined, type)
      assert.equal(checkPeople({ type, body }, { officer: 'Example-A', approver: 'Example-B' }), null)
    }
  })

  it('is needed for what gives up, or changes, what the State has asked, and not where a slip is put right', () => {
    const needs = (type: 'amend' | 'confidentiality-choice', said: object): boolean =>
      checkPeople({ type, body: said }, { officer: 'Example-A' })?.code === 'SECOND_PERSON_MISSING'
    for (const effect of ['change', 'reduction']) assert.ok(needs('amend', { effect }), effect)
    assert.ok(needs('confidentiality-choice', { choice: 'stop' }))
    assert.ok(!needs('amend', { effect: 'correction' }))
    assert.ok(!needs('confidentiality-choice', { choice: 'proceed' }))
  })

  it('is needed where the receipt of a delivery accepts its conditions', () => {
    const said = (conditionsAccepted: boolean) => ({
      type: 'delivery-receipt' as const,
      body: { conditionsAccepted },
    })
    assert.equal(checkPeople(said(true), { officer: 'Example-A' })?.code, 'SECOND_PERSON_MISSING')
    assert.equal(checkPeople(said(false), { officer: 'Example-A' }), null)
  })

  it('is another person, however the name is written, and has a name', () => {
    const request = { type: 'request', body } as const
    const same = ['Example-A', ' example-a ', 'EXAMPLE-A', 'Ｅxample-A', 'Example\u200B-A', '', ' ', '\u200B']
    for (const approver of same) {
      const refusal = checkPeople(request, { officer: 'Example-A', approver })
      assert.equal(refusal?.code, 'SECOND_PERSON_MISSING', JSON.stringify(approver))
    }
    const spaced = checkPeople(
      { type: 'withdraw', body },
      { officer: 'Ana  Example', approver: 'ana example' },
    )
    assert.equal(spaced?.code, 'SECOND_PERSON_MISSING')
  })
})

describe('a refusal', () => {
  it('is final, unless the same bytes may fare better later', () => {
    const passing = refusalCodes.filter((code) => !isFinal(code))
    assert.deepEqual(passing, [
      'ENVELOPE_INVALID',
      'TRUST_LIST_EXPIRED',
      'AUTHORITY_NOT_COMPETENT',
      'RECORD_GAP',
      'RECORD_CLOSED',
      'NODE_BUSY',
      'NODE_UNAVAILABLE',
      'NODE_UNWITNESSED',
    ])
  })

  it('with a code that a later version may give is final', () => {
    assert.ok(isFinal('SOMETHING_NEW'))
  })
})

describe('an identifier', () => {
  it('of a message is a UUID of version 7 that tells its milliseconds (RFC 9562 appendix A.6)', () => {
    const random = Buffer.from('0cc318c4dc0c0c07398f', 'hex')
    assert.equal(uuidV7(new Date('2022-02-22T19:22:22.000Z'), random), '017f22e2-79b0-7cc3-98c4-dc0c0c07398f')
  })

  it('of a message sorts by time and keeps 74 random bits', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date(0), max: new Date('9999-12-31T23:59:59Z'), noInvalidDate: true }),
        fc.uint8Array({ minLength: 10, maxLength: 12 }),
        (at, random) => {
          const id = uuidV7(at, random)
          assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
          assert.equal(parseInt(id.replace('-', '').slice(0, 12), 16), at.getTime())
          assert.ok(id < uuidV7(new Date(at.getTime() + 1), new Uint8Array(10)))
        },
      ),
    )
  })

  it('of a request is a UUID of version 4 that tells nothing', () => {
    assert.equal(uuidV4(Buffer.alloc(16)), '00000000-0000-4000-8000-000000000000')
    assert.equal(uuidV4(Buffer.alloc(20, 0xff)), 'ffffffff-ffff-4fff-bfff-ffffffffffff')
  })
})
