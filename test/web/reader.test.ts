import assert from 'node:assert/strict'
import { gzipSync } from 'node:zlib'
import { h } from 'preact'
import { render } from 'preact-render-to-string'
import request from 'supertest'
import { letterLanguages } from '../../src/letter/language.ts'
import type { JsonObject } from '../../src/message/json.ts'
import { createApi } from '../../src/web/apiApp.ts'
import type { ApiServices } from '../../src/web/apiServices.ts'
import { introduction, openApiDocument, operations, tags } from '../../src/web/openapi/document.ts'
import { sampleOf } from '../../src/web/openapi/samples.ts'
import { readerPaths } from '../../src/web/paths.ts'
import { OperationsPage } from '../../src/web/reader/Reader.tsx'
import { SchemaPage } from '../../src/web/reader/SchemaPage.tsx'
import { type ReaderWords, readerTexts, readerWords } from '../../src/web/reader/words.tsx'
import { strangersAtPort } from '../../src/web/strangers.ts'
import { type Element, elementsIn, readHtml } from '../support/html.ts'

const { schemas } = openApiDocument().document.components as {
  readonly schemas: Readonly<Record<string, JsonObject>>
}

/** Every page of the reader in a language. */
function allPages(words: ReaderWords): readonly string[] {
  return [
    render(h(OperationsPage, { words, introduction, tags, operations, schemas })),
    ...Object.entries(schemas).map(([name, schema]) =>
      render(h(SchemaPage, { words, name, schema, sample: sampleOf(name, schemas) })),
    ),
  ]
}

/** The words of a page that are not marked up as English or as a name for programs. */
function* wordsIn(element: Element): Generator<string> {
  const { lang } = element.attributes
  if (['code', 'pre', 'bdi', 'title', 'nav'].includes(element.name) || lang === 'en') return
  for (const child of element.children)
    if (typeof child === 'string') yield child
    else yield* wordsIn(child)
}

describe('the reader of the document of the port', () => {
  const api = () => {
    const nowMs = () => 0
    const services = { strangers: strangersAtPort(nowMs), nowMs, audit: {}, uploads: {}, systems: {} }
    return request(createApi({ ...services, exhibits: {} } as unknown as ApiServices, () => undefined))
  }

  it('has a sentence in each of seven languages for each that it and the document say, with the same names in it', () => {
    const said = new Set<string>()
    const english = readerWords('en')
    const note = (sentence: string): string => {
      said.add(sentence)
      return english.say(sentence)
    }
    allPages({ ...english, say: note })
    const namesIn = (text: string): string[] => [...text.matchAll(/`[^`]+`/g)].map(([name]) => name).sort()
    for (const [language, texts] of Object.entries(readerTexts)) {
      assert.deepEqual(Object.keys(texts).sort(), [...said].sort(), language)
      for (const [sentence, own] of Object.entries(texts)) {
        assert.deepEqual(namesIn(own), namesIn(sentence), `${language}: ${sentence}`)
        assert.ok(own.trim() !== '' && own === own.normalize('NFC'), `${language}: ${sentence}`)
      }
    }
    assert.equal(Object.keys(readerTexts).length, letterLanguages.length - 1)
  })

  it('says in English only what stands so in the document, and says that it is English', () => {
    // What is no sentence: of every language, or a name that stands in the middle of one.
    const ofAll =
      /\b(tus|UUID|JWS|API|OpenAPI|CSS|JSON|Schema|Rogatory|ETag|RFC|base64|[a-z]*[A-Z][A-Za-z]*|[A-Z0-9-]{2,})\b/g
    for (const language of ['ar', 'ru', 'zh'] as const)
      for (const page of allPages(readerWords(language))) {
        const root = readHtml(page)
        const [main] = [...elementsIn(root)].filter(({ name }) => name === 'main')
        assert.ok(main !== undefined)
        for (const text of wordsIn(main)) {
          const left = text.replace(ofAll, ' ')
          assert.doesNotMatch(left, /[A-Za-z]{3,}.* [A-Za-z]{3,}/, `${language}: ${text}`)
        }
      }
  })

  it('has an example on each page that is about something that is sent, and no page above 60 kB on its way', () => {
    const [first = '', ...others] = allPages(readerWords('ru'))
    for (const [place, page] of [first, ...others].entries())
      assert.ok(gzipSync(page).length < 60_000, `${place}: ${gzipSync(page).length}`)
    const all = operations.map(({ id }) => id)
    const shown = [...first.matchAll(/<section class="operation" id="([A-Za-z]+)">(.*?)<\/section>/gs)]
    assert.deepEqual(
      shown.filter(([, , part = '']) => /<pre[^>]*>curl /.test(part)).map(([, id]) => id),
      all,
    )
    const withBody = others.filter((page) => page.includes('Пример тела')).length
    assert.equal(withBody, Object.keys(schemas).filter((name) => sampleOf(name, schemas) !== null).length)
  })

  it('is in the language that the browser prefers, or in the one that its address names, from right to left where that is read so', async () => {
    const schema = readerPaths.readerSchema.replace(':schema', 'message.request')
    for (const path of [readerPaths.reader, schema]) {
      const preferred = await api().get(path).set('Accept-Language', 'de, ar-EG;q=0.9, fr;q=0.5')
      assert.equal(preferred.status, 200)
      assert.match(preferred.text, /<html lang="ar" dir="rtl">/)
      assert.deepEqual(
        [preferred.headers['content-language'], preferred.headers.vary],
        ['ar', 'Accept-Language'],
      )
      const chosen = await api().get(`${path}?language=vi`).set('Accept-Language', 'fr')
      assert.match(chosen.text, /<html lang="vi" dir="ltr">/)
      // Whoever has chosen stays in that language, and can choose each other one.
      for (const language of letterLanguages)
        assert.ok(chosen.text.includes(`href="${path}?language=${language}" lang="${language}"`), language)
      assert.ok(chosen.text.includes(`href="${readerPaths.reader}?language=vi"`))
      for (const [query, code] of [
        ['language=tlh', 'PARAMETER_INVALID'],
        ['language=fr&language=vi', 'PARAMETER_INVALID'],
        ['lang=fr', 'PARAMETER_UNKNOWN'],
      ] as const) {
        const refused = await api().get(`${path}?${query}`)
        assert.deepEqual([refused.status, (JSON.parse(refused.text) as { code: string }).code], [400, code])
      }
    }
  })
})
