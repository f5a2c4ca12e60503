import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'
import { h } from 'preact'
import { render } from 'preact-render-to-string'
import { type LetterLanguage, letterLanguages } from '../../../src/letter/language.ts'
import type { JsonObject } from '../../../src/message/json.ts'
import { rejectionIn, rejectionWords } from '../../../src/exchange/desk/entryView.ts'
import type { KeptDraft } from '../../../src/exchange/drafts/keptDraft.ts'
import { type Particular, particular } from '../../../src/message/particular.ts'
import { refusalCodes } from '../../../src/message/refusal.ts'
import { type Finding, findingCodes } from '../../../src/workflow/check/finding.ts'
import { profileIds, profileNamed } from '../../../src/workflow/profile.ts'
import {
  aspectMembers,
  citedIn,
  guardSentences,
  particularSentences,
  roleSentences,
} from '../../../src/web/desk/particularWords.ts'
import { messageRefusal, messageRefusals } from '../../../src/web/desk/messageRefusals.ts'
import { FindingList } from '../../../src/web/parts/FindingList.tsx'
import { Particulars, Rejected, Source } from '../../../src/web/parts/Particulars.tsx'
import { particularNames, placesIn, sampleOf } from '../../message/particulars.ts'
import { markWords, markedLanguage, unmarkedOn } from '../../support/markedWords.ts'
import { findings, requestFor } from '../../workflow/check/drafts.ts'
import { everyDraft, everyRule } from '../../workflow/check/everyRule.ts'
import { readerOf } from '../form/forms.ts'

/** What rules say, as a page has it below the sentence of a code. */
function toldIn(language: LetterLanguage, says: readonly Particular[], pointer = '/body/facts'): string {
  return inPage(
    language,
    render(h(Particulars, { words: readerOf(language), type: 'request', pointer, says })),
  )
}

function inPage(language: string, html: string): string {
  return `<html lang="${language}"><body><main>${html}</main></body></html>`
}

/** Everything that a particular may have in a place of which there are several sorts. */
function* everySort(): Generator<Particular> {
  for (const name of particularNames) yield sampleOf(name)
  for (const guard of Object.keys(guardSentences)) yield sampleOf('guardNotKept', { guard })
  for (const aspect of Object.keys(aspectMembers)) yield sampleOf('depositDiffers', { aspect })
  for (const role of Object.keys(roleSentences) as (keyof typeof roleSentences)[])
    yield sampleOf('otherDesignated', { role })
  yield sampleOf('addressedIs', { roles: Object.keys(roleSentences) as never })
  for (const member of ['the document', 'a member', '0', 'surprise'])
    yield sampleOf('memberMissing', { member })
  for (const id of profileIds()) {
    const { title, content = [], clocks, form } = profileNamed(id)
    yield sampleOf('basisGoesBy', { basis: { id, title }, channels: form.channels })
    for (const { words: wanted, source } of content) yield sampleOf('contentWantedBy', { wanted, source })
    for (const { name: clock } of clocks) yield sampleOf('clockRunOut', { clock })
  }
}

describe('what a rule has to say, at the desk', () => {
  it('is in the words of the reader, all of it: no sentence stands outside of the files of texts', () => {
    const all = [...everySort()]
    const takeOff = markWords()
    try {
      for (const one of all)
        assert.deepEqual(unmarkedOn(toldIn(markedLanguage, [one])), [], JSON.stringify(one))
    } finally {
      takeOff()
    }
    // What has no sentence says no more than that of its code, which names the State.
    for (const name of particularNames)
      if (particularSentences[name] === null)
        assert.deepEqual(
          placesIn(name).filter((place) => place !== 'state'),
          [],
          name,
        )
  })

  it('is found outside of them where it stands there', () => {
    const takeOff = markWords()
    try {
      const wrong = '<p>m1: a hold lasts 60 days in QA</p>'
      assert.notDeepEqual(unmarkedOn(inPage(markedLanguage, wrong)), [])
      const fault = particular('contentWanted', { measure: 'm1', wanted: 'what no profile asks for' })
      assert.match(
        toldIn(markedLanguage, [fault]),
        /<bdi lang="en" dir="ltr">what no profile asks for<\/bdi>/,
      )
    } finally {
      takeOff()
    }
  })

  it('has everything that stands in its places, in each language', () => {
    const shownAs: Readonly<Partial<Record<string, RegExp>>> = {
      days: /60/,
      hours: /24/,
      months: /12/,
      text: /Theo/,
    }
    for (const language of letterLanguages)
      for (const name of particularNames) {
        if (particularSentences[name] === null) continue
        const text = toldIn(language, [sampleOf(name)])
        for (const place of placesIn(name)) {
          const pattern = shownAs[place]
          if (pattern !== undefined) assert.match(text, pattern, `${language} ${name}`)
        }
      }
    assert.match(toldIn('fr', [sampleOf('holdLasts')]), /conservation \(Qatar\) : 60\sjours/)
    assert.match(toldIn('ru', [sampleOf('extraditesFrom')]), /Катар: .*12\sмесяцев/)
    assert.match(toldIn('zh', [sampleOf('messageBytesMost')]), /上限：1\s?MB/i)
    assert.match(
      toldIn('es', [sampleOf('authorityReads')]),
      /<bdi lang="en" dir="ltr">Procuracy<\/bdi> \(<bdi class="desk-code" dir="ltr">vn\.spp<\/bdi>\) lee: inglés y vietnamita/,
    )
    assert.match(toldIn('vi', [sampleOf('memberMissing')]), /^<html lang="vi"><body><main><div>Tình tiết/)
  })

  it('has what a State wrote of itself in its own language and direction, or in the translation that it gave for the reader', () => {
    const arabic = { language: 'ar', text: 'بحسب الحالة.' }
    const told = (language: LetterLanguage, text: Particular) => toldIn(language, [text])
    const own = particular('itsWords', { text: arabic })
    assert.match(told('fr', own), /<bdi lang="ar" dir="rtl">بحسب الحالة\.<\/bdi>/)
    const translations = [{ language: 'fr-FR', text: 'Selon le cas.' }]
    const translated = particular('itsWords', { text: { ...arabic, translations } })
    assert.match(told('fr', translated), /<bdi lang="fr-FR" dir="ltr">Selon le cas\.<\/bdi>/)
    assert.match(told('ru', translated), /lang="ar"/)
  })

  it('has where a rule stands: the articles, without what is remarked of them in English', () => {
    assert.deepEqual(citedIn('EIO 24(2)(a): a ground for refusing'), { articles: 'EIO 24(2)(a)' })
    assert.deepEqual(citedIn('UNCC 42(2), read with 42(3)(c)'), { articles: 'UNCC 42(2)' })
    assert.deepEqual(citedIn('13, 14, 16 to 21, 27'), { articles: '13, 14, 16–21, 27' })
    assert.deepEqual(citedIn('43 to 57'), { articles: '43–57' })
    assert.deepEqual(citedIn('R-08, R-09; UNCC 37(19), 40(12), 41'), {
      articles: 'R-08, R-09; UNCC 37(19), 40(12), 41',
    })
    const sources = profileIds().flatMap((id) => {
      const { content = [], form, languages, coercive, electronicOnlyUnless } = profileNamed(id)
      return [...content, form, languages, coercive, electronicOnlyUnless].flatMap((one) => one?.source ?? [])
    })
    assert.ok(sources.length > 100)
    const takeOff = markWords()
    try {
      const words = readerOf(markedLanguage)
      for (const source of new Set(sources)) {
        const html = render(h(Source, { words, source }))
        assert.ok(!html.includes('lang="en"'), source)
        assert.ok(
          !/[a-z]{3,} [a-z]{3,}/.test(html.replace(/<[^>]*>/g, '').replace(/⟦[^⟧]*⟧/g, '')),
          `${source}: ${html}`,
        )
      }
    } finally {
      takeOff()
    }
  })
})

describe('the findings of a draft, at the desk', () => {
  const message = requestFor('stored-data', ['UNCC'])
  const draft = {
    ...{
      id: '0',
      type: message.type,
      to: 'qa.pp',
      stage: 'writing',
      body: message.body as unknown as JsonObject,
    },
  } as unknown as KeptDraft
  const listOf = (language: LetterLanguage, some: readonly Finding[]): string =>
    inPage(
      language,
      render(h(FindingList, { words: readerOf(language), draft, findings: some, isWhole: true })),
    )

  it('are in the words of the reader whatever their code and weight', () => {
    const all = findingCodes.flatMap((code) =>
      (['refused', 'sentBack', 'note'] as const).map((weight) => ({
        ...{
          weight,
          code,
          pointer: '/body/facts',
          source: 'UNCC 40(15)(e)',
          words: 'As an English sentence.',
        },
        says: [sampleOf('holdLasts')],
      })),
    )
    const takeOff = markWords()
    try {
      for (const one of all)
        assert.deepEqual(unmarkedOn(listOf(markedLanguage, [one])), [], `${one.weight} ${one.code}`)
    } finally {
      takeOff()
    }
  })

  it('are so of whatever the rules find in drafts that give each of them something to say', () => {
    const found = everyDraft().flatMap((one) => everyRule().flatMap((rules) => findings(one, rules)))
    const names = new Set(found.flatMap(({ says }) => says.map(({ name }) => name)))
    assert.ok(names.size > 30, [...names].join(' '))
    for (const { code, says } of found) assert.ok(says.length > 0, code)
    const distinct = [
      ...new Map(found.map((one) => [`${one.weight} ${one.code} ${one.words}`, one])).values(),
    ]
    const takeOff = markWords()
    try {
      assert.deepEqual(unmarkedOn(listOf(markedLanguage, distinct)), [])
    } finally {
      takeOff()
    }
  })

  it('say it in every language, what a measure is called beside its number', () => {
    const [one] = findings(message, { treatyNeededFor: ['assistance'], instruments: [] }).filter(
      ({ code }) => code === 'BASIS_NOT_IN_FORCE',
    )
    assert.ok(one !== undefined)
    const cover: Finding = { ...one, code: 'TREATY_NEEDED', says: [sampleOf('onlyOnTreaty')] }
    for (const language of letterLanguages) {
      const html = listOf(language, [cover])
      assert.match(html, /<bdi class="desk-code" dir="ltr">m1<\/bdi> ?[(（]/, language)
      assert.ok(!html.includes('<bdi lang="en"'), language)
    }
  })
})

describe('what the other State says of a message that it refused', () => {
  const shown = (language: LetterLanguage, code: string, refusalWords: readonly string[]) =>
    render(
      h(Rejected, { words: readerOf(language), type: 'decision', code, said: rejectionIn(refusalWords) }),
    )
  const why = (language: LetterLanguage, reasons: string) => shown(language, 'CONTENT_MISSING', [reasons])

  it('is in the words of the reader whatever its code, with what a rule of this node says beside it', () => {
    assert.match(why('fr', 'm1: reasonsGiven'), /la base juridique ne permet pas ici de taire les motifs/)
    assert.match(
      why('es', 'vn.police may not ask for preservation'),
      /no puede solicitar medidas de este tipo/,
    )
    assert.ok(!why('ar', 'm1: the text of the law (UNCC 40(15)(e))').includes('lang="en"'))
    const takeOff = markWords()
    try {
      for (const code of Object.keys(messageRefusals)) {
        const words = ['m1: reasonsGiven', 'at /body/outcomes', 'expected: decision, consult-open, 7']
        assert.deepEqual(unmarkedOn(inPage(markedLanguage, shown(markedLanguage, code, words))), [], code)
      }
    } finally {
      takeOff()
    }
  })

  it('has a sentence for every code with which a rule refuses a message', () => {
    const judging = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((name) =>
      /^(workflow\/[a-zA-Z]+|message\/(validate|fault)|exchange\/(admit|judge|sequence|parties|capabilities|enclosures|onward[A-Za-z]*))\.ts$/.test(
        name,
      ),
    )
    const tables = readdirSync('schemas/workflow').map((name) => `schemas/workflow/${name}`)
    const texts = [...judging.map((name) => `src/${name}`), ...tables].map((path) =>
      readFileSync(path, 'utf8'),
    )
    const named = texts.flatMap((text) =>
      [...text.matchAll(/["']([A-Z]+(?:_[A-Z]+)+)["']/g)].map(([, code = '']) => code),
    )
    const codes = new Set(refusalCodes.filter((code) => named.includes(code)))
    assert.ok(codes.size > 40, [...codes].join(' '))
    assert.deepEqual(
      [...codes].filter((code) => messageRefusal(code) === null),
      [],
    )
  })

  it('is told apart: why, where, and what would have been accepted', () => {
    const receipt = { reasons: 'no', pointer: '/body/until', expected: ['a', 'b'] }
    assert.deepEqual(rejectionIn(rejectionWords(receipt as never)), receipt)
    assert.deepEqual(rejectionIn(rejectionWords({ pointer: '/x' } as never)), {
      reasons: null,
      pointer: '/x',
      expected: [],
    })
    assert.deepEqual(rejectionIn([]), { reasons: null, pointer: null, expected: [] })
  })

  it('stays in the English of its node where that says it otherwise, as a later one may', () => {
    for (const words of [
      'It cannot be done so.',
      'm1: someGuardOfLater',
      'm1: what nobody asks for (UNCC 99)',
    ])
      assert.ok(why('fr', words).includes(`<bdi lang="en" dir="ltr">${words}</bdi>`), words)
    assert.equal(shown('fr', 'CODE_OF_LATER', []), '')
  })
})
