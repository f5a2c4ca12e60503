import assert from 'node:assert/strict'
import { documents } from '../../src/message/generated/schemas.ts'
import { letterLanguages } from '../../src/letter/language.ts'
import { labelOf, phrase, sentence, stateOf, valueOf } from '../../src/letter/words.ts'
import { plain } from '../../src/letter/letter.ts'
import type { JsonObject } from '../../src/message/json.ts'
import { validatorOf } from '../../src/message/registry.ts'
import { isObject } from '../message/schemaWalk.ts'
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
    assert.equal(stateOf('fr', 'assistance', 'underReview'), 'À l’examen')
  })

  it('come from a schema or a machine of a State’s own where the files have none', () => {
    const own = { title: 'Village', titles: { vi: 'Làng', fr: 'Village' } }
    assert.equal(labelOf('vi', 'part/vn-place.json', 'village', own), 'Làng')
    assert.equal(labelOf('vi', 'part/vn-place.json', 'villageHead', null), 'Village head')
    assert.equal(stateOf('vi', null, 'sentByBoat'), 'Sent by boat')
  })

  it('take what others wrote as it stands, braces and all', () => {
    assert.equal(phrase('en', 'recordOf', { reference: '{pages}' }), 'Record {pages}')
    const line = sentence('en', 'addition', { text: { text: '{more}' }, more: { text: 'x' } })
    assert.equal(plain(line), '{more} (x)')
  })
})
