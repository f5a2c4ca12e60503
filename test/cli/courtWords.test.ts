import assert from 'node:assert/strict'
import { type CourtWords, courtWords } from '../../src/cli/court/words.ts'
import { verdictFor } from '../../src/cli/verdictFor.ts'
import { letterLanguages } from '../../src/letter/language.ts'

/** Each text by its name, with those within others. */
function textsOf({ sentences, ...words }: CourtWords): Map<string, string> {
  return new Map([
    ...Object.entries(words).flatMap(([name, text]) =>
      typeof text === 'string' ? [[name, text] as const] : [],
    ),
    ...Object.entries(sentences).map(([name, text]) => [`sentence ${name}`, text] as const),
  ])
}

const placesIn = (text: string): string[] =>
  [...text.matchAll(/\{([a-z]+)\}/g)].map(([, name = '']) => name).sort()

describe('the words of a report for a court', () => {
  const english = textsOf(courtWords('en'))

  for (const language of letterLanguages) {
    it(`have the same places in ${language} as in English, none empty, and none left in English`, () => {
      const texts = textsOf(courtWords(language))
      assert.deepEqual([...texts.keys()].sort(), [...english.keys()].sort())
      for (const [name, text] of texts) {
        assert.ok(text.trim().length > 1, name)
        assert.equal(text, text.normalize('NFC'), name)
        // A State may be named twice or once, as the grammar wants it.
        const [places, expected] = [placesIn(text), placesIn(english.get(name) ?? '')]
        assert.deepEqual([...new Set(places)], [...new Set(expected)], `${name}: ${text}`)
        const isSameWord = ['message', 'bytes'].includes(name)
        if (language !== 'en' && !isSameWord) assert.notEqual(text, english.get(name), name)
      }
    })
  }

  it('say in each language what every exit code means', () => {
    for (const exit of [0, 10, 20, 30, 40, 50]) {
      const said = letterLanguages.map((language) => verdictFor(language, exit))
      assert.equal(new Set(said.map(({ sentence }) => sentence)).size, letterLanguages.length, `${exit}`)
      for (const { word, sentence } of said) assert.ok(word.length > 1 && /[.。]$/.test(sentence), sentence)
    }
  })
})
