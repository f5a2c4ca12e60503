import assert from 'node:assert/strict'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { packageFolder } from '../../../src/packageFolder.ts'
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
  it('stand once each in their file: of two with one name a reader of JSON keeps the last', async () => {
    const folder = join(packageFolder, 'src/web/text')
    for (const name of await readdir(folder)) {
      const names = [...(await readFile(join(folder, name), 'utf8')).matchAll(/^ {2}"([a-zA-Z]+)":/gm)]
      const found = names.map(([, one = '']) => one)
      assert.equal(found.length, Object.keys(sentences.en).length, name)
      assert.deepEqual(
        found.filter((one, at) => found.indexOf(one) !== at),
        [],
        name,
      )
    }
  })
})
