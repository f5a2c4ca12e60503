import assert from 'node:assert/strict'
import type { JsonObject } from '../../src/message/json.ts'
import { measureExample } from './examples.ts'
import {
  type Words,
  accept,
  after,
  by,
  day,
  filesNamedIn,
  hour,
  messageId,
  opened,
  refused,
  requestBody,
  text,
} from './speak.ts'
import { factsOf, money, running, says, stateOf, tells } from './tell.ts'
import { only } from './walk.ts'

describe('workflow: a confiscation', () => {
  const gel = (amount: string) => money(amount, 'GEL')
  const eur = (amount: string) => money(amount, 'EUR')
  const rate = { base: 'EUR', quote: 'GEL', rate: '3.1245', date: '2027-12-06' }
  const sum = (ordered: string, amount: string, more: object = {}) => ({
    toEnforce: { ordered: gel(ordered), amount: eur(amount), rate, ...more },
  })
  const example = measureExample('confiscation')
  const way = {
    ...(example.way as JsonObject),
    extent: { kind: 'money', amountHere: gel('2400000.00'), total: gel('2400000.00') },
  }
  const asked = (regime = 'CETS198') => {
    const owner = { role: 'owner', names: [{ family: 'Example' }] }
    const more = { persons: [owner], measureAvailableAtHome: true }
    const body = requestBody([], regime, { ...more, measures: [{ ...example, id: 'm1', way }] })
    return accept(null, { type: 'request', body, exhibits: filesNamedIn(body) })
  }
  const decided = (members: object) => says('decision', 'granted', day, members)
  const recognised = () => accept(asked(), decided(sum('2400000.00', '768122.90')))
  const enforcing = (members: object = {}, at = 2 * day) => says('status-report', 'executing', at, members)
  const taken = (toEnforce: string, confiscated: string, balance: string, more: object = {}) => ({
    result: {
      kind: 'confiscation',
      executedOn: '2028-02-04',
      from: text,
      sum: { toEnforce: eur(toEnforce), confiscated: eur(confiscated), balance: eur(balance), rate, ...more },
    },
  })
  const result = (outcome: 'realised' | 'partly', members: object, at = 10 * day) =>
    says('asset-confiscation-result', outcome, at, members)
  const order = (outcome: string, at: number, members: object): Words => ({
    ...says('asset-order-changed', outcome, at, { on: '2028-01-07', ...members }),
    ...by('requesting'),
  })
  const paid = (remaining: string, at = 5 * day) =>
    order('paidElsewhere', at, { paid: gel('500000.00'), remaining: gel(remaining), state: 'LT' })

  it('says, with the decision, the sum and the rate, never above the order', () => {
    assert.deepEqual([stateOf(recognised()), factsOf(recognised()).toEnforce], ['recognised', '768122.90'])
    for (const wrong of [
      {},
      sum('2400000.00', '768122.91'),
      sum('2400000.01', '768122.90'),
      { toEnforce: { ordered: eur('768122.90'), amount: eur('768122.90') } },
      sum('2400000.00', '768122.90', { rate: { ...rate, base: 'GEL', quote: 'EUR' } }),
    ])
      refused(asked(), decided(wrong), 'AMOUNT_NOT_ALLOWED')
  })

  it('takes no more than is to be enforced, at the rate of the decision, part by part', () => {
    const begun = accept(recognised(), enforcing())
    assert.equal(stateOf(begun), 'enforcing')
    for (const wrong of [
      taken('768122.90', '768122.91', '0.00'),
      taken('768122.91', '768122.91', '0.00'),
      taken('768122.90', '700000.00', '0.00'),
      taken('768122.90', '768122.90', '0.00', { rate: { ...rate, rate: '2.9' } }),
      taken('768122.90', '768122.90', '0.00', {
        toEnforce: money('768122.90', 'USD'),
        confiscated: money('768122.90', 'USD'),
        balance: money('0.00', 'USD'),
      }),
    ])
      refused(begun, result('realised', wrong), 'AMOUNT_NOT_ALLOWED')
    const part = accept(begun, result('partly', taken('768122.90', '500000.00', '268122.90')))
    assert.deepEqual([stateOf(part), factsOf(part).balance], ['enforcing', '268122.90'])
    refused(part, result('partly', taken('768122.90', '400000.00', '368122.90')), 'AMOUNT_NOT_ALLOWED')
    const whole = accept(part, result('realised', taken('768122.90', '768122.90', '0.00')))
    assert.deepEqual([stateOf(whole), factsOf(whole).realisedAmount], ['realised', '768122.90'])
  })

  it('stands still when something was paid elsewhere, and goes on for what is left', () => {
    const begun = accept(recognised(), enforcing())
    refused(begun, paid('2400000.01'), 'AMOUNT_NOT_ALLOWED')
    const checked = accept(begun, paid('1900000.00'))
    assert.equal(stateOf(checked), 'overRecoveryCheck')
    refused(checked, result('realised', taken('608097.30', '608097.30', '0.00')), 'WORKFLOW_NOT_EXPECTED')
    for (const wrong of [
      {},
      sum('2400000.00', '768122.90'),
      sum('1900000.00', '608097.31'),
      sum('1900000.00', '600000.00', { rate: { ...rate, rate: '3.1' } }),
    ])
      refused(checked, enforcing(wrong, 6 * day), 'AMOUNT_NOT_ALLOWED')
    const again = accept(checked, enforcing(sum('1900000.00', '608097.30'), 6 * day))
    refused(again, result('realised', taken('768122.90', '768122.90', '0.00')), 'AMOUNT_NOT_ALLOWED')
    assert.equal(
      stateOf(accept(again, result('realised', taken('608097.30', '608097.30', '0.00')))),
      'realised',
    )
  })

  it('knows what was paid while it was still being examined', () => {
    const told = accept(asked(), paid('1900000.00', hour))
    assert.equal(stateOf(told), 'requested')
    refused(told, decided(sum('2400000.00', '768122.90')), 'AMOUNT_NOT_ALLOWED')
    assert.equal(stateOf(accept(told, decided(sum('1900000.00', '608097.30')))), 'recognised')
  })

  it('stands still while the order is not enforceable, and comes back to where it was', () => {
    const begun = accept(recognised(), enforcing())
    const still = accept(begun, order('suspended', 5 * day, { reasons: text }))
    assert.equal(stateOf(still), 'orderChanged')
    refused(still, result('realised', taken('768122.90', '768122.90', '0.00')), 'WORKFLOW_NOT_EXPECTED')
    assert.equal(stateOf(accept(still, order('enforceable', 6 * day, {}))), 'enforcing')
    assert.equal(stateOf(accept(still, { type: 'withdraw', at: after(6 * day) })), 'withdrawn')
  })

  it('is not carried on by the requested side alone while the order is not enforceable', () => {
    const begun = accept(recognised(), enforcing())
    const still = accept(begun, order('suspended', 5 * day, { reasons: text }))
    const carried = enforcing(sum('2400000.00', '768122.90'), 6 * day)
    refused(still, carried, 'WORKFLOW_NOT_EXPECTED')
    assert.equal(
      stateOf(accept(accept(still, order('enforceable', 6 * day, {})), enforcing({}, 7 * day))),
      'enforcing',
    )
    const early = accept(asked(), order('suspended', hour, { reasons: text }))
    refused(early, decided(sum('2400000.00', '768122.90')), 'WORKFLOW_NOT_EXPECTED')
  })

  it('is over when the order has ended, before and after it was recognised', () => {
    const ended = order('ended', 5 * day, { reasons: text })
    for (const request of [asked(), recognised(), accept(recognised(), enforcing())])
      assert.equal(stateOf(accept(request, ended)), 'withdrawn')
  })

  it('has the days of the Union there', () => {
    const [, due] = running(only(asked('R1805')))
    assert.deepEqual(due, ['CONF_EU', '2027-03-04T17:25:00Z'])
  })

  it('is ordered where the requested State seeks its own order', () => {
    const own = opened([{ id: 'm1', kind: 'confiscation', what: 'own-order' }])
    const examined = accept(own, says('status-report', 'underReview', hour, {}))
    assert.equal(stateOf(examined), 'orderSought')
    assert.equal(stateOf(accept(examined, decided({}))), 'ordered')
  })
})

describe('workflow: the return of assets', () => {
  const asked = () => {
    const opening = opened([{ id: 'm1', kind: 'asset-return' }])
    return accept(opening, tells('asset-return-request', null, 'requesting', hour))
  }
  const consulted = () =>
    accept(asked(), {
      type: 'costs-consult',
      ...by('requested'),
      id: messageId(70_003),
      at: after(day),
      body: { breakdown: [{ what: text, amount: money('12000.00') }], proposal: text },
    })
  const settled = () =>
    accept(consulted(), { type: 'costs-agree', at: after(2 * day), inReplyTo: messageId(70_003), body: {} })
  const recorded = (more: object = {}): Words => {
    const words = tells('asset-return-agreement', 'recorded', 'requested', 3 * day)
    return {
      ...words,
      body: { ...words.body, basis: { instrument: 'UNCC', article: '52' }, form: 'return', ...more },
    }
  }
  const paid = (amount: string): Words => {
    const words = tells('asset-return-executed', 'paid', 'requested', 4 * day)
    const { result } = words.body as { result: object }
    return {
      ...words,
      body: {
        ...words.body,
        result: { ...result, payments: [{ amount: money(amount), on: '2028-02-20' }], total: money(amount) },
      },
    }
  }

  it('is put on record with what is deducted, or that nothing is', () => {
    const body = Object.fromEntries(
      Object.entries(recorded().body ?? {}).filter(([name]) => name !== 'deductions'),
    )
    refused(settled(), { ...recorded(), body }, 'CONTENT_MISSING')
  })

  it('is put on record only as both have settled it', () => {
    assert.equal(stateOf(consulted()), 'shareNegotiating')
    refused(consulted(), recorded(), 'WORKFLOW_NOT_EXPECTED')
    const agreed = accept(settled(), recorded())
    assert.equal(stateOf(agreed), 'agreed')
    assert.deepEqual(
      running(only(agreed)).map(([name]) => name),
      ['PAYMENT_DUE'],
    )
  })

  it('is agreed as it was proposed: its conditions bind, and its time runs', () => {
    const [words] = [tells('asset-return-agreement', 'proposed', 'requested', 3 * day)]
    const conditions = [{ code: 'USE_ONLY_STATED' }]
    const terms = { form: 'return', basis: { instrument: 'UNCC', article: '52' }, executeBy: '2027-03-31' }
    const proposal = { ...words, id: messageId(70_004), body: { ...words.body, ...terms, conditions } }
    const proposed = accept(asked(), proposal)
    const agreed = accept(proposed, {
      ...tells('asset-return-agreement', 'accepted', 'requesting', 4 * day),
      inReplyTo: messageId(70_004),
    })
    assert.equal(stateOf(agreed), 'agreed')
    assert.deepEqual(
      only(agreed).obligations.map(({ code }) => code),
      ['USE_ONLY_STATED'],
    )
    assert.deepEqual(
      running(only(agreed)).map(([name]) => name),
      ['PAYMENT_DUE'],
    )
    const another = { ...proposal, id: messageId(70_005), at: after(5 * day) }
    refused(agreed, another, 'WORKFLOW_NOT_EXPECTED')
  })

  it('is that which was proposed last: what the other side had proposed before is accepted no more', () => {
    const terms = { form: 'return', basis: { instrument: 'UNCC', article: '52' }, executeBy: '2027-03-31' }
    const proposal = (side: 'requesting' | 'requested', id: string, at: number): Words => {
      const words = tells('asset-return-agreement', 'proposed', side, at)
      return { ...words, id, body: { ...words.body, ...terms } }
    }
    const [first, second] = [messageId(70_006), messageId(70_007)]
    const countered = accept(
      accept(asked(), proposal('requested', first, 3 * day)),
      proposal('requesting', second, 3.5 * day),
    )
    const accepted = (side: 'requesting' | 'requested', inReplyTo: string): Words => ({
      ...tells('asset-return-agreement', 'accepted', side, 4 * day),
      inReplyTo,
    })
    refused(countered, accepted('requesting', first), 'REPLY_MISMATCH')
    assert.equal(stateOf(accept(countered, accepted('requested', second))), 'agreed')
  })

  it('is paid in parts until all of it is there, and its time runs until then', () => {
    const agreed = accept(settled(), recorded())
    const part = accept(agreed, paid('40000.00'))
    assert.equal(stateOf(part), 'agreed')
    assert.deepEqual(
      running(only(part)).map(([name]) => name),
      ['PAYMENT_DUE'],
    )
    refused(part, paid('500000.01'), 'AMOUNT_NOT_ALLOWED')
    const done = accept(part, paid('500000.00'))
    assert.deepEqual([stateOf(done), running(only(done))], ['returned', []])
    refused(done, paid('0.01'), 'AMOUNT_NOT_ALLOWED')
  })

  it('is held up by a remedy that suspends it, and by no other, and its time is not lost', () => {
    const remedy = (outcome: string, suspensive: boolean): Words => {
      const body = { outcomes: [{ measure: 'm1', outcome }], suspensive, text }
      return { type: 'remedy-notice', ...by('requested'), at: after(3.5 * day), body }
    }
    const agreed = accept(settled(), recorded())
    const beside = accept(agreed, remedy('lodged', false))
    assert.equal(stateOf(beside), 'agreed')
    assert.equal(stateOf(accept(beside, paid('540000.00'))), 'returned')
    const suspended = accept(beside, remedy('lodged', true))
    refused(suspended, paid('540000.00'), 'WORKFLOW_NOT_EXPECTED')
    const resolved = accept(accept(suspended, remedy('resolved', true)), remedy('resolved', false))
    assert.deepEqual(
      running(only(resolved)).map(([name]) => name),
      ['PAYMENT_DUE'],
    )
    assert.equal(stateOf(accept(resolved, paid('540000.00'))), 'returned')
    refused(resolved, remedy('resolved', false), 'WORKFLOW_NOT_EXPECTED')
  })

  it('adds up to the cent, and rests on the basis that governs', () => {
    for (const wrong of [
      { realised: money('612000.01') },
      { deductions: [] },
      { payable: money('540000.01') },
      { payable: money('540000.00', 'EUR') },
    ])
      refused(settled(), recorded(wrong), 'AMOUNT_NOT_ALLOWED')
    refused(settled(), recorded({ basis: { instrument: 'R1805', article: '30(7)' } }), 'MEASURE_NOT_COVERED')
  })

  it('pays what was agreed and not more', () => {
    const agreed = accept(settled(), recorded())
    refused(agreed, paid('540000.01'), 'AMOUNT_NOT_ALLOWED')
    const done = accept(agreed, paid('540000.00'))
    assert.equal(stateOf(done), 'returned')
    assert.deepEqual(running(only(done)), [])
  })
})
