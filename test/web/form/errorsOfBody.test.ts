import assert from 'node:assert/strict'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { fullFormats } from 'ajv-formats/dist/formats.js'
import { type Slot, itemSlot, memberSlots, slotAt } from '../../../src/letter/alternatives.ts'
import { bodyPlace } from '../../../src/letter/body.ts'
import { letterLanguages } from '../../../src/letter/language.ts'
import { isObject } from '../../../src/letter/words.ts'
import type { MessageType } from '../../../src/message/generated/types.ts'
import type { JsonObject, JsonValue } from '../../../src/message/json.ts'
import { knownMessageTypes } from '../../../src/message/registry.ts'
import { controlOf } from '../../../src/web/form/control.ts'
import { type BodyError, errorsOfBody } from '../../../src/web/form/errorsOfBody.ts'
import { exampleOf, examples } from '../../../src/web/form/examples.ts'
import { planOf } from '../../../src/web/form/plan.ts'
import { elementsIn, readHtml, textOf } from '../../support/html.ts'
import { idsIn } from '../../support/formControls.ts'
import { exampleBodies, garbled, ofPart, partOf, readerOf, shown } from './forms.ts'

/** A body of which every second member is gone, at every depth. */
function halved(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(halved)
  if (typeof value !== 'object' || value === null) return value
  const kept = Object.entries(value).filter(
    ([name], place) => place % 2 === 1 || ['kind', 'outcome', 'stage'].includes(name),
  )
  return Object.fromEntries(kept.map(([name, member]) => [name, halved(member)]))
}

/** The errors that lead to no element of the page of their part. */
function leadingNowhere(
  type: MessageType,
  body: JsonObject,
  errors: readonly BodyError[],
): readonly string[] {
  const words = readerOf('en')
  return planOf(type).parts.flatMap((part) => {
    const own = errors.filter((error) => error.part === part.name)
    const ids = new Set(idsIn(shown(words, type, part, body, own)))
    return own
      .filter(({ field }) => (field === null ? part.members.length > 0 : !ids.has(field)))
      .map(({ field, text }) => `${type}: ${field ?? 'no field'}: ${text}`)
  })
}

interface Condition {
  readonly keyword: 'pattern' | 'format'
  readonly asked: string
}

/** The patterns and formats of everything that is written on one line here and below. */
function conditionsIn(slot: Slot, seen: Set<JsonObject>): readonly Condition[] {
  const { alternatives, stated } = slot
  if (seen.has(stated.schema)) return []
  seen.add(stated.schema)
  const { kind } = controlOf(slot)
  if (['line', 'zone', 'authority'].includes(kind))
    return alternatives.flatMap(({ schema }) => [...conditionsOf(schema)])
  const within = kind === 'rows' ? [itemSlot(alternatives)] : [...memberSlots(alternatives).values()]
  return within.flatMap((one) => (one === null ? [] : conditionsIn(one, seen)))
}

/** Of a schema itself, and of what it asks for under a condition. */
function* conditionsOf(schema: JsonObject): Generator<Condition> {
  for (const keyword of ['pattern', 'format'] as const)
    if (typeof schema[keyword] === 'string') yield { keyword, asked: schema[keyword] }
  for (const part of Array.isArray(schema.allOf) ? schema.allOf.filter(isObject) : [])
    if (isObject(part.then)) yield* conditionsOf(part.then)
}

describe('web: what is wrong with a body', () => {
  const words = readerOf('en')
  const first = new Map(exampleBodies().map(({ type, body }) => [type, body]))

  it('leads to an element of the page of its part, whatever of an example is gone or garbled', function () {
    this.timeout(120_000)
    const nowhere: string[] = []
    for (const [type, body] of first) {
      for (const spoiled of [{}, garbled(body) as JsonObject, halved(body) as JsonObject]) {
        const errors = errorsOfBody(type, spoiled, words)
        nowhere.push(...leadingNowhere(type, spoiled, errors))
      }
    }
    assert.deepEqual(nowhere, [])
  })

  it('is nothing where an example is whole', () => {
    for (const [type, body] of [...first].slice(0, 40))
      assert.deepEqual(errorsOfBody(type, body, words), [], type)
  })

  it('tells what is missing from what is wrong, and stands beside its field with a word for who does not see it', () => {
    const body = ofPart(partOf('request', 'measures'), first.get('request') ?? {})
    const errors = errorsOfBody('request', body, words)
    const facts = errors.find(({ field }) => field === '/facts/text')
    assert.deepEqual(facts, {
      field: '/facts/text',
      text: 'Facts: fill this in',
      part: 'facts',
      isMissing: true,
    })
    const wrong = errorsOfBody('request', { deadline: { date: '2027-02-31' } }, words)
    const date = wrong.find(({ field }) => field === '/deadline/date')
    assert.equal(date?.isMissing, false)
    assert.equal(date.text, 'Deadline – Date must be a real date with day, month and year')
    const page = readHtml(
      shown(words, 'request', partOf('request', 'urgency'), { deadline: { date: '2027-02-31' } }, wrong),
    )
    const beside = [...elementsIn(page)].find(({ attributes: { id } }) => id === '/deadline/date-error')
    assert.ok(beside)
    assert.equal(textOf(beside), 'Error: Deadline – Date must be a real date with day, month and year')
    const group = [...elementsIn(page)].find(({ attributes }) =>
      (attributes['aria-describedby'] ?? '').includes('date-error'),
    )
    assert.equal(group?.name, 'fieldset')
  })

  it('names a character that nobody sees, and shows the words before it, in texts, lines and codes', () => {
    const said = (body: JsonObject, at: string) =>
      errorsOfBody('request', body, words).flatMap(({ field, text, example }) =>
        field === at ? [`${text} ${example ?? ''}`.trim()] : [],
      )
    const facts = (text: string) => said({ facts: { language: 'ar', text } }, '/facts/text')
    assert.deepEqual(facts('one\ntwo\tthree'), [])
    for (const [character, what] of [
      ['\u202b', 'a control that turns the direction of writing (U+202B)'],
      ['\u202e', 'a control that turns the direction of writing (U+202E)'],
      ['\u2066', 'a control that turns the direction of writing (U+2066)'],
      ['\u200f', 'a mark of the direction of writing (U+200F)'],
      ['\u000c', 'a page break (U+000C)'],
      ['\u000b', 'a line break (U+000B)'],
      ['\u0007', 'a control character (U+0007)'],
    ] as const) {
      assert.deepEqual(facts(`On 3 May\nhe paid${character} it back`), [
        `Facts holds a character that cannot be seen: ${what}. Take it out; it stands after these words: On 3 May he paid`,
      ])
      assert.deepEqual(facts(`${character}He paid`), [
        `Facts begins with a character that cannot be seen: ${what}. Take it out`,
      ])
    }
    const [reference = ''] = said({ offences: [{ article: '12\u202e1' }] }, '/offences/0/article')
    assert.match(reference, /U\+202E.* 12$/)
    for (const language of letterLanguages) {
      const [error] = errorsOfBody(
        'request',
        { facts: { language: 'ar', text: 'a\u202eb' } },
        readerOf(language),
      ).filter(({ field }) => field === '/facts/text')
      assert.match(error?.text ?? '', /U\+202E/, language)
    }
  })

  it('says of a day, a month or a year that is none what may stand there', () => {
    const said = (birthDate: string) =>
      errorsOfBody('request', { persons: [{ birthDate }] }, words).find(
        ({ field }) => field === '/persons/0/birthDate',
      )?.text
    assert.equal(said('1990-02'), undefined)
    for (const day of ['1990-13', '1990-02-31', '90'])
      assert.match(said(day) ?? '', /must be a real date, or a month with its year, or a year alone$/, day)
  })

  it('says of what is no moment that it is none, however long it is', () => {
    for (const rubbish of ['999.1.1.1', '999.1.1.1T12:00:00+03:00', `${'9'.repeat(60)}T10:00:00Z`])
      assert.deepEqual(
        errorsOfBody('acknowledgement', { receivedAt: rubbish }, words).flatMap(({ field, text }) =>
          field === '/receivedAt' ? [text] : [],
        ),
        ['Received must be a real date with a time such as 14:30'],
        rubbish,
      )
  })

  it('says of an end that it lies before its beginning, beside the end', () => {
    const said = (issuedOn: string, expires: string) =>
      errorsOfBody('request', { persons: [{ documents: [{ issuedOn, expires }] }] }, words).flatMap(
        ({ field, text }) => (field === '/persons/0/documents/0/expires' ? [text] : []),
      )
    assert.deepEqual(said('1999-02-01', '2026-03-05'), [])
    assert.deepEqual(said('2026-03-05', '1999-02-01'), [
      'Person 1 – Document 1 – Expires: must not lie before this: Issued on',
    ])
  })

  it('says of a day without a time that the time is missing, and not that the day is none', () => {
    const said = (receivedAt: string) =>
      errorsOfBody('acknowledgement', { receivedAt }, words).find(({ field }) => field === '/receivedAt')
        ?.text
    for (const day of ['2027-03-09T', '2027-03-09T+03:00'])
      assert.equal(said(day), 'Received: the time is missing; add it to the day, such as 14:30')
    assert.equal(said('2027-02-31T'), 'Received must be a real date with a time such as 14:30')
  })

  it('says of what a choice leaves no place for that it goes with another, whether the schema or its words say so', () => {
    const reason = { language: 'en', text: 'The file is not readable' }
    const check = { exhibit: 'E1', sha256: '0'.repeat(64), agrees: true }
    const of = (standing: string) =>
      errorsOfBody('delivery-receipt', { checks: [{ ...check, standing, reason }] }, words).find(
        ({ field }) => field === '/checks/0/reason/text',
      )
    const accepted = of('accepted')
    assert.match(accepted?.text ?? '', /Reason: does not go with what is chosen beside it/)
    assert.equal(accepted?.isMissing, false)
    assert.equal(of('disputed'), undefined)
    const ended = errorsOfBody('jit-end', { stage: 'declined', on: '2027-03-09', reasons: reason }, words)
    assert.match(
      ended.find(({ field }) => field === '/on')?.text ?? '',
      /does not go with what is chosen beside it/,
    )
  })

  it('is said of the row in which it is, in the language of the reader (pain point 16)', () => {
    const body = { persons: [{ role: 'suspect' }, {}] }
    const found = errorsOfBody('request', body, words).filter(({ part }) => part === 'persons')
    assert.deepEqual(
      found.map(({ text }) => text),
      ['Person 1 – Names: fill this in', 'Person 2 – Role: fill this in', 'Person 2 – Names: fill this in'],
    )
    const said = letterLanguages.map(
      (language) =>
        errorsOfBody('request', body, readerOf(language)).find(({ part }) => part === 'persons')?.text,
    )
    assert.equal(new Set(said).size, letterLanguages.length, said.join('; '))
  })

  it('names the groups between a row and its field, says that a list wants a row, and which fields of a group will do', () => {
    const at = (type: MessageType, body: JsonObject, field: string) =>
      errorsOfBody(type, body, words).find((error) => error.field === field)?.text
    const measure = { id: 'm1', kind: 'stored-data', custodian: { known: 'no' } }
    assert.equal(
      at('request', { measures: [measure] }, '/measures/0/custodian/statement/text'),
      'Measure 1 – Custodian – Statement: fill this in',
    )
    const extradition = { id: 'm1', kind: 'extradition' }
    assert.equal(
      at('request', { measures: [extradition] }, '/measures/0/offences'),
      'Measure 1 – Offences: fill this in',
    )
    const none = 'Checks of files: add one, or tick that there is none'
    assert.equal(at('delivery-receipt', {}, '/checks'), none)
    const notServed = { measure: 'm1', outcome: 'notServed', reason: 'moved' }
    assert.match(
      at('service-proof', { outcomes: [notServed] }, '/outcomes/0/attempts') ?? '',
      /Attempts: add one$/,
    )
    assert.equal(at('supplement', { brings: 'request' }, '/measures'), 'Measures: add one')
    const page = shown(words, 'request', partOf('request', 'persons'), { persons: [{}] })
    assert.match(page, /One of these is needed: Family name, Given names?, Patronymic, Full name/)
    assert.match(page, /Full name \(one of these\)/)
  })

  it('names the box that one row of a list must have marked, in the language of the reader', () => {
    const basis = { id: 'l1', instrument: 'UNCC', article: '40' }
    const about = (rows: JsonObject[], language = words) =>
      errorsOfBody('request', { legalBasis: rows }, language)
        .filter(({ part }) => part === 'basis')
        .map(({ field, text, isMissing }) => ({ field, text, isMissing }))
    const second = { ...basis, id: 'l2', instrument: 'BUD' }
    const text = 'Legal basis: mark “Procedural regime chosen” in one of the entries, and only in one'
    assert.deepEqual(about([basis, second]), [{ field: '/legalBasis', text, isMissing: true }])
    const both = [basis, second].map((row) => ({ ...row, regime: true }))
    assert.deepEqual(about(both), [{ field: '/legalBasis', text, isMissing: false }])
    assert.deepEqual(about([{ ...basis, regime: true }, second]), [])
    const said = letterLanguages.map((language) => about([basis, second], readerOf(language))[0]?.text)
    assert.equal(new Set(said).size, letterLanguages.length, said.join('; '))
    const plan = { members: [{ role: 'member' }, { role: 'member' }] }
    const planned = errorsOfBody('jit-proposal', { plan }, words).map((one) => one.text)
    assert.ok(
      planned.includes('Plan – Members: one of the entries at least must say “Role: Leader”'),
      planned.join('; '),
    )
  })

  it('shows beside what is not written as it must be how it would be right, from left to right, in the language of the reader', () => {
    const body = { contactForConfirmation: { phone: '020 7946' } }
    const member = 'contactForConfirmation'
    const part = planOf('request').parts.find(({ members }) => members.includes(member))
    assert.ok(part)
    const sentences = letterLanguages.map((language) => {
      const errors = errorsOfBody('request', body, readerOf(language))
      const page = readHtml(shown(readerOf(language), 'request', part, body, errors))
      const beside = [...elementsIn(page)].find(({ attributes: { id } }) => id === `/${member}/phone-error`)
      assert.ok(beside)
      const [code] = [...elementsIn(beside)].filter(({ name }) => name === 'bdi')
      assert.ok(code)
      assert.deepEqual([code.attributes.dir, textOf(code)], ['ltr', '+442079460123'])
      return textOf(beside)
    })
    assert.equal(
      sentences[letterLanguages.indexOf('en')],
      'Error: Contact for confirmation – Telephone must be written as in this example: +442079460123',
    )
    assert.equal(new Set(sentences).size, letterLanguages.length, sentences.join('; '))
  })

  it('has an example for every pattern and format of a line, which keeps it, and none for what no line has', () => {
    const ajv = new Ajv2020({ formats: fullFormats, strictTypes: false })
    const wanted = knownMessageTypes().flatMap((type) => conditionsIn(slotAt(bodyPlace(type)), new Set()))
    const untold = wanted.filter(({ keyword, asked }) => {
      const example = exampleOf(asked)
      return example === undefined || !ajv.validate({ [keyword]: asked }, example)
    })
    assert.deepEqual(untold, [])
    const asked = new Set(wanted.map((one) => one.asked))
    assert.deepEqual(
      Object.keys(examples).filter((one) => !asked.has(one)),
      [],
    )
  })
})
