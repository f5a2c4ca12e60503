import assert from 'node:assert/strict'
import { replay } from '../../src/workflow/replay.ts'
import {
  type Words,
  accept,
  after,
  bodyOf,
  by,
  day,
  entry,
  hour,
  messageId,
  opened,
  refused,
} from './speak.ts'
import { asks, beginningOf, holding, marks, running, stateOf, told } from './told.ts'
import { only } from './walk.ts'

const [Q, S] = [by('requesting'), by('requested')]
const text = { language: 'en', text: 'The reasons.' }
const extradition = (regime = 'ECE') => opened([{ id: 'm1', kind: 'extradition' }], regime)

describe('workflow: the decision on extradition', () => {
  const withheld = told('requested', 'extradition-decision', 'refused', 20 * day, {
    where: holding('reasonsWithheldBecause'),
  })

  it('gives reasons, unless the basis knows that they may be withheld', () => {
    refused(extradition('ECE'), withGround(withheld, 'LAPSE_OF_TIME'), 'CONTENT_MISSING')
    assert.equal(stateOf(accept(extradition('UNCC'), withGround(withheld, 'LAPSE_OF_TIME'))), 'refused')
  })

  it('gives a ground of the basis', () => {
    refused(extradition('ECE'), withGround(withheld, 'BANK_SECRECY'), 'GROUND_NOT_ALLOWED')
  })

  it('waits for an assurance until the time for it has passed', () => {
    const asked = accept(extradition(), told('requested', 'assurance-request', null, 10 * day))
    const grants = (at: number) => told('requested', 'extradition-decision', 'grantedConditional', at)
    const refuses = (at: number) =>
      told('requested', 'extradition-decision', 'refused', at, {
        where: (body) => !JSON.stringify(body).includes('Withheld'),
      })
    refused(asked, grants(11 * day), 'WORKFLOW_NOT_EXPECTED')
    refused(asked, refuses(11 * day), 'WORKFLOW_NOT_EXPECTED')
    assert.equal(stateOf(accept(asked, refuses(100 * day))), 'refused')
    const late: Words = {
      type: 'status-report',
      ...S,
      at: after(100 * day),
      body: bodyOf('status-report', 'courtPhase', 'm1', 0),
    }
    assert.equal(stateOf(accept(asked, late)), 'courtPhase')
  })

  it('makes conditions obligations that outlive it', () => {
    const granted = accept(
      extradition(),
      told('requested', 'extradition-decision', 'grantedConditional', 20 * day),
    )
    assert.deepEqual(
      only(granted).obligations.map(({ code }) => code),
      ['DEATH_NOT_EXECUTED', 'LIFE_REVIEWABLE', 'SPECIALTY'],
    )
  })

  it('leads to prosecution, or to enforcement, where it is a refusal', () => {
    const no = accept(extradition('UNCC'), withGround(withheld, 'NATIONALITY'))
    for (const what of ['prosecute', 'enforce'] as const) {
      const id = messageId(70_001)
      const asked = accept(no, told('requesting', `${what}-instead-request`, null, 30 * day, { id }))
      assert.equal(stateOf(asked), 'insteadRequested')
      const other = what === 'prosecute' ? 'enforce' : 'prosecute'
      refused(
        asked,
        told('requested', `${other}-instead-accepted`, null, 40 * day, { inReplyTo: id }),
        'REPLY_MISMATCH',
      )
      const taken = accept(
        asked,
        told('requested', `${what}-instead-accepted`, null, 40 * day, { inReplyTo: id }),
      )
      assert.equal(stateOf(taken), `${what}Instead`)
      const report: Words = { type: 'outcome-report', ...S, at: after(200 * day), body: { text } }
      assert.equal(stateOf(accept(taken, report)), 'outcomeReported')
      refused(taken, { ...report, ...Q }, 'WORKFLOW_NOT_EXPECTED')
    }
  })
})

describe('workflow: surrender', () => {
  const granted = (regime = 'ECE') =>
    accept(extradition(regime), told('requested', 'extradition-decision', 'grantedConditional', 20 * day))
  const plan = (at: number, more: Partial<Words> = {}) => told('requested', 'surrender-plan', null, at, more)

  it('is marked 15 and 30 days after its date, by the last date alone', () => {
    const planned = accept(granted(), plan(30 * day))
    const date = beginningOf(planned, 'SURR_15')
    assert.deepEqual(marks(planned, date + 14 * day), ['SURR_15 surrenderAwaited'])
    assert.deepEqual(marks(planned, date + 30 * day), ['SURR_15 releasePossible', 'SURR_30 mustRelease'])
    assert.equal(stateOf(planned), 'surrenderPlanned')
    const prevented = accept(planned, told('requesting', 'surrender-failed', 'forceMajeure', 40 * day))
    assert.deepEqual([stateOf(prevented), running(prevented)], ['forceMajeure', []])
    const anew = accept(prevented, plan(41 * day))
    assert.deepEqual(running(anew), ['SURR_15', 'SURR_30'])
    const missed = accept(planned, told('requested', 'surrender-failed', 'notTakenOver', 50 * day))
    assert.deepEqual([stateOf(missed), running(missed)], ['failed', ['SURR_15', 'SURR_30']])
  })

  it('is not set to a date that has passed, nor by the requesting side', () => {
    const body = { ...plan(30 * day).body, at: after(29 * day) }
    refused(granted(), plan(30 * day, { body }), 'DEADLINE_TOO_SHORT')
    refused(granted(), { ...plan(30 * day), ...Q }, 'WORKFLOW_WRONG_SIDE')
  })

  it('waits for a remedy that suspends, and for no other', () => {
    const lodged = (suspensive: boolean): Words => ({
      type: 'remedy-notice',
      ...S,
      at: after(25 * day),
      body: { outcomes: [{ measure: 'm1', outcome: 'lodged' }], suspensive, text },
    })
    refused(accept(granted(), lodged(true)), plan(30 * day), 'WORKFLOW_NOT_EXPECTED')
    assert.equal(stateOf(accept(accept(granted(), lodged(false)), plan(30 * day))), 'surrenderPlanned')
  })

  it('may be for a time, and then comes again', () => {
    const id = messageId(70_002)
    const steps: readonly (readonly [Words, string])[] = [
      [told('requesting', 'temporary-surrender-agree', 'proposed', 25 * day, { id }), 'grantedConditional'],
      [
        told('requested', 'temporary-surrender-agree', 'agreed', 26 * day, { inReplyTo: id }),
        'temporaryAgreed',
      ],
      [plan(27 * day), 'surrenderPlanned'],
      [
        told('requested', 'surrender-done', 'handedOver', 50 * day, { id: messageId(70_003) }),
        'temporarilySurrendered',
      ],
      [
        told('requesting', 'surrender-done', 'received', 51 * day, { inReplyTo: messageId(70_003) }),
        'temporarilySurrendered',
      ],
      [
        told('requesting', 'temporary-surrender-return', 'returned', 100 * day, { id: messageId(70_004) }),
        'returned',
      ],
      [
        told('requested', 'temporary-surrender-return', 'confirmed', 101 * day, {
          inReplyTo: messageId(70_004),
        }),
        'returned',
      ],
      [plan(110 * day), 'surrenderPlanned'],
      [told('requested', 'surrender-done', 'handedOver', 140 * day), 'surrendered'],
    ]
    let request = granted()
    for (const [words, state] of steps) {
      request = accept(request, words)
      assert.equal(stateOf(request), state, words.type)
    }
    const lent = steps.slice(0, 4).reduce((before, [words]) => accept(before, words), granted())
    const failed = told('requesting', 'temporary-surrender-return', 'failed', 60 * day)
    const gone = accept(lent, failed)
    assert.equal(stateOf(gone), 'notReturned')
    assert.ok(
      gone.measures[0]?.clocks.some(({ name, stopped }) => name === 'TEMP_RETURN' && stopped === null),
    )
    assert.equal(
      stateOf(accept(gone, told('requesting', 'temporary-surrender-return', 'returned', 70 * day))),
      'returned',
    )
    for (const away of [lent, gone]) {
      const longer = { id: messageId(70_006) }
      const asked = accept(
        away,
        told('requesting', 'temporary-surrender-agree', 'proposed', 61 * day, longer),
      )
      const given = told('requested', 'temporary-surrender-agree', 'agreed', 62 * day, {
        inReplyTo: longer.id,
      })
      assert.equal(stateOf(accept(asked, given)), 'temporarilySurrendered')
      const stays = accept(away, told('requested', 'surrender-done', 'handedOver', 62 * day))
      assert.equal(stateOf(stays), 'surrendered')
      assert.ok(
        stays.measures[0]?.clocks.every(({ name, stopped }) => name !== 'TEMP_RETURN' || stopped !== null),
      )
    }
    refused(
      accept(granted(), plan(27 * day)),
      told('requesting', 'temporary-surrender-return', 'returned', 50 * day),
      'WORKFLOW_NOT_EXPECTED',
    )
  })
})

describe('workflow: specialty', () => {
  const surrendered = () => {
    const granted = accept(
      extradition(),
      told('requested', 'extradition-decision', 'grantedConditional', 20 * day),
    )
    const planned = accept(granted, told('requested', 'surrender-plan', null, 21 * day))
    const handed = accept(
      planned,
      told('requested', 'surrender-done', 'handedOver', 40 * day, { id: messageId(70_005) }),
    )
    return accept(
      handed,
      told('requesting', 'surrender-done', 'received', 41 * day, { inReplyTo: messageId(70_005) }),
    )
  }
  const beyond = (at: number): Words => ({
    type: 'outcome-report',
    ...Q,
    at: after(at),
    body: { text, beyondSurrender: true },
  })

  it('lets nothing else be tried until the requested State consents', () => {
    const bound = surrendered()
    assert.equal(stateOf(bound), 'specialtyActive')
    refused(bound, beyond(50 * day), 'WORKFLOW_NOT_EXPECTED')
    const id = messageId(70_006)
    const asked = accept(bound, told('requesting', 'specialty-consent-request', null, 50 * day, { id }))
    const answer: Words = {
      type: 'use-consent',
      ...S,
      at: after(60 * day),
      inReplyTo: id,
      body: { allows: text },
    }
    refused(accept(asked, answer), beyond(70 * day), 'WORKFLOW_NOT_EXPECTED')
    const consented = accept(asked, { ...answer, body: { allows: text, specialty: true } })
    assert.equal(stateOf(accept(consented, beyond(70 * day))), 'specialtyActive')
  })

  it('is not ended sooner by the State that it binds', () => {
    const words = told('requesting', 'specialty-ended', 'discharged', 100 * day)
    const dated = (days: number): Words => {
      const until = after((100 + days) * day)
      return { ...words, body: { ...words.body, at: after(100 * day), until } }
    }
    refused(surrendered(), dated(1), 'DEADLINE_TOO_SHORT')
    refused(surrendered(), dated(44), 'DEADLINE_TOO_SHORT')
    assert.deepEqual(running(accept(surrendered(), dated(46))), ['SPECIALTY'])
  })

  it('ends when he stays 45 days after his discharge, not when the clock says so', () => {
    const discharged = accept(surrendered(), told('requesting', 'specialty-ended', 'discharged', 100 * day))
    assert.deepEqual(running(discharged), ['SPECIALTY'])
    assert.deepEqual(marks(discharged, 150 * day), ['SPECIALTY specialtyMayEnd'])
    assert.equal(stateOf(discharged), 'specialtyActive')
    const stayed = (at: number) => told('requesting', 'specialty-ended', 'stayed', at)
    refused(discharged, stayed(120 * day), 'DEADLINE_TOO_SHORT')
    const ended = accept(discharged, stayed(150 * day))
    assert.equal(stateOf(ended), 'specialtyEnded')
    assert.equal(stateOf(accept(ended, beyond(160 * day))), 'specialtyEnded')
    assert.deepEqual(
      running(accept(discharged, told('requesting', 'specialty-ended', 'left', 120 * day))),
      [],
    )
  })
})

describe('workflow: transit', () => {
  it('holds a person who landed unscheduled for 96 hours at most, unless a request for transit comes', () => {
    const notice = accept(null, told('requesting', 'overflight-notice', null, 0))
    assert.deepEqual([stateOf(notice), only(notice).profile], ['overflightNotified', 'ECE'])
    const landing = told('requesting', 'unscheduled-landing', null, 2 * hour)
    const landed = accept(notice, landing)
    assert.deepEqual([stateOf(landed), running(landed)], ['unscheduledLanding', ['TRANSIT']])
    assert.deepEqual(marks(landed, 96 * hour + day), ['TRANSIT transitOver'])
    const asked = accept(landed, asks('transit', day, 'EUUS'))
    assert.deepEqual([stateOf(asked), only(asked).profile, running(asked)], ['requested', 'EUUS', []])
    const ends = told('requested', 'transit-done', 'released', 6 * day)
    assert.equal(stateOf(accept(landed, ends)), 'lapsed')
    refused(asked, ends, 'WORKFLOW_NOT_EXPECTED')
  })

  it('replays to the same', () => {
    const first = entry(told('requesting', 'overflight-notice', null, 0))
    const second = entry(told('requested', 'unscheduled-landing', null, 2 * hour))
    const third = entry(asks('transit', day, 'ECE'))
    const result = replay([first, second, third])
    assert.ok(result.ok)
    assert.deepEqual([stateOf(result.request), result.request.sequence], ['requested', 3])
  })
})

/** The same refusal, on another ground. */
function withGround(words: Words, code: string): Words {
  const body = JSON.parse(JSON.stringify(words.body)) as { outcomes: { grounds: object[] }[] }
  for (const outcome of body.outcomes) outcome.grounds = [{ code }]
  return { ...words, body }
}
