import assert from 'node:assert/strict'
import type { Message } from '../../src/message/generated/types.ts'
import type { Unfinished } from '../../src/message/unfinished.ts'
import { contentGaps, contentRefusal, offenceRefusal } from '../../src/workflow/content.ts'
import { type ContentRule, type Profile, profileNamed } from '../../src/workflow/profile.ts'
import { entry, refused, requestBody } from './speak.ts'

const asked = (more: object = {}, kind = 'stored-data') => {
  const { message } = entry({ type: 'request', body: requestBody([{ id: 'm1', kind }], 'UNCC', more) })
  assert.ok(message.type === 'request')
  const [measure] = message.body.measures
  assert.ok(measure !== undefined)
  return { message, measure }
}
const rule = (more: Partial<ContentRule>): ContentRule => ({
  kinds: ['stored-data'],
  pointers: ['/body/persons'],
  weight: 'required',
  words: 'who it is about',
  source: 'test',
  marking: 'V',
  ...more,
})
const under = (...content: ContentRule[]): Profile => ({ ...profileNamed('UNCC'), content })
const person = { role: 'suspect', names: [{ family: 'Example' }] }

describe('workflow: what a legal basis asks of a request beyond its schemas', () => {
  it('is refused where it is required and not there, with the place and the words', () => {
    const { message, measure } = asked()
    const refusal = contentRefusal(message, measure, under(rule({})))
    assert.equal(refusal?.code, 'CONTENT_MISSING')
    assert.equal(refusal.pointer, '/body/persons')
    assert.equal(refusal.detail, 'm1: who it is about (test)')
    assert.equal(contentRefusal(asked({ persons: [person] }).message, measure, under(rule({}))), null)
  })

  it('is only told where it is expected', () => {
    const { message, measure } = asked()
    const profile = under(rule({ weight: 'expected' }))
    assert.equal(contentRefusal(message, measure, profile), null)
    assert.deepEqual(
      contentGaps(message, measure, profile).map(({ pointer }) => pointer),
      ['/body/persons'],
    )
  })

  it('is looked for in every item of a list, in the measure and among the files', () => {
    const { message, measure } = asked()
    const gaps = (...rules: ContentRule[]) =>
      contentGaps(message, measure, under(...rules)).map(({ pointer }) => pointer)
    assert.deepEqual(gaps(rule({ pointers: ['/body/offences/*/conduct'] })), ['/body/offences'])
    assert.deepEqual(gaps(rule({ pointers: ['/body/offences/*/conduct', '/body/offences/*/domestic'] })), [])
    assert.deepEqual(gaps(rule({ pointers: ['/measure/preserved'] })), ['/body/measures/0/preserved'])
    assert.deepEqual(gaps(rule({ pointers: ['/body/offences/0/code'] })), [])
    assert.deepEqual(gaps(rule({ pointers: ['/exhibits'] })), ['/exhibits'])
  })

  it('is wanted in the measure itself where one of its kind has a place for it', () => {
    const placed = (kind: string, pointers: readonly string[]) => {
      const measure = { id: 'm1', kind } as const
      const message = { type: 'request', body: { measures: [measure] } } as unknown as Unfinished<Message>
      const wanted = under(rule({ kinds: [kind], pointers }))
      return contentGaps(message, measure as Parameters<typeof contentGaps>[1], wanted).map(
        (one) => one.pointer,
      )
    }
    const times = ['/measure/period', '/measure/data/period', '/measure/transactions/period', '/body/period']
    assert.deepEqual(placed('records', times), ['/body/measures/0/period'])
    assert.deepEqual(placed('stored-data', times), ['/body/measures/0/data/period'])
    assert.deepEqual(placed('search-seizure', times), ['/body/period'])
    const [first] =
      profileNamed('UNCC').content?.filter(({ pointers }) => pointers.includes('/body/period')) ?? []
    assert.deepEqual(placed('stored-data', first?.pointers ?? []), ['/body/measures/0/data/period'])
  })

  it('may hang on something else, or have to be one of several values', () => {
    const { message, measure } = asked()
    const gaps = (more: Partial<ContentRule>) => contentGaps(message, measure, under(rule(more))).length
    assert.equal(gaps({ when: { pointer: '/measure/coercive', in: [true] } }), 1)
    assert.equal(gaps({ when: { pointer: '/measure/coercive', in: [false] } }), 0)
    assert.equal(gaps({ when: { pointer: '/body/urgency', known: true } }), 0)
    assert.equal(gaps({ when: { pointer: '/body/urgency', known: false } }), 1)
    assert.equal(gaps({ pointers: ['/body/proceeding/nature'], in: ['investigation'] }), 0)
    assert.equal(gaps({ pointers: ['/body/proceeding/nature'], in: ['trial'] }), 1)
    assert.equal(gaps({ kinds: ['preservation'] }), 0)
  })

  it('concerns the measures of a request, and other messages only where the rule names them', () => {
    const { message } = entry({ type: 'withdraw' })
    const { measure } = asked()
    const ofIt = rule({ messages: ['withdraw'], pointers: ['/body/text'] })
    assert.equal(contentRefusal(message, measure, under(rule({}))), null)
    assert.equal(contentRefusal(asked().message, { ...measure, id: 'm9' }, under(rule({}))), null)
    assert.equal(contentRefusal(asked().message, measure, under(ofIt)), null)
    const refusal = contentRefusal(message, measure, under(ofIt))
    assert.deepEqual([refusal?.code, refusal?.pointer], ['CONTENT_MISSING', '/body/text'])
    assert.equal(contentRefusal(message, { id: 'm1', kind: 'freezing' }, under(ofIt)), null)
  })

  it('may be a list with nothing in it, where that says that there is none', () => {
    const { message, measure } = asked()
    const files = (more: Partial<ContentRule>) =>
      contentGaps(message, measure, under(rule({ pointers: ['/exhibits'], ...more }))).length
    assert.deepEqual([files({}), files({ mayBeEmpty: true })], [1, 0])
    assert.equal(files({ pointers: ['/body/persons'], mayBeEmpty: true }), 1)
  })
})

describe('workflow: the offences for which a basis gives more than electronic evidence (R-04)', () => {
  const serious = {
    offences: [
      {
        code: 'UNCC-SERIOUS',
        domestic: 'Penal Code 9',
        maximumPenalty: { years: 8 },
        conduct: { language: 'en', text: 'Fraud.' },
      },
    ],
  }
  const statement = { id: 'm1', kind: 'statement' as never }
  const alone = { legalBasis: [{ id: 'l1', instrument: 'UNCC', article: '40', regime: true }] }

  it('let electronic evidence pass for any of them', () => {
    const { message, measure } = asked({ ...serious, ...alone })
    assert.equal(offenceRefusal(message, measure, profileNamed('UNCC')), null)
  })

  it('stop anything else for others, unless a second basis covers it', () => {
    const uncc = profileNamed('UNCC')
    const refusal = offenceRefusal(asked({ ...serious, ...alone }).message, statement, uncc)
    assert.equal(refusal?.code, 'MEASURE_NOT_COVERED')
    assert.equal(refusal.pointer, '/body/offences')
    assert.equal(offenceRefusal(asked(alone).message, statement, uncc), null)
    const second = [...alone.legalBasis, { id: 'l2', instrument: 'RECIPROCITY', article: '-' }]
    const covering = { ...profileNamed('RECIPROCITY') }
    assert.ok(covering.electronicOnlyUnless === undefined)
    const { message } = asked({ ...serious, legalBasis: second })
    assert.equal(offenceRefusal(message, { id: 'm1', kind: 'preservation' }, uncc), null)
    assert.equal(offenceRefusal(message, statement, profileNamed('BUD')), null)
  })

  it('are serious only from a maximum penalty of four years on', () => {
    const [offence] = serious.offences
    const body = (maximumPenalty: object) =>
      requestBody([{ id: 'm1', kind: 'stored-data' }], 'UNCC', { offences: [{ ...offence, maximumPenalty }] })
    assert.throws(() => entry({ type: 'request', body: body({ years: 3 }) }), /MESSAGE_INVALID/)
    entry({ type: 'request', body: body({ months: 48 }) })
    entry({ type: 'request', body: body({ life: true }) })
  })

  it('are told when the record is opened', () => {
    refused(
      null,
      { type: 'request', body: requestBody([{ id: 'm1', kind: 'stored-data', basis: 'l9' }]) },
      'PROFILE_UNKNOWN',
    )
  })
})
