import assert from 'node:assert/strict'
import { letterHtml } from '../../src/letter/html.ts'
import { letterLanguages } from '../../src/letter/language.ts'
import { assertPlain } from './htmlOfLetter.ts'
import { exampleMessages, exampleNamed, letterOfExample } from './letters.ts'
import { tagsOf } from './tags.ts'

describe('letter: as HTML', () => {
  for (const language of letterLanguages) {
    it(`is well-formed, without script and without anything from elsewhere, for a part of the examples in ${language}`, () => {
      const turn = letterLanguages.indexOf(language)
      for (const { name, message } of exampleMessages.filter((_, at) => at % letterLanguages.length === turn))
        assertPlain(letterHtml(letterOfExample(message, language)), language, name)
    })
  }

  it('is written from right to left in Arabic, and keeps what is of others apart', () => {
    const html = letterHtml(letterOfExample(exampleNamed('request'), 'ar'))
    assert.match(html, /<html lang="ar" dir="rtl">/)
    assert.match(html, /<p class="words" lang="vi" dir="ltr">Trong khoảng sáu tuần/)
    assert.match(html, /<code dir="ltr">VN-DEMO-2027-0001<\/code>/)
    const vietnamese = letterHtml(letterOfExample(exampleNamed('decision'), 'vi'))
    assert.match(vietnamese, /<p class="words" lang="ar" dir="rtl">/)
  })

  it('cannot be written into by what people wrote', () => {
    const message = exampleNamed('withdraw')
    const text = '</p><script>alert(1)</script><p title="\'&amp;'
    const changed = { ...message, body: { text: { language: 'en', text } } } as typeof message
    const html = letterHtml(letterOfExample(changed, 'en'))
    assert.ok(
      html.includes('&lt;/p&gt;&lt;script&gt;alert(1)&lt;/script&gt;&lt;p title=&quot;&#39;&amp;amp;'),
    )
    assert.ok(!tagsOf(html).some(({ tag }) => tag === 'script'))
  })
})
