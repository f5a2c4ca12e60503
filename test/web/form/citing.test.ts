import assert from 'node:assert/strict'
import { type LetterLanguage, letterLanguages } from '../../../src/letter/language.ts'
import { titleOf } from '../../../src/letter/words.ts'
import { documents } from '../../../src/message/generated/schemas.ts'
import { hintIn, hintTexts } from '../../../src/web/form/hints.ts'
import { rowNames } from '../../../src/web/form/rowNames.ts'
import { isObject, listOf } from '../../message/schemaWalk.ts'
import { englishIn } from './englishLeft.ts'

const others = letterLanguages.filter((language) => language !== 'en')

/** How an instrument is called where the basis of a request is chosen. */
function instrumentIn(language: LetterLanguage, code: string): string {
  const schema = listOf(documents['code/instrument.json']?.oneOf)
    .filter(isObject)
    .find((one) => one.const === code)
  assert.ok(schema !== undefined, code)
  return titleOf(language, schema) ?? assert.fail(code)
}

/** Every text of the files of a language that stands in forms and letters. */
function textsIn(language: LetterLanguage): readonly string[] {
  const sections = Object.values(documents[`text/${language}.json`] ?? {}).filter(isObject)
  return [
    ...Object.values(hintTexts[language]),
    ...Object.values(rowNames[language]),
    ...sections.flatMap((section) => Object.values(section).filter((one) => typeof one === 'string')),
  ]
}

/** What a citation of an article has in each language. */
const articleWord: Readonly<Partial<Record<LetterLanguage, RegExp>>> = {
  ar: /(المادة|المادتان) \d/,
  es: /(art\.|artículo) \d/,
  fr: /(art\.|article) \d/,
  ru: /(ст\.|статье) \d/,
  vi: /Điều \d/,
  zh: /第\d+(-\d+)?条/,
}
/** An instrument with an article of it, in English. */
const cited =
  /\b(UN Convention( against [A-Z][a-zA-Z ]*)?|C?ETS \d+|ECE|EIO|2AP|EUUS|R1805|\(EU\) \d+\/\d+) \d/
/** An article as it is typed into a field, of which some hints give an example. */
const typed = /\d\((\d|[a-z])/

describe('web: a hint in another language than English', () => {
  const hints = (language: LetterLanguage) =>
    Object.entries(hintTexts[language]).map(([description, text]) => ({
      english: hintIn('en', description) ?? '',
      isExample: /as cited|as it counts there/.test(description),
      text,
    }))

  it('calls a convention of the United Nations by its official name, as the list of legal bases does', () => {
    const called: readonly (readonly [RegExp, string])[] = [
      [/UN Convention against Corruption/, 'UNCAC'],
      [/UN Convention against Transnational/, 'UNTOC'],
      [/UN Convention \d/, 'UNCC'],
    ]
    for (const language of others)
      for (const [name, code] of called) {
        const naming = hints(language).filter(({ english }) => name.test(english))
        assert.ok(naming.length > 0)
        const left = naming.filter(({ text }) => !text.includes(instrumentIn(language, code)))
        assert.deepEqual(left, [], language)
      }
  })

  it('cites an article as the language does, and as it is typed only to show how', () => {
    for (const language of others) {
      const word = articleWord[language] ?? assert.fail(language)
      const citing = hints(language).filter(({ english }) => cited.test(english))
      assert.ok(citing.length > 150, `${citing.length} hints cite an article`)
      assert.deepEqual(
        citing.filter(({ text }) => !word.test(text)),
        [],
      )
      const asTyped = hints(language).filter(({ text, isExample }) => typed.test(text) && !isExample)
      assert.deepEqual(asTyped, [], language)
    }
  })

  it('has, like the words of forms and letters, no English left in it', () => {
    for (const language of others) {
      const texts = textsIn(language)
      assert.ok(texts.length > 2_500, `${texts.length} texts were looked at`)
      const left = texts.flatMap((text) => {
        const found = englishIn(language, text)
        return found === null ? [] : [`${found}: ${text}`]
      })
      assert.deepEqual(left, [], language)
    }
  })

  it('is found to have English in it where it has', () => {
    for (const [language, text, found] of [
      ['ar', 'من يتولى التحقيق. UN Convention 40(15)(b).', 'UN'],
      ['zh', '须在何日执行。R1805，Annex I，section B。', 'Annex'],
      ['ru', 'Ответ на reextradition-consent-request.', 'reextradition-consent-request'],
      ['fr', 'Convention des Nations Unies, section 2.', null],
      ['fr', 'Convention against Corruption, art. 46.', 'Convention against'],
      ['vi', 'Khoản 9 Điều 46 Convention on Extradition.', 'Convention on'],
      ['es', 'Convención contra la Corrupción, article 46.', 'article 46'],
      ['es', 'Convención contra la Corrupción, art. 46.', null],
      ['ru', 'Подпись в виде C2SP signed-note.', null],
    ] as const)
      assert.equal(englishIn(language, text), found, text)
  })
})
