import assert from 'node:assert/strict'
import { decide } from '../../src/workflow/decide.ts'
import type { RequestState } from '../../src/workflow/state.ts'
import { measureExample } from './examples.ts'
import { type Words, accept, after, day, entry, opened, refused, requestBody, text } from './speak.ts'
import { asks, beginningOf, holding, marks, running, stateOf, told } from './told.ts'
import { only } from './walk.ts'

const arrest = (regime = 'ECE') => opened([{ id: 'm1', kind: 'provisional-arrest' }], regime)
const arrested = (at = day, regime = 'extradition') =>
  told('requested', 'provisional-arrest-result', 'arrested', at, { where: holding(`"under":"${regime}"`) })

describe('workflow: provisional arrest', () => {
  it('is marked after 18 and 40 days, and moved by neither', () => {
    const held = accept(arrest(), arrested())
    assert.deepEqual(running(held), ['PA_18', 'PA_40'])
    const began = beginningOf(held, 'PA_18')
    assert.deepEqual(marks(held, began + 17 * day), ['PA_18 requestAwaited'])
    assert.deepEqual(marks(held, began + 18 * day), ['PA_18 releasePossible'])
    assert.deepEqual(marks(held, began + 40 * day), ['PA_18 releasePossible', 'PA_40 mustRelease'])
    assert.equal(stateOf(held), 'arrested')
  })

  it('is released by a report, and may be asked for again', () => {
    const free = accept(
      accept(arrest(), arrested()),
      told('requested', 'provisional-arrest-result', 'released', 20 * day),
    )
    assert.equal(stateOf(free), 'released')
    assert.deepEqual(running(free), [])
    const again = accept(free, asks('provisional-arrest', 25 * day, 'ECE'))
    assert.equal(stateOf(again), 'paRequested')
    assert.equal(stateOf(accept(again, arrested(26 * day))), 'arrested')
    assert.equal(stateOf(accept(free, asks('extradition', 25 * day, 'ECE'))), 'requestReceived')
  })

  it('becomes an extradition by the request that it announced, which stops its clocks', () => {
    const held = accept(arrest(), arrested())
    const decision = decide(held, entry(asks('extradition', 22 * day, 'ECE')))
    assert.ok(decision.ok)
    const { kind, machine, state, clocks } = only(decision.request)
    assert.deepEqual([kind, machine, state], ['extradition', 'extradition', 'requestReceived'])
    assert.deepEqual(
      clocks.slice(1).map(({ name, stopped }) => [name, stopped]),
      [
        ['PA_18', after(22 * day).replace('.000', '')],
        ['PA_40', after(22 * day).replace('.000', '')],
      ],
    )
    refused(decision.request, asks('extradition', 23 * day, 'ECE'), 'REQUEST_EXISTS')
  })

  it('is not asked for twice while it lasts, so that its clocks run and the request for extradition may come', () => {
    refused(arrest(), asks('provisional-arrest', 12 * day, 'ECE'), 'REQUEST_EXISTS')
    const held = accept(arrest(), arrested())
    refused(held, asks('provisional-arrest', 12 * day, 'ECE'), 'REQUEST_EXISTS')
    assert.deepEqual(running(held), ['PA_18', 'PA_40'])
    assert.equal(stateOf(accept(held, asks('extradition', 12 * day, 'ECE'))), 'requestReceived')
  })

  it('may have other measures asked for beside it, each once', () => {
    const held = accept(arrest(), arrested())
    const both = (ids: readonly [string, string]): Words => ({
      ...asks('extradition', 22 * day, 'ECE'),
      body: requestBody(
        ids.map((id) => ({ id, kind: 'extradition' })),
        'ECE',
      ),
    })
    const { measures, questions } = accept(held, both(['m1', 'm2']))
    assert.deepEqual(
      measures.map(({ id, kind, state }) => [id, kind, state]),
      [
        ['m1', 'extradition', 'requestReceived'],
        ['m2', 'extradition', 'requestReceived'],
      ],
    )
    assert.deepEqual(questions, [])
    const alone = accept(held, both(['m2', 'm3']))
    assert.deepEqual(
      alone.measures.map(({ id, state }) => `${id} ${state}`),
      ['m1 arrested', 'm2 requestReceived', 'm3 requestReceived'],
    )
    refused(held, both(['m1', 'm1']), 'MESSAGE_INVALID')
    const unknown = {
      ...asks('extradition', 22 * day, 'ECE'),
      body: requestBody([{ id: 'm1', kind: 'extradition', basis: 'l9' }], 'ECE'),
    }
    refused(held, unknown, 'PROFILE_UNKNOWN')
  })

  it('goes on under the basis that the request names', () => {
    assert.equal(
      only(accept(accept(arrest(), arrested()), asks('extradition', 22 * day, 'UNCC'))).profile,
      'UNCC',
    )
    refused(accept(arrest(), arrested()), asks('extradition', 22 * day, 'MA59'), 'MEASURE_NOT_COVERED')
    refused(accept(arrest(), arrested()), asks('stored-data', 22 * day, 'BUD'), 'MEASURE_UNKNOWN')
  })

  it('ends with the most that the basis allows, where it has a most', () => {
    const late = (regime: string) => {
      const words = arrested()
      const body = JSON.parse(JSON.stringify(words.body)) as {
        outcomes: { result: { release: { dueAt: string } } }[]
      }
      const [outcome] = body.outcomes
      assert.ok(outcome !== undefined)
      outcome.result.release.dueAt = after(60 * day)
      return decide(arrest(regime), entry({ ...words, body }))
    }
    const refusal = late('ECE')
    assert.deepEqual(refusal.ok || [refusal.code, refusal.pointer], [
      'DEADLINE_TOO_LONG',
      '/body/outcomes/0/result/release/dueAt',
    ])
    assert.ok(late('UNCC').ok, 'the Convention has no number')
  })

  it('may be decided without a request where the person consents, and the first time stands still meanwhile', () => {
    const held = accept(arrest('ECE3'), arrested())
    assert.deepEqual(running(held), ['PA_18', 'PA_40', 'ECE3_CONSENT'])
    const consented = accept(held, told('requested', 'extradition-consent', 'consented', 3 * day))
    assert.equal(stateOf(consented), 'consented')
    assert.deepEqual(running(consented), ['PA_40', 'ECE3_DECISION'])
    const back = accept(consented, told('requested', 'extradition-consent', 'revoked', 8 * day))
    assert.equal(stateOf(back), 'arrested')
    const ends = (request: RequestState, name: string) =>
      Date.parse(only(request).clocks.find((clock) => clock.name === name)?.ends ?? '')
    assert.equal(ends(back, 'PA_18') - ends(held, 'PA_18'), 5 * day)
    assert.equal(ends(back, 'PA_40'), ends(held, 'PA_40'), 'forty days are the most in any event')
    const granted = accept(consented, told('requested', 'extradition-decision', 'granted', 9 * day))
    assert.deepEqual([stateOf(granted), only(granted).machine], ['granted', 'extradition'])
    assert.deepEqual(running(granted), ['ECE3_SURRENDER'])
    const decided = told('requested', 'extradition-decision', 'granted', 9 * day)
    refused(held, decided, 'WORKFLOW_NOT_EXPECTED')
  })

  it('stands still under no basis that does not say so', () => {
    for (const regime of ['ECE', 'EUUS', 'UNCC']) {
      const held = accept(arrest(regime), arrested())
      const consented = accept(held, told('requested', 'extradition-consent', 'consented', 3 * day))
      assert.deepEqual(running(consented).slice(0, 2), ['PA_18', 'PA_40'], regime)
      const began = beginningOf(held, 'PA_18')
      assert.ok(marks(consented, began + 18 * day).includes('PA_18 releasePossible'), regime)
    }
  })

  it('keeps the clocks of an arrest for proceedings apart', () => {
    const held = accept(arrest('ETS73'), arrested(day, 'proceedings'))
    assert.deepEqual(running(held), ['ETS73_18', 'ETS73_40'])
    const asked = accept(held, asks('provisional-arrest', 14 * day, 'ETS73'))
    assert.deepEqual([stateOf(asked), only(asked).machine], ['requestReceived', 'provisional-arrest'])
    assert.deepEqual(running(asked), ['ETS73_40', 'ETS73_15'])
  })

  it('for an extradition is not ended by a request for proceedings in the same record: its clocks run, and its request may come', () => {
    const proceedings = (more: object = {}): Words => ({
      type: 'supplement',
      at: after(10 * day),
      body: {
        text,
        brings: 'request',
        measures: [{ ...measureExample('proceedings-transfer'), id: 'm7', basis: 'l2' }],
        legalBasis: [{ id: 'l2', instrument: 'UNCC', article: '39' }],
      },
      ...more,
    })
    for (const regime of ['UNCC', 'ECE', 'EUUS']) {
      const asked = accept(arrest(regime), proceedings())
      assert.equal(stateOf(asked), 'paRequested', regime)
      const held = accept(arrest(regime), arrested())
      const both = accept(held, proceedings())
      assert.deepEqual(
        both.measures.map(({ id, state }) => `${id} ${state}`),
        ['m1 arrested', 'm7 requested'],
        regime,
      )
      assert.deepEqual(running(both), ['PA_18', 'PA_40'], regime)
      const began = beginningOf(both, 'PA_40')
      assert.ok(marks(both, began + 40 * day).includes('PA_40 mustRelease'), regime)
      refused(held, proceedings({ measures: ['m1'] }), 'WORKFLOW_NOT_EXPECTED')
      const request = accept(both, asks('extradition', 12 * day, regime))
      assert.deepEqual([only(request).kind, stateOf(request)], ['extradition', 'requestReceived'], regime)
    }
  })

  it('for proceedings ends its first time with the request for them', () => {
    const announced = opened([{ id: 'm1', kind: 'provisional-arrest', what: 'proceedings' }], 'ETS73')
    const held = accept(announced, arrested(day, 'proceedings'))
    const asked = accept(held, {
      type: 'supplement',
      at: after(14 * day),
      body: {
        text,
        brings: 'request',
        measures: [{ ...measureExample('proceedings-transfer'), id: 'm7' }],
      },
    })
    assert.equal(stateOf(asked), 'requestReceived')
    assert.deepEqual(running(asked), ['ETS73_40', 'ETS73_15'])
  })
})
