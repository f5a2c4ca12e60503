import assert from 'node:assert/strict'
import type { RequestState } from '../../src/workflow/state.ts'
import { examplesOf } from './examples.ts'
import { type Words, accept, after, by, day, messageId, refused, text } from './speak.ts'

const terms = [{ code: 'NO_ONWARD' }, { code: 'CONFIDENTIAL', until: '2031-12-31' }]
const offered = (conditions?: readonly object[]): Words => ({
  type: 'spontaneous-offer',
  ...by('requesting'),
  measures: ['m1'],
  body: {
    legalBasis: [{ id: 'l1', instrument: 'BUD', article: '26', regime: true }],
    nature: text,
    replyBy: after(9 * day),
    ...(conditions === undefined ? {} : { conditions, reasonsForTerms: text }),
  },
})
const info = (more: object = {}): Words => {
  const [example] = examplesOf('spontaneous-info', null)
  return {
    type: 'spontaneous-info',
    ...by('requesting'),
    measures: ['m1'],
    body: { ...example?.message.body, conditions: undefined, ...more },
    exhibits: example?.message.exhibits ?? [],
  }
}
const last = ({ questions }: RequestState): string => questions.at(-1)?.message ?? ''
const obligations = ({ measures }: RequestState): readonly unknown[] =>
  (measures[0]?.obligations ?? []).map(({ code }) => code)
const accepting = (request: RequestState): RequestState =>
  accept(request, { type: 'spontaneous-terms-accept', ...by('requested'), inReplyTo: last(request) })

describe('workflow: information given unasked', () => {
  it('binds the terms of the offer when they are accepted, before anything is sent', () => {
    const request = accept(null, offered(terms))
    assert.deepEqual(obligations(request), [])
    refused(request, info(), 'WORKFLOW_NOT_EXPECTED')
    const bound = accepting(request)
    assert.deepEqual(obligations(bound), ['NO_ONWARD', 'CONFIDENTIAL'])
    assert.equal(bound.measures[0]?.obligations[0]?.from === bound.opened.message, false)
    const delivered = accept(bound, info({ conditions: terms }))
    assert.deepEqual(obligations(delivered), ['NO_ONWARD', 'CONFIDENTIAL'], 'the same terms again bind once')
  })

  it('counts the terms of the last offer alone, and forgets them where it has none', () => {
    const request = accept(null, offered(terms))
    const rejected = accept(request, {
      type: 'spontaneous-terms-reject',
      ...by('requested'),
      inReplyTo: last(request),
      body: { reasons: text },
    })
    const other = accept(rejected, offered([{ code: 'REPORT_USE' }]))
    assert.deepEqual(obligations(accepting(other)), ['REPORT_USE'])
    const plain = accept(rejected, offered())
    assert.deepEqual(plain.measures[0]?.facts, {})
    assert.equal(accept(plain, info()).measures[0]?.state, 'delivered')
    assert.deepEqual(obligations(accepting(plain)), [])
  })

  it('follows at once where no terms were asked', () => {
    const given = accept(accept(null, offered()), info())
    assert.equal(given.measures[0]?.state, 'delivered')
  })

  it('keeps every obligation through the closing, and a request for another use opens the record again', () => {
    const delivered = accept(null, info({ conditions: terms }))
    const { deliveries = [] } = delivered.measures[0] ?? {}
    const checks = (deliveries[0]?.exhibits ?? []).map(({ id, sha256 }) => ({
      exhibit: id,
      sha256,
      agrees: true,
    }))
    const received = accept(delivered, {
      type: 'delivery-receipt',
      ...by('requested'),
      inReplyTo: last(delivered),
      body: { outcomes: [{ measure: 'm1', outcome: 'verified' }], checks, conditionsAccepted: true },
    })
    const closing = accept(received, { type: 'close', ...by('requesting') })
    const closed = accept(closing, { type: 'close', ...by('requested'), inReplyTo: last(closing) })
    assert.equal(closed.state, 'closed')
    assert.deepEqual(obligations(closed), ['NO_ONWARD', 'CONFIDENTIAL'])
    const asking = { type: 'use-request', ...by('requested'), body: { purpose: text } } as const
    const again = accept(closed, asking)
    assert.equal(again.state, 'useControlled')
    assert.deepEqual(obligations(again), ['NO_ONWARD', 'CONFIDENTIAL'])
    const ended = { type: 'condition-end', ...by('requesting'), body: { ends: ['CONFIDENTIAL'] } } as const
    assert.deepEqual(obligations(accept(closed, ended)), ['NO_ONWARD'])
    refused(closed, { ...ended, ...by('requested') }, 'WORKFLOW_WRONG_SIDE')
  })

  it('is disputed until it is replaced by name: what else is given unasked corrects nothing', () => {
    const given = accept(null, info({ conditions: terms }))
    const [delivery] = given.measures[0]?.deliveries ?? []
    const [file] = delivery?.exhibits ?? []
    assert.ok(delivery !== undefined && file !== undefined)
    const reason = { standing: 'disputed', reason: text }
    const disputed = accept(given, {
      type: 'delivery-receipt',
      ...by('requested'),
      inReplyTo: delivery.message,
      body: {
        outcomes: [{ measure: 'm1', outcome: 'discrepancy' }],
        checks: delivery.exhibits.map(({ id }) => ({ exhibit: id, ...reason })),
      },
    })
    const standing = (request: RequestState) => request.measures[0]?.deliveries.map(({ doubted }) => doubted)
    assert.deepEqual(standing(accept(disputed, info())), [true, false])
    const replaces = delivery.exhibits.map(({ id }) => ({
      delivery: delivery.message,
      exhibit: id,
      by: file.id,
    }))
    assert.deepEqual(standing(accept(disputed, info({ replaces }))), [false])
    refused(given, info({ replaces }), 'REPLY_MISMATCH')
    // What its State has ended does not come back with the receipt.
    const ended = accept(given, {
      type: 'condition-end',
      ...by('requesting'),
      body: { ends: ['CONFIDENTIAL'] },
    })
    const checks = delivery.exhibits.map(({ id, sha256 }) => ({ exhibit: id, sha256, agrees: true }))
    const received = accept(ended, {
      type: 'delivery-receipt',
      ...by('requested'),
      inReplyTo: delivery.message,
      body: { outcomes: [{ measure: 'm1', outcome: 'verified' }], checks, conditionsAccepted: true },
    })
    assert.deepEqual(obligations(received), ['NO_ONWARD'])
  })

  it('is passed on to another authority of the same State, and to no other', () => {
    const request = accept(null, offered(terms))
    const body = (authority: string): object => ({
      authority,
      name: 'Police (demonstration)',
      contact: { email: 'desk@police.example.org', officeHours: '24 h', timeZone: 'UTC' },
    })
    const forwarded = accept(request, { type: 'forwarded', ...by('requested'), body: body('nz.police') })
    assert.deepEqual(forwarded.parties.requested, ['nz.ag', 'nz.police'])
    refused(request, { type: 'forwarded', ...by('requested'), body: body('au.afp') }, 'NOT_A_PARTY')
  })
})

describe('workflow: a matter', () => {
  const asMatter = (matter: string, words: Words): Words => ({ ...words, matter })
  const [one, other] = [messageId(1), messageId(2)]

  it('is what the first message that names one says, and stays so', () => {
    const without = accept(null, offered(terms))
    assert.equal(Object.hasOwn(without, 'matter'), false)
    const named = accept(without, asMatter(one, { type: 'contact-note', ...by('requested'), body: note() }))
    assert.equal(named.matter, one)
    const silent = accept(named, { type: 'contact-note', ...by('requesting'), body: note() })
    assert.equal(silent.matter, one)
    refused(
      silent,
      asMatter(other, { type: 'contact-note', ...by('requested'), body: note() }),
      'MATTER_MISMATCH',
    )
    assert.equal(accept(null, asMatter(one, offered(terms))).matter, one)
  })
})

function note(): object {
  return { channel: 'telephone', at: after(0), with: 'head of shift', text }
}
