import assert from 'node:assert/strict'
import { measureExample } from '../examples.ts'
import { text } from '../speak.ts'
import { applied, findings, found, request, requestFor } from './drafts.ts'

const national = { role: 'accused', names: [{ family: 'Example' }], nationalities: ['MA', 'NZ'] }
const sought = { person: { person: national } }
const offence = (maximumPenalty: object, number = 1) => ({
  number,
  code: 'UNCC-10',
  place: 'Rabat',
  time: { from: '2026-09-14' },
  domestic: 'Penal Code 2',
  participation: 'perpetrator',
  statute: text,
  conduct: text,
  maximumPenalty,
  limitation: { provision: 'Penal Code 5', lapsesOn: '2041-09-16' },
})
const handedOver = ['extradition', 'provisional-arrest', 'transit']

describe('workflow: the check of a draft, nationals', () => {
  const refusing = { ...applied, nationals: { extradited: 'no' } }
  const codes = ['NATIONAL_NOT_EXTRADITED']

  it('are told where the measure seeks one, who is not extradited', () => {
    for (const kind of handedOver)
      assert.deepEqual(
        found(requestFor(kind, ['UNCC'], sought), refusing, codes),
        ['sentBack NATIONAL_NOT_EXTRADITED /body/measures/0/person/person/nationalities'],
        kind,
      )
  })

  it('are told with the condition on which they are extradited', () => {
    const rules = { ...applied, nationals: { extradited: 'onCondition', condition: text } }
    const draft = requestFor('extradition', ['UNCC'], sought)
    assert.deepEqual(found(draft, rules, codes), [
      'note NATIONAL_NOT_EXTRADITED /body/measures/0/person/person/nationalities',
    ])
    const [one] = findings(draft, rules).filter(({ code }) => codes.includes(code))
    assert.match(one?.words ?? '', /on a condition: As the case may be\./)
    assert.deepEqual(found(draft, { ...applied, nationals: { extradited: 'yes' } }, codes), [])
  })

  it('are no matter for others, nor where the State is asked to prosecute instead', () => {
    const stranger = { person: { person: { ...national, nationalities: ['MA'] } } }
    assert.deepEqual(found(requestFor('extradition', ['UNCC'], stranger), refusing, codes), [])
    assert.deepEqual(found(requestFor('prosecute-instead', ['UNCC'], sought), refusing, codes), [])
    assert.deepEqual(
      found(requestFor('statement', ['UNCC'], {}, { persons: [national] }), refusing, codes),
      [],
    )
  })

  it('are looked for among the suspects of the request where the measure names nobody yet', () => {
    const draft = requestFor(
      'extradition',
      ['UNCC'],
      {},
      { persons: [{ ...national, role: 'victim' }, national] },
    )
    assert.ok(draft.type === 'request')
    const measures = draft.body.measures.map((measure) => ({ ...measure, person: undefined }))
    const unfinished = { ...draft, body: { ...draft.body, measures } } as unknown as typeof draft
    assert.deepEqual(found(unfinished, refusing, codes), [
      'sentBack NATIONAL_NOT_EXTRADITED /body/persons/1/nationalities',
    ])
  })
})

describe('workflow: the check of a draft, penalties', () => {
  const rules = { ...applied, minimumPenaltyMonths: 12 }
  const codes = ['PENALTY_TOO_LOW']
  const under = (...offences: object[]) =>
    found(requestFor('extradition', ['UNCC'], { offences }), rules, codes)

  it('are told where every offence of the measure is below the least', () => {
    assert.deepEqual(under(offence({ months: 11 })), [
      'sentBack PENALTY_TOO_LOW /body/measures/0/offences/0/maximumPenalty',
    ])
    assert.deepEqual(under(offence({ years: 1 })), [])
    assert.deepEqual(under(offence({ life: true })), [])
  })

  it('of a lesser offence beside a grave one are good to know', () => {
    assert.deepEqual(under(offence({ years: 4 }), offence({ months: 6 }, 2)), [
      'note PENALTY_TOO_LOW /body/measures/0/offences/1/maximumPenalty',
    ])
  })

  it('are looked for in the request where the measure names no offence, and never for evidence', () => {
    const light = {
      offences: [{ code: 'UNCC-7', domestic: 'Penal Code 1', conduct: text, maximumPenalty: { months: 6 } }],
    }
    assert.deepEqual(found(request(light), rules, codes), [])
    const draft = requestFor('extradition', ['UNCC'], {}, light)
    assert.ok(draft.type === 'request')
    const measures = draft.body.measures.map((measure) => ({ ...measure, offences: undefined }))
    const unfinished = { ...draft, body: { ...draft.body, measures } } as unknown as typeof draft
    assert.deepEqual(found(unfinished, rules, codes), [
      'sentBack PENALTY_TOO_LOW /body/offences/0/maximumPenalty',
    ])
  })
})

describe('workflow: the check of a draft, the death penalty', () => {
  const codes = ['DEATH_PENALTY_ASSURANCE', 'DEATH_PENALTY_THERE']
  const rules = (deathPenalty: string) => ({ ...applied, deathPenalty })
  const capital = { offences: [offence({ death: true })], undertakingsOffered: [{ code: 'SPECIALTY' }] }
  const place = '/body/measures/0/offences/0/maximumPenalty/death'

  it('asks for an assurance where the State would hand over a person to it', () => {
    const draft = requestFor('extradition', ['UNCC'], capital)
    for (const policy of ['abolished', 'notCarriedOut'])
      assert.deepEqual(found(draft, rules(policy), codes), [`sentBack DEATH_PENALTY_ASSURANCE ${place}`])
    assert.deepEqual(found(draft, rules('retained'), codes), [])
    assert.deepEqual(
      found(
        requestFor('extradition', ['UNCC'], { offences: [offence({ years: 9 })] }),
        rules('abolished'),
        codes,
      ),
      [],
    )
  })

  it('asks for it as well where a sentence of death is to be carried out', () => {
    const { judgment } = measureExample('enforce-instead', 'life')
    const under = (more: object) =>
      found(
        requestFor('extradition', ['UNCC'], {
          offences: [offence({ years: 9 })],
          purpose: { for: 'sentence', judgment: { ...(judgment as object), ...more } },
        }),
        rules('abolished'),
        codes,
      )
    assert.deepEqual(under({}), [])
    assert.deepEqual(under({ death: true }), [
      'sentBack DEATH_PENALTY_ASSURANCE /body/measures/0/purpose/judgment/death',
    ])
  })

  it('is content with an assurance that is offered', () => {
    for (const code of ['DEATH_NOT_IMPOSED', 'DEATH_NOT_EXECUTED']) {
      const draft = requestFor('extradition', ['UNCC'], { ...capital, undertakingsOffered: [{ code }] })
      assert.deepEqual(found(draft, rules('abolished'), codes), [], code)
    }
  })

  it('is good to know where evidence is asked for, in the offences of the request', () => {
    const offences = [
      { code: 'UNCC-7', domestic: 'Penal Code 1', conduct: text, maximumPenalty: { death: true } },
    ]
    assert.deepEqual(found(request({ offences }), rules('abolished'), codes), [
      'note DEATH_PENALTY_ASSURANCE /body/offences/0/maximumPenalty/death',
    ])
  })

  it('is told of a State that has it and is asked to try a person', () => {
    assert.ok(Array.isArray(measureExample('proceedings-transfer').counts))
    for (const kind of ['prosecute-instead', 'proceedings-transfer'])
      assert.deepEqual(found(requestFor(kind, ['UNCC']), rules('retained'), codes), [
        'note DEATH_PENALTY_THERE /body/measures/0',
      ])
  })
})
