import assert from 'node:assert/strict'
import { marksAt } from '../../src/workflow/marks.ts'
import type { RequestState } from '../../src/workflow/state.ts'
import {
  type Words,
  accept,
  after,
  bodyOf,
  by,
  day,
  filesNamedIn,
  hour,
  messageId,
  opened,
  refused,
  start,
  text,
} from './speak.ts'
import { changed, factsOf, money, running, says, stateOf, tells } from './tell.ts'
import { asks } from './told.ts'
import { only, oral } from './walk.ts'

const value = (amount: string, currency = 'QAR') => ({ amount, currency, date: '2027-07-01' })

describe('workflow: a freezing', () => {
  const granted = (regime = 'UNCC', more: object = {}) =>
    accept(opened([{ id: 'm1', kind: 'freezing' }], regime, more), says('decision', 'granted', hour, {}))
  const frozen = () => accept(granted(), tells('asset-freeze-result', 'frozen', 'requested', 2 * hour))
  const intended = (outcome: 'whole' | 'part') =>
    accept(frozen(), {
      ...tells('asset-freeze-lift-intent', outcome, 'requested', day),
      id: messageId(70_001),
    })
  const view = (outcome: string): Words => ({
    ...tells('asset-freeze-view', outcome, 'requesting', 2 * day),
    inReplyTo: messageId(70_001),
  })
  const lifted = (outcome: 'lifted' | 'partly', at: number) =>
    tells('asset-freeze-lifted', outcome, 'requested', at)

  it('is lifted only after a view, or after the time for it', () => {
    refused(frozen(), lifted('lifted', day), 'WORKFLOW_NOT_EXPECTED')
    refused(intended('whole'), lifted('lifted', 2 * day), 'WORKFLOW_CONSULTATION_MISSING')
    for (const outcome of ['noObjection', 'reasons']) {
      const heard = accept(intended('whole'), view(outcome))
      assert.equal(stateOf(accept(heard, lifted('lifted', 3 * day))), 'lifted')
    }
    assert.equal(stateOf(accept(intended('whole'), lifted('lifted', 30 * day))), 'lifted')
  })

  it('is lifted without views where the law or a court has lifted it, and not before that', () => {
    const byLaw = tells('asset-freeze-lifted', 'byLaw', 'requested', 2 * day)
    const since = (at: string) => changed(byLaw, { since: at })
    assert.equal(stateOf(accept(frozen(), since(after(day)))), 'lifted')
    refused(frozen(), since(after(3 * day)), 'MESSAGE_INVALID')
  })

  it('is not closed while the property stays frozen and nobody needs it any more', () => {
    const ended = { ...tells('asset-order-changed', 'ended', 'requesting', day), id: messageId(70_006) }
    const over = accept(frozen(), ended)
    assert.equal(stateOf(over), 'noLongerNeeded')
    refused(over, { type: 'close', at: after(2 * day), body: {} }, 'WORKFLOW_NOT_EXPECTED')
    const asked = tells('asset-freeze-lifted', 'asked', 'requested', 3 * day)
    assert.equal(stateOf(accept(over, asked)), 'lifted')
  })

  it('is not done while a remedy suspends it, whatever is decided again', () => {
    const body = { outcomes: [{ measure: 'm1', outcome: 'lodged' }], suspensive: true, text }
    const lodged = accept(granted(), { type: 'remedy-notice', ...by('requested'), at: after(day), body })
    assert.equal(stateOf(lodged), 'remedyPending')
    refused(lodged, says('decision', 'granted', 2 * day, {}), 'WORKFLOW_NOT_EXPECTED')
  })

  it('that was asked orally first has the days of the Union from its request on', () => {
    const plain = asks('freezing', hour, 'R1805')
    const words = {
      ...plain,
      body: { ...plain.body, urgency: { code: 'ASSET_DISSIPATION', reason: text, date: '2027-02-10' } },
    }
    const exhibits = filesNamedIn(words.body)
    const asked = accept(accept(null, oral('freezing')), { ...words, exhibits })
    assert.ok(running(only(asked)).some(([name]) => name === 'FRZ_EU'))
  })

  it('is not lifted whole where a part was meant', () => {
    const heard = accept(intended('part'), view('noObjection'))
    refused(heard, lifted('lifted', 3 * day), 'WORKFLOW_NOT_EXPECTED')
    const less = accept(heard, lifted('partly', 3 * day))
    assert.deepEqual([stateOf(less), factsOf(less).frozenAmount], ['frozen', '612000.00'])
    refused(less, lifted('partly', 4 * day), 'WORKFLOW_NOT_EXPECTED')
  })

  it('lets go no more than was said, in its own currency', () => {
    const heard = accept(intended('part'), view('noObjection'))
    for (const wrong of [
      { released: value('300000.01') },
      { released: value('300000.00', 'USD') },
      { remaining: value('912000.01') },
      { remaining: value('612000.00', 'USD') },
    ])
      refused(heard, changed(lifted('partly', 3 * day), wrong), 'AMOUNT_NOT_ALLOWED')
    const more = changed(tells('asset-freeze-lift-intent', 'part', 'requested', day), {
      amount: value('912000.01'),
    })
    refused(frozen(), more, 'AMOUNT_NOT_ALLOWED')
  })

  it('gives only the grounds for lifting that the basis knows', () => {
    const fiscal = { grounds: [{ code: 'DUAL_CRIMINALITY' }] }
    const intent = tells('asset-freeze-lift-intent', 'whole', 'requested', day)
    refused(frozen(), changed(intent, fiscal), 'GROUND_NOT_ALLOWED')
    assert.equal(
      stateOf(accept(frozen(), changed(intent, { grounds: [{ code: 'ORDER_ENDED' }] }))),
      'intentToLift',
    )
  })

  it('is maintained after a view, and then to be lifted only after another', () => {
    const kept = accept(
      accept(intended('whole'), view('reasons')),
      tells('asset-freeze-review', 'maintained', 'requested', 3 * day),
    )
    assert.equal(stateOf(kept), 'maintained')
    refused(kept, lifted('lifted', 30 * day), 'WORKFLOW_NOT_EXPECTED')
    const again = accept(kept, tells('asset-freeze-lift-intent', 'whole', 'requested', 4 * day))
    refused(again, lifted('lifted', 5 * day), 'WORKFLOW_CONSULTATION_MISSING')
  })

  it('tells when it is looked at again, and when it would lapse; what meets that stops the clock', () => {
    const names = (request: RequestState) => running(only(request)).map(([name]) => name)
    assert.deepEqual(names(frozen()), ['FREEZE_REVIEW', 'FREEZE_LAPSE'])
    const [, lapse] = running(only(frozen()))
    const mark = marksAt(only(frozen()), new Date(lapse?.[1] ?? ''))
    assert.deepEqual(
      mark.map((one) => one.mark),
      ['lapseReached'],
    )
    const met = accept(frozen(), tells('supplement', 'proceedingsBegun', 'requesting', day))
    assert.deepEqual([names(met), stateOf(met)], [['FREEZE_REVIEW'], 'frozen'])
    assert.deepEqual(
      names(accept(frozen(), { type: 'supplement', at: after(day), body: { text } })).length,
      2,
    )
    const renewed = accept(frozen(), tells('asset-freeze-review', 'maintained', 'requested', day))
    assert.deepEqual(names(renewed), ['FREEZE_REVIEW', 'FREEZE_LAPSE'])
  })

  it('keeps what a remedy of a third party leaves, and never more', () => {
    const lodged = accept(frozen(), {
      ...by('requested'),
      type: 'remedy-notice',
      at: after(day),
      body: bodyOf('remedy-notice', 'lodged', 'm1', day),
    })
    assert.equal(stateOf(lodged), 'remedyPending')
    const resolved = (remaining: object): Words => ({
      ...by('requested'),
      type: 'remedy-notice',
      at: after(2 * day),
      body: { outcomes: [{ measure: 'm1', outcome: 'resolved', remaining }], suspensive: false, text },
    })
    refused(lodged, resolved(value('912000.01')), 'AMOUNT_NOT_ALLOWED')
    refused(lodged, resolved(value('867000.00', 'USD')), 'AMOUNT_NOT_ALLOWED')
    const less = accept(lodged, resolved(value('867000.00')))
    assert.deepEqual([stateOf(less), factsOf(less).frozenAmount], ['frozen', '867000.00'])
    refused(less, resolved(value('1.00')), 'WORKFLOW_NOT_EXPECTED')
  })

  it('is sold early only as agreed, and every lot counts', () => {
    const asked = accept(frozen(), {
      ...tells('asset-manage-consult', null, 'requested', day),
      id: messageId(70_002),
    })
    const answer = (outcome: string): Words => ({
      ...tells('asset-manage-agree', outcome, 'requesting', 2 * day),
      inReplyTo: messageId(70_002),
    })
    const sold = tells('asset-freeze-result', 'converted', 'requested', 3 * day)
    refused(asked, sold, 'WORKFLOW_NOT_EXPECTED')
    refused(accept(asked, answer('declined')), sold, 'WORKFLOW_NOT_EXPECTED')
    const agreed = accept(asked, answer('agreed'))
    assert.equal(stateOf(agreed), 'interimSaleAgreed')
    const [outcome] = (sold.body as { outcomes: readonly { sale: object }[] }).outcomes
    const wrong = changed(sold, { sale: { ...outcome?.sale, gross: money('489000.01') } })
    refused(agreed, wrong, 'AMOUNT_NOT_ALLOWED')
    assert.equal(stateOf(accept(agreed, sold)), 'converted')
    const suspended = accept(agreed, {
      ...by('requested'),
      type: 'remedy-notice',
      at: after(2.5 * day),
      body: bodyOf('remedy-notice', 'lodged', 'm1', day, { suspensive: true }),
    })
    refused(suspended, sold, 'WORKFLOW_NOT_EXPECTED')
  })

  it('keeps other management where it is', () => {
    const kept = tells('asset-manage-consult', null, 'requested', day)
    const body = kept.body as { plan: object }
    const asked = accept(frozen(), {
      ...kept,
      id: messageId(70_002),
      body: { ...body, plan: { ...body.plan, kind: 'maintenance' } },
    })
    const agreed = tells('asset-manage-agree', 'agreed', 'requesting', 2 * day)
    assert.equal(stateOf(accept(asked, { ...agreed, inReplyTo: messageId(70_002) })), 'frozen')
  })

  it('may have more asked about it while it lasts, and stays where it is', () => {
    const ask = (at: number, outcome = 'asked'): Words => ({
      type: 'information-request',
      ...by('requested'),
      id: messageId(70_004),
      at: after(at),
      body: bodyOf('information-request', outcome, 'm1', at),
    })
    const reply = (at: number): Words => ({
      type: 'information-response',
      at: after(at),
      inReplyTo: messageId(70_004),
      body: bodyOf('information-response', null, 'm1', at),
    })
    const clocks = (request: RequestState) => running(only(request)).map(([name]) => name)
    const asked = accept(frozen(), ask(5 * day))
    assert.deepEqual([stateOf(asked), clocks(asked).includes('REPLY_BY')], ['frozen', true])
    assert.ok(marksAt(only(asked), new Date(start + 9 * day)).some(({ mark }) => mark === 'answerOverdue'))
    const answered = accept(asked, reply(6 * day))
    assert.deepEqual([stateOf(answered), clocks(answered).includes('REPLY_BY')], ['frozen', false])
    const maintained = accept(frozen(), tells('asset-freeze-review', 'maintained', 'requested', 4 * day))
    assert.equal(stateOf(accept(accept(maintained, ask(5 * day)), reply(6 * day))), 'maintained')
    const given = accept(asked, { ...ask(6 * day, 'goesOn'), id: messageId(70_005) })
    assert.deepEqual([stateOf(given), clocks(given).includes('REPLY_BY')], ['frozen', false])
    refused(granted(), reply(6 * day), 'WORKFLOW_NOT_EXPECTED')
  })

  it('is not lifted sooner, nor kept longer, by a question about it: the day for a view stays', () => {
    const due = (request: RequestState) => running(only(request)).find(([name]) => name === 'REPLY_BY')?.[1]
    const lifting = intended('whole')
    const question = (at: number): Words => ({
      type: 'information-request',
      ...by('requested'),
      id: messageId(70_004),
      at: after(at),
      body: bodyOf('information-request', 'asked', 'm1', at),
    })
    const asked = accept(lifting, question(2 * day))
    assert.deepEqual([stateOf(asked), due(asked)], ['intentToLift', due(lifting)])
    const answered = accept(asked, {
      type: 'information-response',
      at: after(3 * day),
      inReplyTo: messageId(70_004),
      body: bodyOf('information-response', null, 'm1', 0),
    })
    assert.deepEqual([stateOf(answered), due(answered)], ['intentToLift', due(lifting)])
    refused(answered, lifted('lifted', 4 * day), 'WORKFLOW_CONSULTATION_MISSING')
    // Asked before it was meant to lift it: the answer that comes then stops no other time.
    const before = accept(accept(frozen(), question(hour * 3)), {
      ...tells('asset-freeze-lift-intent', 'whole', 'requested', day),
      id: messageId(70_001),
    })
    const late = accept(before, {
      type: 'information-response',
      at: after(2 * day),
      inReplyTo: messageId(70_004),
      body: bodyOf('information-response', null, 'm1', 0),
    })
    assert.equal(due(late), due(before))
    assert.equal(stateOf(accept(late, lifted('lifted', 400 * day))), 'lifted')
  })

  it('has the hours of the Union where it is urgent there', () => {
    const urgency = { code: 'ASSET_DISSIPATION', reason: text, date: '2027-02-10' }
    const persons = [{ role: 'owner', names: [{ family: 'Example' }] }]
    const urgent = opened([{ id: 'm1', kind: 'freezing' }], 'R1805', { urgency, persons })
    assert.deepEqual(
      running(only(urgent)).map(([name]) => name),
      ['ACK_TARGET', 'FRZ_EU'],
    )
    assert.deepEqual(running(only(granted('R1805', { urgency, persons }))), [
      ['FRZ_EU_EXEC', '2027-01-20T18:25:00Z'],
    ])
    for (const more of [{}, { urgency: { code: 'ROUTINE' } }]) {
      const calm = opened([{ id: 'm1', kind: 'freezing' }], 'R1805', { ...more, persons })
      assert.deepEqual(
        running(only(calm)).map(([name]) => name),
        ['ACK_TARGET'],
      )
    }
  })

  it('begins orally, with the time that the note states', () => {
    const note = (more: object): Words => ({
      type: 'contact-note',
      ...by('requested'),
      body: {
        channel: 'telephone',
        at: after(0),
        with: 'head of unit',
        text,
        measures: [{ id: 'm1', kind: 'freezing' }],
        ...more,
      },
    })
    const asked = accept(null, note({ confirmBy: after(2 * day) }))
    assert.deepEqual(running(only(asked)), [['ORAL_CONFIRM', after(2 * day).replace('.000', '')]])
    assert.deepEqual(
      marksAt(only(asked), new Date(start + 3 * day)).map(({ mark }) => mark),
      ['lapsed'],
    )
    assert.equal(running(only(accept(null, note({})))).length, 1)
    for (const side of ['requesting', 'requested'] as const)
      refused(asked, { ...note({}), ...by(side), at: after(hour) }, 'WORKFLOW_NOT_EXPECTED')
  })
})
