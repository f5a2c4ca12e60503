import assert from 'node:assert/strict'
import { allowed, options } from '../../src/workflow/allowed.ts'
import { decide } from '../../src/workflow/decide.ts'
import { requestState } from '../../src/workflow/derive.ts'
import type { RequestState } from '../../src/workflow/state.ts'
import { resultExample } from './examples.ts'
import {
  type Words,
  accept,
  after,
  answering,
  asking,
  bodyOf,
  by,
  day,
  entry,
  exhibit,
  hour,
  manifestOf,
  messageId,
  opened,
  refused,
  text,
} from './speak.ts'

const two = [
  { id: 'm1', kind: 'stored-data' },
  { id: 'm2', kind: 'subscriber-information' },
]
const S = by('requested')
const contact = { email: 'desk@authority.example.org', officeHours: '24 h', timeZone: 'UTC' }
const acknowledgement: Words = {
  type: 'acknowledgement',
  ...S,
  body: { ownReference: 'NZ-DEMO-1' },
  at: after(hour),
}
const decision = (...outcomes: object[]): Words => ({
  type: 'decision',
  ...S,
  at: after(2 * day),
  body: { outcomes },
})
const states = (request: RequestState) => request.measures.map(({ state }) => state).join(' ')
const forward = (authority: string, from = answering): Words => ({
  type: 'forwarded',
  from,
  to: asking,
  at: after(hour),
  body: { authority, name: 'Prosecutor', contact },
})

describe('workflow: who speaks', () => {
  it('refuses everybody who is no party, and a message to somebody else', () => {
    refused(opened(two), { type: 'withdraw', from: 'ma.dgsn' }, 'NOT_A_PARTY')
    refused(opened(two), { type: 'withdraw', to: 'nz.police' }, 'NOT_A_PARTY')
    refused(opened(two), { ...acknowledgement, to: 'ma.dgsn' }, 'NOT_A_PARTY')
  })

  it('lets the authority to which it was forwarded answer, and no longer the one before', () => {
    const request = accept(opened(two), forward('nz.police'))
    assert.deepEqual(request.parties.requested, [answering, 'nz.police'])
    refused(request, acknowledgement, 'NOT_A_PARTY')
    assert.equal(
      states(accept(request, { ...acknowledgement, from: 'nz.police' })),
      'acknowledged acknowledged',
    )
    assert.equal(
      states(accept(request, { type: 'withdraw', to: answering, at: after(day) })),
      'withdrawn withdrawn',
    )
    assert.deepEqual(accept(request, forward(answering, 'nz.police')).parties.requested, [
      'nz.police',
      answering,
    ])
  })

  it('gives the word back where another authority is competent for another measure, however far either is', () => {
    const decided = (from: string, measure: string): Words => ({
      ...decision({ measure, outcome: 'granted' }),
      from,
    })
    const first = accept(opened(two), decided(answering, 'm1'))
    const passed = accept(first, { ...forward('nz.police'), at: after(3 * day), measures: ['m2'] })
    const second = accept(passed, { ...decided('nz.police', 'm2'), at: after(4 * day) })
    assert.equal(states(second), 'accepted accepted')
    const back = accept(second, { ...forward(answering, 'nz.police'), at: after(5 * day) })
    assert.equal(states(back), 'accepted accepted')
    assert.deepEqual(back.parties.requested, ['nz.police', answering])
  })

  it('never forwards to another State', () => {
    refused(opened(two), forward('ee.ppo'), 'NOT_A_PARTY')
  })
})

describe('workflow: which measures a message concerns', () => {
  it('are all that it can concern, where it names none', () => {
    const request = accept(opened(two), { ...acknowledgement, measures: ['m1'] })
    assert.equal(states(request), 'acknowledged received')
    assert.equal(states(accept(request, acknowledgement)), 'acknowledged acknowledged')
  })

  it('are those alone that it can change, where it names none: what was handed over in full is not withdrawn', () => {
    const given = accept(
      opened(two),
      decision({ measure: 'm1', outcome: 'granted' }, { measure: 'm2', outcome: 'granted' }),
    )
    const delivered = accept(given, {
      type: 'delivery',
      ...S,
      at: after(3 * day),
      body: bodyOf('delivery', 'delivered', 'm1', 3 * day),
      exhibits: [exhibit('E1')],
    })
    assert.equal(states(delivered), 'delivered accepted')
    assert.equal(states(accept(delivered, { type: 'withdraw', at: after(4 * day) })), 'delivered withdrawn')
  })

  it('are all or none, where it names them', () => {
    const request = accept(opened(two), { ...acknowledgement, measures: ['m1'] })
    refused(request, { ...acknowledgement, measures: ['m1', 'm2'] }, 'WORKFLOW_NOT_EXPECTED')
    const refusedOne = decision(
      { measure: 'm1', outcome: 'granted' },
      { measure: 'm2', outcome: 'refused', grounds: [{ code: 'BANK_SECRECY' }], reasons: text },
    )
    refused(request, refusedOne, 'GROUND_NOT_ALLOWED')
  })

  it('must be there, and be named once', () => {
    refused(opened(two), { ...acknowledgement, measures: ['m9'] }, 'MEASURE_UNKNOWN')
    refused(opened(two), decision({ measure: 'm9', outcome: 'granted' }), 'MEASURE_UNKNOWN')
    refused(
      opened(two),
      decision({ measure: 'm1', outcome: 'granted' }, { measure: 'm1', outcome: 'granted' }),
      'MESSAGE_INVALID',
    )
  })

  it('are those of the question, where it answers one', () => {
    const body = { ...bodyOf('information-request', 'asked', 'm1', 0) }
    const asked = accept(opened(two), {
      type: 'information-request',
      ...S,
      at: after(hour),
      id: messageId(80_001),
      body,
    })
    const more = { ...bodyOf('information-request', 'asked', 'm2', 0) }
    const both = accept(asked, {
      type: 'information-request',
      ...S,
      at: after(2 * hour),
      id: messageId(80_002),
      body: more,
    })
    const answer: Words = {
      type: 'information-response',
      at: after(3 * hour),
      body: bodyOf('information-response', null, 'm1', 0),
    }
    assert.equal(
      states(accept(both, { ...answer, inReplyTo: messageId(80_002) })),
      'infoRequested underReview',
    )
    refused(both, answer, 'REPLY_MISSING')
    refused(both, { ...answer, measures: ['m2'], inReplyTo: messageId(80_001) }, 'REPLY_MISMATCH')
  })

  it('may be asked again: the newer question takes the place of the older', () => {
    const ask = (id: string): Words => ({
      type: 'information-request',
      ...S,
      at: after(hour),
      id,
      body: bodyOf('information-request', 'asked', 'm1', 0),
    })
    const asked = accept(accept(opened(two), ask(messageId(80_001))), ask(messageId(80_002)))
    assert.deepEqual(
      asked.questions.map(({ message }) => message),
      [messageId(80_002)],
    )
  })
})

describe('workflow: what parts ways', () => {
  const parts = decision(
    { measure: 'm1.1', outcome: 'granted', split: text },
    {
      measure: 'm1.2',
      outcome: 'refused',
      grounds: [{ code: 'DUAL_CRIMINALITY' }],
      reasons: text,
      split: text,
    },
  )

  it('is split into parts with a state of their own', () => {
    const question: Words = {
      type: 'confidentiality-unable',
      ...S,
      at: after(hour),
      body: bodyOf('confidentiality-unable', null, 'm1', hour),
    }
    const request = accept(accept(opened(two), question), parts)
    assert.deepEqual(
      request.measures.map(({ id, state }) => [id, state]),
      [
        ['m1.1', 'accepted'],
        ['m1.2', 'refused'],
        ['m2', 'received'],
      ],
    )
    assert.deepEqual(request.questions[0]?.measures, ['m1.1', 'm2'])
    assert.equal(request.state, 'partial')
  })

  it('is not one part, nor a part beside its whole', () => {
    refused(opened(two), decision({ measure: 'm1.1', outcome: 'granted', split: text }), 'MEASURE_UNKNOWN')
    const whole = [
      { measure: 'm1', outcome: 'granted' },
      { measure: 'm1.1', outcome: 'granted', split: text },
      { measure: 'm1.2', outcome: 'granted', split: text },
    ]
    refused(opened(two), decision(...whole), 'MEASURE_UNKNOWN')
    refused(
      opened(two),
      decision(
        { measure: 'm9.1', outcome: 'granted', split: text },
        { measure: 'm9.2', outcome: 'granted', split: text },
      ),
      'MEASURE_UNKNOWN',
    )
  })
})

describe('workflow: what is handed over', () => {
  const result = { ...resultExample('stored-data'), items: [{ what: text, kind: 'log' }] }
  const granted = () => accept(opened(two), decision({ measure: 'm1', outcome: 'granted' }))
  const remedy = (outcome: string, suspensive: boolean): Words => ({
    type: 'remedy-notice',
    ...S,
    at: after(2.5 * day),
    body: { outcomes: [{ measure: 'm1', outcome }], suspensive, text },
  })
  const delivery = (id: string, more: object = {}, exhibits = ['E1']): Words => ({
    type: 'delivery',
    ...S,
    id,
    at: after(3 * day),
    body: {
      outcomes: [
        {
          measure: 'm1',
          outcome: 'delivered',
          exhibits,
          complete: true,
          final: true,
          result,
          manifest: manifestOf(exhibits),
          ...more,
        },
      ],
    },
    exhibits: [exhibit('E1'), exhibit('E2')],
  })
  const receipt = (inReplyTo: string, outcome = 'verified', more: object = {}): Words => {
    const body = bodyOf('delivery-receipt', outcome, 'm1', 0)
    return { type: 'delivery-receipt', at: after(4 * day), inReplyTo, body: { ...body, ...more } }
  }
  const [first, second] = [messageId(70_001), messageId(70_002)]

  it('asks the shell for the files of the measure, and for what lies beside', () => {
    const made = decide(granted(), entry(delivery(first)))
    assert.ok(made.ok)
    assert.deepEqual(
      made.effects.map((effect) => [
        effect.do,
        'exhibit' in effect && effect.exhibit.id,
        'measure' in effect && effect.measure,
      ]),
      [
        ['requireExhibit', 'E1', 'm1'],
        ['requireExhibit', 'E2', null],
      ],
    )
    const beside = decide(
      granted(),
      entry({ type: 'supplement', body: { text }, at: after(3 * day), exhibits: [exhibit('E1')] }),
    )
    assert.ok(beside.ok)
    assert.deepEqual(
      beside.effects.map((effect) => effect.do),
      ['requireExhibit'],
    )
  })

  it('says what came of the measure, at the latest in its last part', () => {
    const without = { result: undefined }
    const decision = decide(granted(), entry(delivery(first, without)))
    assert.ok(!decision.ok)
    assert.deepEqual([decision.code, decision.pointer], ['CONTENT_MISSING', '/body/outcomes/0/result'])
    const begun = accept(granted(), delivery(first, { ...without, final: false }))
    refused(accept(begun, receipt(first)), delivery(second, without), 'CONTENT_MISSING')
  })

  it('names only files that are announced in the same message', () => {
    refused(granted(), delivery(first, {}, ['E9']), 'MESSAGE_INVALID')
  })

  it('lists every file with its custody, but for the record of the authority and certificates of what is listed', () => {
    const manifest = manifestOf(['E1'])
    const bare = manifest.map((item) => ({ ...item, custody: undefined }))
    for (const one of [undefined, bare, manifestOf(['E2'])]) {
      const decision = decide(granted(), entry(delivery(first, { manifest: one })))
      assert.ok(!decision.ok)
      assert.deepEqual([decision.code, decision.pointer], ['CONTENT_MISSING', '/body/outcomes/0/manifest'])
    }
    const both = ['E1', 'E2']
    refused(granted(), delivery(first, { manifest }, both), 'CONTENT_MISSING')
    accept(granted(), delivery(first, { manifest, record: 'E2' }, both))
    accept(granted(), delivery(first, { manifest: [{ ...manifest[0], certificate: 'E2' }] }, both))
    const listed = { ...result, items: manifest }
    accept(granted(), delivery(first, { manifest: undefined, result: listed }))
  })

  it('describes no file otherwise than it is announced, and none that is not', () => {
    const [piece] = manifestOf(['E1'])
    const { id, name, ...described } = exhibit('E1')
    assert.deepEqual([id, name], ['E1', 'data.csv'])
    accept(granted(), delivery(first, { manifest: [{ ...piece, ...described }] }))
    const others: object[] = [
      { bytes: described.bytes + 1 },
      { sha256: 'a'.repeat(64) },
      { mediaType: 'text/plain' },
      { exhibit: 'E9' },
    ]
    for (const other of others) {
      const manifest = [piece, { ...piece, ...other }]
      refused(granted(), delivery(first, { manifest }), 'MESSAGE_INVALID')
    }
    const items = [{ ...piece, bytes: described.bytes + 1 }]
    refused(granted(), delivery(first, { result: { ...result, items } }), 'MESSAGE_INVALID')
  })

  it('is verified only by the right digest of every file', () => {
    const delivered = accept(granted(), delivery(first))
    refused(delivered, receipt(first, 'verified', { checks: [] }), 'REPLY_MISMATCH')
    refused(
      delivered,
      receipt(first, 'verified', { checks: [{ exhibit: 'E1', sha256: 'a'.repeat(64), agrees: true }] }),
      'REPLY_MISMATCH',
    )
    const [check] = (bodyOf('delivery-receipt', 'verified', 'm1', 0) as { checks: object[] }).checks
    refused(
      delivered,
      receipt(first, 'verified', { checks: [{ ...check, agrees: false }] }),
      'REPLY_MISMATCH',
    )
    refused(delivered, receipt(messageId(70_009)), 'REPLY_MISMATCH')
    assert.equal(states(accept(delivered, receipt(first))), 'receivedVerified received')
  })

  it('binds by its conditions once they are accepted, and is not kept without', () => {
    const conditions = [
      { code: 'USE_ONLY_STATED' },
      { code: 'NO_ONWARD', measures: ['m2'] },
      { code: 'CONFIDENTIAL', measures: ['m1'], untilEvent: 'judgment', exhibits: ['E1'] },
    ]
    const delivered = accept(granted(), delivery(first, { conditions }))
    refused(delivered, receipt(first), 'REPLY_MISMATCH')
    refused(delivered, receipt(first, 'verified', { conditionsAccepted: false }), 'REPLY_MISMATCH')
    const made = decide(delivered, entry(receipt(first, 'verified', { conditionsAccepted: true })))
    assert.ok(made.ok)
    assert.deepEqual(
      made.request.measures[0]?.obligations.map(({ code }) => code),
      ['USE_ONLY_STATED', 'CONFIDENTIAL'],
    )
    assert.deepEqual(
      made.effects.map((effect) => effect.do),
      ['obligation', 'obligation'],
    )
    const again = accept(
      accept(made.request, { type: 'use-request', at: after(5 * day), id: second, body: { purpose: text } }),
      {
        type: 'use-consent',
        ...S,
        at: after(6 * day),
        inReplyTo: second,
        body: { allows: text, conditions: [{ code: 'USE_ONLY_STATED' }] },
      },
    )
    assert.equal(again.measures[0]?.obligations.length, 2)
  })

  it('may come in several deliveries, each checked by itself', () => {
    const both = accept(accept(granted(), delivery(first)), delivery(second))
    const one = accept(both, receipt(first))
    assert.equal(states(one), 'delivered received')
    assert.equal(states(accept(one, receipt(second))), 'receivedVerified received')
    const doubted = accept(both, receipt(first, 'discrepancy'))
    assert.equal(states(accept(doubted, receipt(second))), 'discrepancy received')
    assert.equal(states(accept(doubted, receipt(first))), 'delivered received')
  })

  it('ends with the final delivery: more is not expected after it', () => {
    const done = accept(accept(granted(), delivery(first)), receipt(first))
    refused(done, delivery(second), 'WORKFLOW_NOT_EXPECTED')
    const partial = accept(accept(granted(), delivery(first, { final: false })), receipt(first))
    assert.equal(states(accept(partial, delivery(second))), 'delivered received')
  })

  it('waits while a remedy suspends it, and then goes on from where it stood', () => {
    const pending = accept(granted(), remedy('lodged', true))
    refused(pending, delivery(first), 'WORKFLOW_NOT_EXPECTED')
    refused(accept(pending, remedy('lodged', false)), delivery(first), 'WORKFLOW_NOT_EXPECTED')
    assert.equal(states(accept(pending, remedy('resolved', true))), 'accepted received')
    assert.equal(
      states(accept(accept(granted(), remedy('lodged', false)), delivery(first))),
      'delivered received',
    )
  })

  it('waits for each remedy of several: the end of one lifts nothing that another suspends', () => {
    const pending = accept(granted(), remedy('lodged', true))
    const both = accept(pending, remedy('lodged', true))
    const one = accept(both, remedy('resolved', true))
    assert.equal(states(one), 'remedyPending received')
    refused(one, delivery(first), 'WORKFLOW_NOT_EXPECTED')
    assert.equal(states(accept(one, remedy('resolved', true))), 'accepted received')
    // The one that is left suspends nothing, or the one that is resolved did not.
    const other = accept(pending, remedy('lodged', false))
    assert.equal(
      states(accept(accept(other, remedy('resolved', true)), delivery(first))),
      'delivered received',
    )
    refused(accept(other, remedy('resolved', false)), delivery(first), 'WORKFLOW_NOT_EXPECTED')
    // A remedy of later begins anew.
    const later = accept(accept(one, remedy('resolved', false)), remedy('lodged', false))
    assert.equal(states(accept(later, delivery(first))), 'delivered received')
  })

  it('is told of material that speaks for the person wherever the measure stands, once something was handed over', () => {
    const notice: Words = {
      type: 'exculpatory-notice',
      at: after(5 * day),
      measures: ['m1'],
      body: bodyOf('exculpatory-notice', null, 'm1', 5 * day),
    }
    refused(granted(), notice, 'WORKFLOW_NOT_EXPECTED')
    const partial = accept(accept(granted(), delivery(first, { final: false })), receipt(first))
    const obstacle: Words = {
      type: 'obstacle',
      ...S,
      at: after(4 * day),
      body: bodyOf('obstacle', 'obstacle', 'm1', 4 * day),
    }
    const stopped = accept(partial, obstacle)
    assert.equal(states(accept(stopped, notice)), 'obstacle received')
    const withdrawn = accept(stopped, { type: 'withdraw', at: after(4.5 * day), measures: ['m1'] })
    assert.equal(states(accept(withdrawn, notice)), 'withdrawn received')
  })
})

describe('workflow: what may be said now', () => {
  it('is offered by type, and in detail by measure', () => {
    const request = opened(two)
    assert.deepEqual(allowed(request, 'requesting'), [
      'amend',
      'contact-note',
      'costs-consult',
      'erasure-report',
      'erasure-request',
      'evidence-share',
      'incident-notice',
      'status-request',
      'supplement',
      'withdraw',
    ])
    assert.ok(allowed(request, 'requested').includes('acknowledgement'))
    const [option] = options(request, 'requested').filter(({ type }) => type === 'acknowledgement')
    assert.deepEqual(option?.measures, [
      { measure: 'm1', outcome: null, answers: [] },
      { measure: 'm2', outcome: null, answers: [] },
    ])
  })

  it('names what is open where it must answer', () => {
    const request = accept(opened(two), {
      type: 'information-request',
      ...S,
      at: after(hour),
      id: messageId(80_001),
      body: bodyOf('information-request', 'asked', 'm1', 0),
    })
    const [option] = options(request, 'requesting').filter(({ type }) => type === 'information-response')
    assert.deepEqual(option?.measures, [{ measure: 'm1', outcome: null, answers: [messageId(80_001)] }])
  })

  it('comes with the refusal of what may not', () => {
    const made = decide(
      opened(two),
      entry({
        type: 'delivery-receipt',
        at: after(hour),
        inReplyTo: messageId(1),
        body: bodyOf('delivery-receipt', 'verified', 'm1', 0),
      }),
    )
    assert.ok(!made.ok)
    assert.deepEqual(made.expected, allowed(opened(two), 'requesting'))
  })
})

describe('workflow: the state of a request', () => {
  const of = (...all: string[]) => requestState(all.map((state) => ({ state, machine: 'assistance' })))

  it('is the one that all measures have', () => assert.equal(of('executing', 'executing'), 'executing'))
  it('is partial where they stand at different places', () =>
    assert.equal(of('executing', 'withdrawn'), 'partial'))
  it('is closed where all have ended, in whatever way', () =>
    assert.equal(of('closed', 'withdrawn', 'refused'), 'closed'))
  it('is the end that all have', () => assert.equal(of('refused', 'refused'), 'refused'))
  it('of nothing is closed', () => assert.equal(of(), 'closed'))
})
