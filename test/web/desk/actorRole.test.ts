import assert from 'node:assert/strict'
import { h } from 'preact'
import { render } from 'preact-render-to-string'
import { letterLanguages } from '../../../src/letter/language.ts'
import { caseWords } from '../../../src/web/desk/caseWords.ts'
import { wordsIn } from '../../../src/web/desk/words.ts'
import { ActorRole } from '../../../src/web/parts/ActorRole.tsx'

describe('the role of whoever did something, at the desk', () => {
  const shown = (language: (typeof letterLanguages)[number], role: string): string => {
    const words = caseWords(wordsIn(language), { timeZone: 'UTC', authorities: new Map() })
    return render(h(ActorRole, { words, actor: { role, authority: 'vn.spp' } })).replace(/<[^>]+>/g, '')
  }

  it('is in the words of the reader, also that of a system', () => {
    for (const language of letterLanguages) assert.doesNotMatch(shown(language, 'token'), /token/, language)
    assert.equal(shown('ru', 'token'), 'информационная система · vn.spp')
    assert.equal(shown('en', 'command'), 'command · vn.spp')
  })
})
