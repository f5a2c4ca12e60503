import assert from 'node:assert/strict'
import { formatFor } from '../../src/letter/format.ts'
import { letterLanguages } from '../../src/letter/language.ts'

describe('letter: names of States', () => {
  it('are none for a code that was withdrawn: its successor was not signed', () => {
    for (const language of letterLanguages) {
      const { country } = formatFor(language, 'UTC')
      for (const code of ['SU', 'YU', 'CS', 'AN', 'DD', 'ZR', 'BU', 'TP'])
        assert.equal(country(code), null, `${language} ${code}`)
    }
  })

  it('are those of the language of the reader', () => {
    const named = (language: 'en' | 'fr' | 'zh', codes: string): readonly (string | null)[] =>
      codes.split(' ').map((code) => formatFor(language, 'UTC').country(code))
    assert.deepEqual(named('en', 'RU RS CW DE CD VN QA XPO'), [
      'Russia',
      'Serbia',
      'Curaçao',
      'Germany',
      'Congo - Kinshasa',
      'Viet Nam',
      'Qatar',
      'INTERPOL',
    ])
    assert.deepEqual(named('zh', 'RU'), ['俄罗斯'])
    assert.deepEqual(named('fr', 'GBD zz Z'), [null, null, null])
  })
})
