import assert from 'node:assert/strict'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { eventShapes } from '../../../src/audit/events.ts'
import { type LetterLanguage, letterLanguages } from '../../../src/letter/language.ts'
import { publishedDocuments } from '../../../src/message/documents.ts'
import { packageFolder } from '../../../src/packageFolder.ts'
import { caseWords } from '../../../src/web/desk/caseWords.ts'
import { dimensionWords, eventKinds } from '../../../src/web/desk/checkingWords.ts'
import { namedStates, requestStates } from '../../../src/web/desk/requestStates.ts'
import { sentences, wordsIn } from '../../../src/web/desk/words.ts'

/**
 * Words that stood for the same idea beside the term of the Convention: preservation, production order, traffic, subscriber and content
 * data, legal assistance, extradition, freezing, confiscation, central authority, legal basis. In small letters.
 */
const otherTerms: Readonly<Record<LetterLanguage, readonly string[]>> = {
  ar: ['بيانات حركة الاتصالات', 'بيانات المرور', 'الإنتاج', 'المساعدة القضائية', 'السلطة المركزية المختصة'],
  en: ['communications data', 'mutual legal aid', 'central office', 'legal ground'],
  es: [
    'relativos al tráfico',
    'suscriptor',
    'asistencia jurídica',
    'congelación',
    'confiscación',
    'preservación',
  ],
  fr: [
    'données de trafic',
    'données d’abonné',
    'données de contenu',
    'assistance judiciaire',
    'préservation',
    'blocage',
  ],
  ru: [
    'сведений об абонент',
    'подписчик',
    'экстрадиц',
    'срок сохранения (',
    'сохранения данных',
    'арест имущества',
  ],
  vi: [
    'cơ sở pháp lý',
    'người đăng ký',
    'đóng băng',
    'chặn thu',
    'tương trợ pháp lý',
    'bảo toàn dữ liệu',
    'dẫn độ tiếp',
  ],
  zh: ['用户信息', '通信量数据', '法律协助', '提供令', '中央主管机关', '保存数据'],
}

/** Every text in a language that people read at the desk, in letters, bundles and the reader, with where it stands. */
async function textsOf(
  language: LetterLanguage,
): Promise<readonly (readonly [where: string, text: string])[]> {
  const files = [
    'web/text/*.json',
    'web/form/text/*.json',
    'web/reader/text/*.json',
    'exchange/shown/custody/*.ts',
  ]
  const more = ['cli/court/words/*.ts', 'cli/page/view/text/*.ts'].concat(files)
  const own = more
    .map((path) => join('src', path.replace('*', language)))
    .concat(join('schemas/text', `${language}.json`))
  const read = own
    // In English the schemas themselves say it, and their translations stand by the sentence.
    .filter((path) => language !== 'en' || !/(form|reader).text/.test(path))
    .map(async (path) => [path, await readFile(join(packageFolder, path), 'utf8')] as const)
  const titles = Object.entries(publishedDocuments()).flatMap(([name, document]) =>
    [...JSON.stringify(document).matchAll(new RegExp(`"${language}":"([^"]*)"`, 'g'))].map(
      ([, title = '']) => [name, title] as const,
    ),
  )
  assert.ok(language === 'en' || titles.length > 300, `${language}: ${titles.length}`)
  return [...(await Promise.all(read)), ...titles]
}

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
  it('have for each event of the log, and for each thing that one tells, words in every language', () => {
    const beginning = (name: string) => `${name.charAt(0).toUpperCase()}${name.slice(1)}`
    const wanted = Object.entries(eventShapes).flatMap(([event, { details }]) => [
      `event${event.split('.').map(beginning).join('')}`,
      ...Object.keys(details ?? {}).map((name) => `detail${beginning(name)}`),
    ])
    assert.ok(wanted.length > 200, String(wanted.length))
    for (const [language, own] of Object.entries(sentences))
      assert.deepEqual([...new Set(wanted.filter((name) => !Object.hasOwn(own, name)))], [], language)
  })
  it('call no two choices of a list the same, nor two of one heading', () => {
    const names = { timeZone: 'UTC', authorities: new Map() }
    for (const language of letterLanguages) {
      const spoken = wordsIn(language)
      const states = namedStates(caseWords(spoken, names), requestStates())
      const lists: Readonly<Record<string, readonly string[]>> = {
        states: states.choices.map(({ text }) => text),
        headings: states.groups.map(({ label }) => label),
        ...Object.fromEntries(
          states.groups.map(({ label, choices }) => [label, choices.map(({ text }) => text)]),
        ),
        kindsOfEvents: eventKinds.map(({ text }) => spoken.say(text)),
        dimensions: Object.values(dimensionWords).map((text) => spoken.say(text)),
        handling: caseWords(spoken, names).handlingLists.map(({ label }) => label),
        ...Object.fromEntries(
          caseWords(spoken, names).handlingLists.map(({ member, choices }) => [
            member,
            choices.map(({ text }) => text),
          ]),
        ),
      }
      for (const [list, texts] of Object.entries(lists)) {
        assert.ok(texts.length > 0, `${language} ${list}`)
        assert.deepEqual(
          texts.filter((text, at) => texts.indexOf(text) !== at),
          [],
          `${language} ${list}`,
        )
      }
    }
  })
  it('have one term for each idea of the Convention, as all other texts of their language have', async () => {
    const wrong: string[] = []
    for (const language of letterLanguages)
      for (const [where, text] of await textsOf(language))
        for (const other of otherTerms[language])
          if (text.toLowerCase().includes(other)) wrong.push(`${language} ${where}: ${other}`)
    assert.deepEqual(wrong, [])
  })
  it('stand once each in their file: of two with one name a reader of JSON keeps the last', async () => {
    const folder = join(packageFolder, 'src/web/text')
    for (const name of await readdir(folder)) {
      const names = [...(await readFile(join(folder, name), 'utf8')).matchAll(/^ {2}"([a-zA-Z0-9]+)":/gm)]
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
