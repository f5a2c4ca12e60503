import assert from 'node:assert/strict'
import { documents } from '../../src/message/generated/schemas.ts'
import { letterLanguages } from '../../src/letter/language.ts'
import { labelOf, phrase, sentence, stateTitle, titleOf, valueOf } from '../../src/letter/words.ts'
import { plain } from '../../src/letter/letter.ts'
import type { JsonObject } from '../../src/message/json.ts'
import { validatorOf } from '../../src/message/registry.ts'
import { machines } from '../../src/workflow/table.ts'
import { isObject } from '../message/schemaWalk.ts'
import { type Sort, sharedNames } from './labelSorts.ts'
import { lacking } from './lacking.ts'

/** What each phrase of a language leaves room for. */
function placesIn(language: string): Readonly<Record<string, readonly string[]>> {
  const phrases = documents[`text/${language}.json`]?.phrases
  assert.ok(isObject(phrases))
  const places = Object.entries(phrases).map(([name, words]): [string, string[]] => {
    assert.ok(typeof words === 'string')
    return [name, (words.match(/\{[a-z]+\}/g) ?? []).sort()]
  })
  return Object.fromEntries(places)
}

/** Names whose one word was read in all languages for each of these sorts, and fits. */
const readFor: Readonly<Record<string, readonly Sort[]>> = {
  ...named(
    ['object', 'text'],
    'account address amount asset beneficiary by certificate communications conditions conductedBy confidentiality costs ' +
      'crossing custodian custody data decision delivery domesticOrder escort expenses extent flight holder interpreter item ' +
      'items marking measures minutes monitoring offence order period person plan presence proceeding proposal purpose question ' +
      'rate reasons remedies representative result route safeguards sentence service share source standing statement technical ' +
      'things transit translation urgency verdict verification view wanted where',
  ),
  ...named(['boolean', 'text'], 'allowed appeared intended'),
  ...named(['date', 'text'], 'expected'),
  ...named(['date', 'object'], 'dates'),
  ...named(['date', 'number'], 'from to'),
  ...named(['date', 'object', 'text'], 'time'),
  ...named(['number', 'object'], 'counts searches'),
  ...named(['number', 'text'], 'number percent'),
  ...named(['number', 'object', 'text'], 'offences victims'),
}

/** What the letters say in English for what a table calls otherwise, and means the same by. */
const sameSense: readonly (readonly [table: string, letter: string])[] = [
  ['Asked for', 'Requested'],
  ['Consented', 'The person consents'],
  ['Ended', 'Collection ended'],
  ['May be released', 'Can be released'],
  ['No longer bound', 'No longer bound by specialty'],
  ['Prevented', 'Prevented by force majeure'],
]

/** States that two tables call by one word and mean different things by: of data or things, and of a person. */
const otherSense: readonly (readonly [machine: string, state: string])[] = [
  ['provisional-arrest', 'released'],
]

function inEnglish(title: string): string {
  return sameSense.find(([table]) => table === title)?.[1] ?? title
}

function statesIn(language: string): JsonObject {
  const states = documents[`text/${language}.json`]?.states
  assert.ok(isObject(states))
  return states
}

function named(sorts: readonly Sort[], names: string): Readonly<Record<string, readonly Sort[]>> {
  return Object.fromEntries(names.split(' ').map((name) => [name, sorts]))
}

describe('letter: words', () => {
  it('are there in seven languages for every member, word, state, clock and mark (npx tsx test/letter/lacking.ts)', () => {
    assert.deepEqual(lacking(), [])
  })

  it('are the same entries in every language', () => {
    const english = documents['text/en.json'] ?? {}
    for (const language of letterLanguages) {
      for (const [section, entries] of Object.entries(documents[`text/${language}.json`] ?? {})) {
        if (isObject(entries))
          assert.deepEqual(Object.keys(entries), Object.keys(english[section] ?? {}), language)
      }
    }
  })

  it('stand in files of the form of schemas/text.json, each sorted so that two changes can be put together', () => {
    for (const language of letterLanguages) {
      const file: JsonObject = documents[`text/${language}.json`] ?? {}
      const validator = validatorOf('text.json')
      assert.ok(validator(file), `${language}: ${JSON.stringify(validator.errors)}`)
      assert.equal(file.language, language)
      for (const [section, entries] of Object.entries(file)) {
        if (!isObject(entries)) continue
        const keys = Object.keys(entries)
        assert.deepEqual(keys, [...keys].sort(), `${language} ${section}`)
      }
    }
  })

  it('put the same things into their phrases in every language', () => {
    const english = placesIn('en')
    for (const language of letterLanguages) assert.deepEqual(placesIn(language), english, language)
  })

  it('differ where the same name means another thing', () => {
    assert.equal(labelOf('en', 'part/marking.json', 'owner', null), 'State whose marking it is')
    assert.equal(labelOf('en', 'part/asset-example.json', 'owner', null), 'Owner')
    assert.equal(valueOf('vi', 'part/offence.json', 'participation', 'attempt'), 'Phạm tội chưa đạt')
    assert.equal(stateTitle('fr', 'assistance', 'underReview'), 'À l’examen')
  })

  it('are not those of another schema where a member means another thing', () => {
    const labels: readonly (readonly [string, string, string])[] = [
      ['part/sentence-judgment.json', 'form', 'Original or copy'],
      ['part/case-file.json', 'form', 'Original or copy'],
      ['message/asset-return-agreement.json', 'form', 'What becomes of the assets'],
      ['result/records.json', 'form', 'Form of certification'],
      ['part/organisation.json', 'form', 'Legal form'],
      ['message/specialty-ended.json', 'told', 'How the person was told'],
      ['part/effect-on-rights.json', 'told', 'Notice to the persons concerned'],
      ['message/service-proof.json', 'relation', 'Relation to the addressee'],
      ['measure/person-transfer-temporary.json', 'asked', 'The State has been asked'],
      ['result/preservation.json', 'kept', 'Kept'],
      ['result/covert-operation.json', 'evidence', 'May be used as evidence'],
      ['message/extradition-decision.json', 'suspensive', 'Suspends the surrender'],
      ['message/emergency-result.json', 'replaces', 'Takes the place of'],
      ['message/emergency-result.json', 'complete', 'All that was asked for'],
      ['message/amend.json', 'replaces', 'Changes'],
      ['part/sought-person.json', 'notice', 'INTERPOL notice'],
    ]
    for (const [document, name, label] of labels) assert.equal(labelOf('en', document, name, null), label)
    const released = (document: string): string =>
      valueOf('ru', `message/${document}.json`, 'outcome', 'released')
    assert.equal(released('provisional-arrest-result'), 'Освобождён')
    assert.equal(released('preservation-release'), 'Обеспечение сохранности прекращено')
    assert.equal(valueOf('en', 'message/extradition-decision.json', 'outcome', 'partial'), 'Granted in part')
  })

  it('serve things of one sort, or of those that they were read for: another sort has a word of its own', () => {
    const found = sharedNames().flatMap(({ name, documents: sorts }) => {
      const read = readFor[name] ?? []
      return sorts.size < 2 || [...sorts.keys()].every((sort) => read.includes(sort))
        ? []
        : [`${name}: ${[...sorts].map(([sort, paths]) => `${sort} in ${[...paths].join(', ')}`).join('; ')}`]
    })
    assert.deepEqual(found, [], 'put a word of its own into schemas/text, as part/marking.json#owner')
  })

  it('are for each state in English what the table of its machine calls it, or a word that was read beside it', () => {
    for (const { name: machine, states } of machines()) {
      for (const { name, title } of states) {
        const said = stateTitle('en', machine, name)
        assert.ok(
          said === title || said === inEnglish(title),
          `${machine}#${name}: ${title}, and not ${said}`,
        )
      }
    }
  })

  it('are of their own in every language for a machine that means another thing by a state', () => {
    const apart = machines().flatMap(({ name: machine, states }) =>
      states
        .filter(({ name, title }) => {
          const isOther = otherSense.some(([of, state]) => of === machine && state === name)
          return isOther || ![title, inEnglish(title)].includes(statesIn('en')[name] as string)
        })
        .map(({ name }) => `${machine}#${name}`),
    )
    for (const key of ['extradition#returned', 'extradition#partial', 'provisional-arrest#released'])
      assert.ok(apart.includes(key), key)
    for (const language of letterLanguages)
      for (const key of apart) assert.ok(Object.hasOwn(statesIn(language), key), `${language} ${key}`)
  })

  it('tell the states of one machine apart in every language, and what stops from whom somebody arrests', () => {
    for (const language of letterLanguages) {
      for (const { name: machine, states } of machines()) {
        const said = states.map(({ name }) => stateTitle(language, machine, name))
        const twice = said.filter((word, place) => said.indexOf(word) !== place)
        assert.deepEqual(twice, [], `${language} ${machine}`)
      }
      const { arrested, stopped, paRequested, stopRequested } = statesIn(language)
      assert.notEqual(stopped, arrested, language)
      assert.notEqual(stopRequested, paRequested, language)
    }
  })

  it('say of a person who was arrested that the person is free, and of property and originals that they came back', () => {
    assert.equal(stateTitle('ru', 'provisional-arrest', 'released'), 'Освобождён')
    assert.equal(stateTitle('ru', 'preservation', 'released'), 'Обеспечение сохранности прекращено')
    assert.equal(stateTitle('en', 'extradition', 'returned'), 'Brought back')
    assert.equal(stateTitle('en', 'confiscation', 'returned'), 'Returned')
    assert.equal(stateTitle('en', 'assistance', 'returned'), 'Originals returned')
  })

  it('are for a state of an unknown machine all that it may be called, a request in several states first', () => {
    assert.equal(
      stateTitle('en', null, 'partial'),
      'Measures at different stages / Granted in part / Answered in part',
    )
    assert.equal(stateTitle('en', null, 'released'), 'Released')
    assert.equal(stateTitle('es', null, 'released'), 'Liberado / Puesta en libertad')
  })

  it('of codes say no more and no less than what the code means, in every language', () => {
    const titles = (list: string, code: string): readonly string[] => {
      const all = documents[`code/${list}.json`]?.oneOf as readonly JsonObject[]
      const found = all.find((one) => one.const === code)
      assert.ok(found !== undefined)
      return letterLanguages.map((language) => titleOf(language, found) ?? '')
    }
    const words: readonly (readonly [string, string, RegExp])[] = [
      [
        'condition',
        'NO_REEXTRADITION',
        /without consent|دون موافقة|sin consentimiento|sans consentement|без согласия|chưa được chấp thuận|未经同意/,
      ],
      [
        'condition',
        'RETRIAL',
        /defence.*default|غيابي.*الدفاع|defensa.*rebeldía|défense.*défaut|защиты.*заочного|bào chữa.*vắng mặt|缺席.*辩护/,
      ],
      ['refusal-ground', 'AMNESTY', /pardon|الخاص|indulto|grâce|помилование|đặc xá|赦免/],
      ['refusal-ground', 'IDENTITY', /^It is not|ليس هو|^No es|^Ce n’est pas|^Это не|^Không phải|^并非/],
    ]
    for (const [list, code, expected] of words)
      for (const title of titles(list, code)) assert.match(title, expected, code)
    // A police query and a joint team seek persons whom nobody has asked to be extradited.
    for (const title of titles('person-role', 'soughtPerson'))
      assert.doesNotMatch(title, /extradi|تسليم|reclamad|réclamé|выдач|dẫn độ|引渡/i)
  })

  it('come from a schema or a machine of a State’s own where the files have none', () => {
    const own = { title: 'Village', titles: { vi: 'Làng', fr: 'Village' } }
    assert.equal(labelOf('vi', 'part/vn-place.json', 'village', own), 'Làng')
    assert.equal(labelOf('vi', 'part/vn-place.json', 'villageHead', null), 'Village head')
    assert.equal(stateTitle('vi', null, 'sentByBoat'), 'Sent by boat')
  })

  it('take what others wrote as it stands, braces and all', () => {
    assert.equal(phrase('en', 'recordOf', { reference: '{pages}' }), 'Record {pages}')
    const line = sentence('en', 'addition', { text: { text: '{more}' }, more: { text: 'x' } })
    assert.equal(plain(line), '{more} (x)')
  })
})
