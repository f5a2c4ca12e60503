import assert from 'node:assert/strict'
import { type PageWord, chooseLanguage, pageWords, spoken, word } from '../../../src/cli/page/view/words.ts'
import { letterLanguages } from '../../../src/letter/language.ts'

const placesIn = (text: string): string[] =>
  [...text.matchAll(/\{([a-z]+)\}/g)].map(([, name = '']) => name).sort()

describe('the words of the page that verifies', () => {
  const english = pageWords('en')
  afterEach(() => chooseLanguage(['en']))

  for (const language of letterLanguages) {
    it(`have the same places in ${language} as in English, none empty, and none left in English`, () => {
      const words = pageWords(language)
      assert.deepEqual(Object.keys(words).sort(), Object.keys(english).sort())
      for (const name of Object.keys(english) as PageWord[]) {
        const [text, expected] = [words[name], english[name]]
        assert.ok(text.trim().length > 0, name)
        assert.equal(text, text.normalize('NFC'), name)
        assert.deepEqual(placesIn(text), placesIn(expected), `${name}: ${text}`)
        const isSameWord = language === 'es' && name === 'no'
        if (language !== 'en' && !isSameWord) assert.notEqual(text, expected, name)
      }
    })
  }

  it('are those of the first language that the page has, and English where it has none', () => {
    for (const [wanted, language, direction] of [
      [['ar-EG', 'fr'], 'ar', 'rtl'],
      [['sw', 'FR-ca', 'en'], 'fr', 'ltr'],
      [['zh-Hans-CN'], 'zh', 'ltr'],
      [['sw', 'constructor'], 'en', 'ltr'],
      [[], 'en', 'ltr'],
    ] as const) {
      chooseLanguage(wanted)
      assert.deepEqual(spoken(), { language, direction })
    }
  })

  it('isolate a name that is put into them, so that it turns nothing around it', () => {
    chooseLanguage(['ar'])
    assert.match(word('reading', { name: 'vn.zip' }), /\u2068vn\.zip\u2069/)
  })
})
