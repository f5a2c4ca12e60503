import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import type { Case, Messages } from '../../src/message/generated/types.ts'
import { validateCase, validateMessage } from '../../src/message/validate.ts'
import { clocksRunning, marksAt } from '../../src/workflow/marks.ts'
import { decide } from '../../src/workflow/decide.ts'
import type { MeasureState, RequestState } from '../../src/workflow/state.ts'
import {
  type Words,
  accept,
  accepted,
  after,
  by,
  day,
  digestOf,
  hour,
  messageId,
  opened,
  refused,
  requestId,
  text,
} from './speak.ts'
import { examplesOf, retold } from './examples.ts'
import { only } from './walk.ts'

type Step = Extract<Case['steps'][number], { what: 'message' }>

const S = by('requested')
const proceedings = (regime: string) => opened([{ id: 'm1', kind: 'proceedings-transfer' }], regime)
const clocks = (measure: MeasureState) =>
  Object.fromEntries(measure.clocks.map(({ name, ends, stopped }) => [name, { ends, stopped }]))

/** The published example of a type and outcome, said to `m1` so long after the beginning. */
function said(type: string, outcome: string | null, at: number, side: 'requesting' | 'requested'): Words {
  const [example] = examplesOf(type, outcome)
  assert.ok(example !== undefined, `${type} ${outcome ?? ''}`)
  const { body, exhibits } = retold(example, 'm1', Date.parse(after(at)))
  return { type: example.type, ...by(side), at: after(at), body, exhibits }
}

function refusal(ground: object, at = 10 * day): Words {
  const outcomes = [{ measure: 'm1', outcome: 'refused', grounds: [ground], reasons: text }]
  return { type: 'decision', ...S, at: after(at), body: { outcomes } }
}

const granted: Words = {
  type: 'decision',
  ...S,
  at: after(10 * day),
  body: { outcomes: [{ measure: 'm1', outcome: 'granted' }] },
}

function caseSteps(): readonly Step[] {
  const text = readFileSync('schemas/example/case/12-transfer-of-proceedings.json', 'utf8')
  const file = validateCase(JSON.parse(text))
  assert.ok(file.ok)
  return file.case.steps.filter((step) => step.what === 'message')
}

/** Case 12, from its first row to the one named; another message may take the place of the last. */
function played(to: number, instead?: (step: Step) => Step): RequestState {
  const steps = caseSteps().slice(0, to)
  let request: RequestState | null = null
  for (const [place, row] of steps.entries()) {
    const step = instead !== undefined && place === to - 1 ? instead(row) : row
    const valid = validateMessage({
      v: 1,
      id: messageId(Number(step.label.slice(1))),
      type: step.type,
      request: requestId,
      reference: 'DEMO',
      from: step.from,
      to: step.to,
      sentAt: step.at,
      basis: { sequence: 0, head: '0'.repeat(64) },
      ...(step.inReplyTo === undefined ? {} : { inReplyTo: messageId(Number(step.inReplyTo.slice(1))) }),
      salt: 'A'.repeat(43),
      ...step.message,
    })
    assert.ok(valid.ok, JSON.stringify(valid))
    request = accepted(decide(request, { message: valid.message, digest: digestOf(valid.message) }))
  }
  assert.ok(request !== null)
  return request
}

function measureIn({ measures }: RequestState, id: string): MeasureState {
  const found = measures.find((measure) => measure.id === id)
  assert.ok(found !== undefined)
  return found
}

describe('workflow: custody for proceedings (ETS73 27 to 29)', () => {
  it('has three clocks, each with its end and the message that stopped it', () => {
    const arrested = clocks(measureIn(played(2), 'm2'))
    assert.deepEqual(
      [arrested.ETS73_18, arrested.ETS73_40],
      [
        { ends: '2027-04-24T15:15:00Z', stopped: null },
        { ends: '2027-05-16T15:15:00Z', stopped: null },
      ],
    )
    const whole = clocks(measureIn(played(17), 'm2'))
    assert.deepEqual(
      [whole.ETS73_18, whole.ETS73_15, whole.ETS73_40],
      [
        { ends: '2027-04-24T15:15:00Z', stopped: '2027-04-20T12:00:00Z' },
        { ends: '2027-05-05T12:00:00Z', stopped: '2027-05-03T14:00:00Z' },
        { ends: '2027-05-16T15:15:00Z', stopped: '2027-05-10T08:45:00Z' },
      ],
    )
  })

  it('marks that the person must be released when the file comes too late, and decides nothing', () => {
    const late = played(5, (step) => ({ ...step, at: '2027-05-06T16:00:00+02:00' }))
    const custody = measureIn(late, 'm2')
    assert.equal(custody.state, 'requestReceived')
    const marks = marksAt(custody, new Date('2027-05-06T14:00:00Z'))
    assert.ok(marks.some(({ clock, mark }) => clock === 'ETS73_15' && mark === 'mustRelease'))
  })

  it('marks the same when the request comes after eighteen days', () => {
    const late = played(3, (step) => ({ ...step, at: '2027-04-26T14:00:00+02:00' }))
    const marks = marksAt(measureIn(late, 'm2'), new Date('2027-04-26T12:00:00Z'))
    assert.ok(marks.some(({ clock, mark }) => clock === 'ETS73_18' && mark === 'mustRelease'))
  })
})

describe('workflow: the transfer of proceedings', () => {
  it('says at every moment which State may try each count (ETS73 21)', () => {
    const rightAfter = (row: number) => {
      const request = played(row)
      return ['m1', 'm3', 'm4'].map((id) => measureIn(request, id).facts.rightToTry)
    }
    assert.deepEqual(rightAfter(3), ['suspended', 'suspended', 'suspended'])
    assert.deepEqual(rightAfter(10), ['requested', 'requested', 'requesting'])
    assert.deepEqual(rightAfter(13), ['requested', 'requesting', 'requesting'])
    assert.deepEqual(rightAfter(17), ['requested', 'requesting', 'requesting'])
  })

  it('has the words of the suspect in the record, in Russian, before the decision', () => {
    const steps = caseSteps()
    const heard = steps.findIndex(({ message }) => 'views' in message.body)
    const body = (steps[heard]?.message.body ?? {}) as Partial<Messages['status-report']['body']>
    const [view] = body.views ?? []
    assert.equal(view?.words.language, 'ru')
    assert.ok(view.words.text.startsWith('Прошу рассмотреть дело в Молдове'))
    assert.ok(heard < steps.findIndex(({ type }) => type === 'decision'))
  })

  it('wants a ground told by the article that makes it a duty or a choice', () => {
    const request = proceedings('ETS73')
    refused(request, refusal({ code: 'DUAL_CRIMINALITY' }), 'GROUND_NOT_ALLOWED')
    refused(request, refusal({ code: 'DUAL_CRIMINALITY', article: '11' }), 'GROUND_NOT_ALLOWED')
    refused(request, refusal({ code: 'DE_MINIMIS', article: '11' }), 'GROUND_NOT_ALLOWED')
    const kept = accept(request, refusal({ code: 'DUAL_CRIMINALITY', article: '10(a)' }))
    assert.equal(only(kept).state, 'revertedToRequesting')
    assert.equal(
      only(accept(proceedings('UNCC'), refusal({ code: 'DUAL_CRIMINALITY' }))).state,
      'revertedToRequesting',
    )
  })

  it('runs the clocks of the Regulation where it is the basis, and only there', () => {
    const names = (request: RequestState) => clocksRunning(only(request)).map(({ name }) => name)
    const request = proceedings('R3011')
    assert.deepEqual(names(request), ['ACK_TARGET', 'R3011_RECEIPT', 'R3011_DECISION', 'R3011_LIMIT'])
    assert.deepEqual(names(proceedings('ETS73')), ['ACK_TARGET'])
    const { R3011_RECEIPT, R3011_DECISION, R3011_LIMIT } = clocks(only(request))
    const ends = (days: number) => after(days * day).replace('.000', '')
    assert.deepEqual(
      [R3011_RECEIPT?.ends, R3011_DECISION?.ends, R3011_LIMIT?.ends],
      [ends(7), ends(60), ends(90)],
    )
    const acknowledged = accept(request, {
      type: 'acknowledgement',
      ...S,
      at: after(day),
      body: { ownReference: 'MD-1' },
    })
    assert.deepEqual(names(acknowledged), ['R3011_DECISION', 'R3011_LIMIT'])
  })

  it('lets the decision be delayed by thirty days at most, with reasons (R3011 13)', () => {
    const delayed = (days: number): Words => ({
      type: 'decision-delayed',
      ...S,
      at: after(50 * day),
      body: { until: after(days * day), reasons: text },
    })
    refused(proceedings('R3011'), delayed(60), 'DEADLINE_TOO_SHORT')
    refused(proceedings('R3011'), delayed(91), 'WORKFLOW_TOO_LATE')
    const later = accept(proceedings('R3011'), delayed(90))
    assert.equal(clocks(only(later)).R3011_DECISION?.ends, after(90 * day).replace('.000', ''))
    assert.equal(clocks(only(accept(proceedings('ETS73'), delayed(90)))).R3011_DECISION, undefined)
  })

  it('gives persons concerned ten days for an opinion (R3011 6, 7)', () => {
    const outcomes = [{ measure: 'm1', outcome: 'opinionsAsked' }]
    const asked = accept(proceedings('R3011'), {
      type: 'status-report',
      ...S,
      at: after(day),
      body: { outcomes },
    })
    assert.equal(clocks(only(asked)).R3011_OPINION?.ends, after(11 * day).replace('.000', ''))
  })

  it('is withdrawn before the acceptance and not after it', () => {
    const before = accept(proceedings('ETS73'), { type: 'withdraw', at: after(day), body: {} })
    assert.deepEqual(
      [only(before).state, only(before).facts.rightToTry],
      ['revertedToRequesting', 'requesting'],
    )
    const running = accept(proceedings('ETS73'), granted)
    refused(running, { type: 'withdraw', at: after(11 * day), body: {} }, 'WORKFLOW_NOT_EXPECTED')
  })

  it('lets the requesting State try the case only when the right has come back', () => {
    const step = (stage: string, at: number): Words => ({
      type: 'proceedings-step',
      at: after(at),
      body: { stage, what: text, on: '2027-06-02' },
    })
    const running = accept(proceedings('ETS73'), granted)
    refused(proceedings('ETS73'), step('trial', day), 'WORKFLOW_NOT_EXPECTED')
    refused(running, step('trial', 11 * day), 'WORKFLOW_NOT_EXPECTED')
    assert.equal(only(accept(running, step('shortOfTrial', 11 * day))).state, 'accepted')
    const back = accept(running, said('acceptance-withdrawn', 'presence', 12 * day, 'requested'))
    assert.deepEqual([only(back).state, only(back).facts.rightToTry], ['revertedToRequesting', 'requesting'])
    assert.equal(only(accept(back, step('trial', 13 * day))).state, 'revertedToRequesting')
  })

  it('does not call a discontinuance what bars further prosecution', () => {
    const running = accept(proceedings('ETS73'), granted)
    const report = said('outcome-report', 'discontinued', 20 * day, 'requested')
    assert.equal(only(accept(running, report)).state, 'revertedToRequesting')
    const text = JSON.stringify(report.body).replace('"bars":false', '"bars":true')
    refused(running, { ...report, body: JSON.parse(text) as object }, 'MESSAGE_INVALID')
    refused(
      running,
      { ...said('outcome-report', 'decided', 20 * day, 'requested'), exhibits: [] },
      'MESSAGE_INVALID',
    )
  })
})

describe('workflow: the transfer of a sentenced person', () => {
  /** The sentencing State tells of the interest: of the two examples the second. */
  const told = () => {
    const [, example] = examplesOf('sentence-transfer-interest', null)
    assert.ok(example !== undefined && JSON.stringify(example.message.body).includes('"role":"sentencing"'))
    const { body } = retold(example, 'm1', Date.parse(after(0)))
    return accept(null, { type: example.type, measures: ['m1'], body })
  }

  it('lets either State ask, and the other decide', () => {
    const wished = told()
    const byThem = accept(wished, said('sentence-transfer-request', null, day, 'requested'))
    const byUs = accept(wished, said('sentence-transfer-request', null, day, 'requesting'))
    const no = (side: 'requesting' | 'requested'): Words => ({
      ...refusal({ code: 'NOT_A_NATIONAL' }, 2 * day),
      ...by(side),
    })
    assert.equal(only(accept(byThem, no('requesting'))).state, 'refused')
    refused(byThem, no('requested'), 'WORKFLOW_NOT_EXPECTED')
    assert.equal(only(accept(byUs, no('requested'))).state, 'refused')
    refused(byUs, no('requesting'), 'WORKFLOW_NOT_EXPECTED')
  })

  it('leaves documents and consent to the sentencing State, verification and reports to the other', () => {
    let request = accept(told(), said('sentence-transfer-request', null, day, 'requested'))
    refused(
      request,
      said('sentence-transfer-documents', 'sentencing', 2 * day, 'requested'),
      'WORKFLOW_NOT_EXPECTED',
    )
    request = accept(request, said('sentence-transfer-documents', 'sentencing', 2 * day, 'requesting'))
    request = accept(request, {
      ...said('sentence-transfer-consent', 'given', 3 * day, 'requesting'),
      id: messageId(70_001),
    })
    const check = said('sentence-transfer-consent-check', 'verified', 4 * day, 'requested')
    refused(request, check, 'REPLY_MISSING')
    refused(request, { ...check, ...by('requesting'), inReplyTo: messageId(70_001) }, 'WORKFLOW_NOT_EXPECTED')
    request = accept(request, { ...check, inReplyTo: messageId(70_001) })
    request = accept(request, { ...granted, ...by('requesting') })
    request = accept(request, said('sentence-transfer-handover', 'done', 20 * day, 'requested'))
    request = accept(request, said('sentence-transfer-report', 'begun', 21 * day, 'requested'))
    assert.equal(only(request).state, 'enforcing')
    refused(request, said('sentence-transfer-report', 'special', 22 * day, 'requested'), 'REPLY_MISSING')
    const ended = accept(request, said('sentence-transfer-change', 'ends', 23 * day, 'requesting'))
    assert.equal(only(ended).state, 'terminationDue')
    assert.equal(
      only(accept(ended, said('sentence-transfer-report', 'terminated', 24 * day, 'requested'))).state,
      'completed',
    )
  })

  it('goes back to the documents when the consent is taken back, even after both have agreed', () => {
    let request = accept(told(), said('sentence-transfer-request', null, day, 'requested'))
    request = accept(request, said('sentence-transfer-documents', 'sentencing', 2 * day, 'requesting'))
    request = accept(request, said('sentence-transfer-consent', 'notNeeded', 2 * day + hour, 'requesting'))
    request = accept(request, { ...granted, ...by('requesting') })
    const back = only(accept(request, said('sentence-transfer-consent', 'takenBack', 11 * day, 'requesting')))
    assert.deepEqual([back.state, back.decision], ['documents', null])
  })
})
