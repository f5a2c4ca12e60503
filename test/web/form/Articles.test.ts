import assert from 'node:assert/strict'
import { h } from 'preact'
import { render } from 'preact-render-to-string'
import { letterLanguages } from '../../../src/letter/language.ts'
import { meaningOf } from '../../../src/letter/words.ts'
import { documents } from '../../../src/message/generated/schemas.ts'
import { Articles } from '../../../src/web/form/Articles.tsx'
import { isObject, listOf } from '../../message/schemaWalk.ts'
import { readerOf } from './forms.ts'

/** Where the law says each code that is explained in forms. */
const cited = Object.entries(documents)
  .filter(([name]) => name.startsWith('code/'))
  .flatMap(([name, list]) =>
    listOf(list.oneOf)
      .filter(isObject)
      .flatMap(({ const: code, description }) =>
        typeof code === 'string' &&
        typeof description === 'string' &&
        (name === 'code/refusal-ground.json' || meaningOf('en', name, code) !== null)
          ? [{ name, code, description }]
          : [],
      ),
  )

describe('web: the articles of a code', () => {
  it('name their laws in the words of the reader, wherever a code is explained', () => {
    assert.ok(cited.length > 60, String(cited.length))
    for (const language of letterLanguages)
      for (const { name, code, description } of cited) {
        const html = render(h(Articles, { words: readerOf(language), text: description }))
        assert.doesNotMatch(html, /lang="en"/, `${language} ${name} ${code}: ${html}`)
      }
  })

  it('keep their numbers from left to right, and what a State cites otherwise as it stands', () => {
    const said = (text: string): string => render(h(Articles, { words: readerOf('ru'), text }))
    const numbers = (text: string): string => `<bdi class="desk-code" dir="ltr">${text}</bdi>`
    assert.equal(
      said('UN Convention 40(8), 42(5); ETS 73 11(c); practice'),
      `(Конвенция Организации Объединённых Наций против киберпреступности ${numbers('40(8), 42(5)')}; ` +
        `Европейская конвенция о передаче судопроизводства по уголовным делам ${numbers('11(c)')}; практика)`,
    )
    assert.equal(said('Treaty of Doha 7'), `(<bdi lang="en" dir="ltr">Treaty of Doha 7</bdi>)`)
    assert.equal(said(''), '')
  })
})
