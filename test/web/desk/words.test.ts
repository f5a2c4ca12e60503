import assert from 'node:assert/strict'
import { sentences } from '../../../src/web/desk/words.ts'

describe('the sentences of the desk', () => {
  it('are the same in every language, with the same places and nothing empty', () => {
    const placesIn = (text: string) => (text.match(/\{[a-zA-Z]+\}/g) ?? []).sort()
    for (const [language, own] of Object.entries(sentences)) {
      assert.deepEqual(Object.keys(own).sort(), Object.keys(sentences.en).sort(), language)
      for (const [name, text] of Object.entries(own)) {
        assert.ok(text.trim() !== '', `${language} ${name}`)
        assert.deepEqual(
          placesIn(text),
          placesIn(sentences.en[name as keyof typeof own]),
          `${language} ${name}`,
        )
      }
    }
  })
})
