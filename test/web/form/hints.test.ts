import assert from 'node:assert/strict'
import { publishedDocuments } from '../../../src/message/documents.ts'
import { profileIds, profileNamed } from '../../../src/workflow/profile.ts'
import { letterLanguages } from '../../../src/letter/language.ts'
import { hintIn, hintTexts } from '../../../src/web/form/hints.ts'

/** Of what is in these folders the bodies of messages are made. */
const folders = ['message', 'measure', 'part', 'requirement', 'result']

/** What the schemas say of members, wherever a form may show it below their field, and what profiles ask for. */
function described(): ReadonlySet<string> {
  const found = new Set<string>()
  const walk = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return
    for (const [name, inner] of Object.entries(value as Record<string, unknown>)) {
      if (name === 'properties')
        for (const member of Object.values(inner as Record<string, { readonly description?: unknown }>))
          if (typeof member.description === 'string') found.add(member.description)
      if (!['examples', 'const', 'enum'].includes(name)) walk(inner)
    }
  }
  for (const [name, document] of Object.entries(publishedDocuments()))
    if (folders.includes(name.split('/')[0] ?? '')) walk(document)
  for (const { content = [] } of profileIds().map((id) => profileNamed(id)))
    for (const { words } of content) found.add(words)
  return found
}

/** The numbers of a sentence, in their order: articles, days, years. */
const numbersIn = (text: string): readonly string[] => (text.match(/\d+/g) ?? []).toSorted()

describe('what stands below a field', () => {
  it('is said in each language, of each member that the schemas describe and of what legal bases ask for, and of nothing else', () => {
    const all = [...described()].toSorted()
    assert.ok(all.length > 500, `${all.length}`)
    const { en, ...others } = hintTexts
    for (const [language, texts] of Object.entries(others))
      assert.deepEqual(Object.keys(texts).toSorted(), all, language)
    for (const [description, text] of Object.entries(en)) {
      assert.ok(all.includes(description), description)
      assert.notEqual(text, description)
    }
  })

  it('is written for who fills in the form: no number of a rule, no standard of programs, no member by its name', () => {
    const forOthers = /R-[0-9]|RFC|\bISO\b|T-CY|json|schema|\b[a-z]+[A-Z]/
    const left = letterLanguages.flatMap((language) =>
      [...described()].filter((description) => forOthers.test(hintIn(language, description) ?? '')),
    )
    assert.deepEqual(left, [])
  })

  it('names the same articles and numbers in each of them', () => {
    for (const [language, texts] of Object.entries(hintTexts))
      for (const [description, text] of Object.entries(texts)) {
        const english = hintIn('en', description) ?? ''
        assert.equal(text.trim() === '', english === '', `${language}: ${description}`)
        assert.deepEqual(numbersIn(text), numbersIn(english), `${language}: ${english}`)
        // It is read by people, who know no member by its name for programs.
        assert.ok(!`${english}${text}`.includes('`'), `${language}: ${english}`)
      }
  })

  it('cites every article with its instrument, and each instrument in one way', () => {
    const unnamed = /(^|[.,:] )[0-9]+(\([0-9]+\)|\([a-z]\))/
    const otherwise = /\bC?ETS[0-9]|\b(UNCC|UNCAC|UNTOC) [0-9]/
    // An article that follows another of the same instrument, and one that shows how to write it.
    const following = /(?<=[0-9)])(,|،|、) [0-9]/g
    const left = letterLanguages.flatMap((language) =>
      [...described()]
        .filter((description) => !/as cited|as it counts there/.test(description))
        .map((description) => (hintIn(language, description) ?? '').replace(following, ''))
        .filter((text) => unnamed.test(text) || otherwise.test(text)),
    )
    assert.deepEqual(left, [])
  })

  it('is left out where a State has described it in a schema of its own', () => {
    const own = 'What a State has said of a member of its own.'
    assert.equal(hintIn('en', own), own)
    assert.equal(hintIn('zh', own), undefined)
  })
})
