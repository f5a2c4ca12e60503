import assert from 'node:assert/strict'
import { type LetterLanguage, letterLanguages } from '../../../src/letter/language.ts'
import type { DraftChoices } from '../../../src/exchange/drafts/choices.ts'
import type { MessageType } from '../../../src/message/generated/types.ts'
import type { JsonObject } from '../../../src/message/json.ts'
import { knownMessageTypes } from '../../../src/message/registry.ts'
import { labelFor, listedWords } from '../../../src/web/form/fieldWords.ts'
import { type FormNode, nodesOf, withAll } from '../../../src/web/form/node.ts'
import { partTitle, planOf } from '../../../src/web/form/plan.ts'
import { elementsIn, readHtml, textOf } from '../../support/html.ts'
import { type ExampleBody, exampleBodies, noChoices, partOf, readerOf, shown } from './forms.ts'

/** Latin letters that are names, tags and codes in every language, or are within a word of another script. */
const ofAnyLanguage = /\b(UTC|ISO|IBAN|BIC|LEI|DNS|IP|SIM|URL|PIN|[A-Z0-9_.:/-]{2,})\b/g

function nodesOfBody({ type, body }: ExampleBody): readonly FormNode[] {
  return planOf(type).parts.flatMap(({ members }) => [...withAll(nodesOf(type, members, body))])
}

/** The words of fields and of what can be chosen in them that have no letter of the script of the language. */
function fallenThrough(language: LetterLanguage, script: RegExp): ReadonlySet<string> {
  const words = readerOf(language)
  const found = new Set<string>()
  const look = (node: FormNode, said: string): void => {
    const rest = said.replace(ofAnyLanguage, '').replace(/[^\p{L}]/gu, '')
    if (rest !== '' && !script.test(said)) found.add(`${node.document} ${node.name}: ${said}`)
  }
  const seen = new Set<unknown>()
  for (const example of exampleBodies()) {
    for (const node of nodesOfBody(example)) {
      if (seen.has(node.stated.schema)) continue
      seen.add(node.stated.schema)
      look(node, labelFor(words, node))
      const { control } = node
      if (control.kind !== 'choice' && control.kind !== 'checks') continue
      for (const one of control.listed) look(node, listedWords(words, node.name, one))
    }
  }
  return found
}

describe('web: the fields of a form', () => {
  it('ask for every member of every type, on one page each, or for a request on several that have a name', () => {
    const words = readerOf('fr')
    for (const type of knownMessageTypes()) {
      const { parts } = planOf(type)
      const members = parts.flatMap((part) => part.members)
      assert.equal(new Set(members).size, members.length, type)
      for (const part of parts) {
        assert.match(part.name, /^[a-z]+$/)
        assert.notEqual(partTitle(words, type, part), '')
      }
      if (type !== 'request') assert.equal(parts.length, 1, type)
    }
    assert.deepEqual(
      planOf('request').parts.map(({ name }) => name),
      ['authority', 'basis', 'case', 'offences', 'facts', 'persons', 'measures', 'urgency', 'more'],
    )
  })

  it('are called in the language of the reader, with what can be chosen in them', function () {
    this.timeout(60_000)
    for (const [language, script] of [
      ['ar', /\p{Script=Arabic}/u],
      ['ru', /\p{Script=Cyrillic}/u],
      ['zh', /\p{Script=Han}/u],
    ] as const) {
      assert.deepEqual([...fallenThrough(language, script)], [], language)
    }
  })

  it('have labels that differ from the English ones in every other language', () => {
    const labelsIn = (language: LetterLanguage): readonly string[] => {
      const page = shown(readerOf(language), 'request', partOf('request', 'persons'), { persons: [{}] })
      return [...elementsIn(readHtml(page))]
        .filter(({ name }) => ['label', 'legend', 'summary', 'button'].includes(name))
        .map(textOf)
    }
    const english = labelsIn('en')
    for (const language of letterLanguages.filter((one) => one !== 'en')) {
      const same = labelsIn(language).filter((label, place) => label !== '' && label === english[place])
      // Some words are the same in French and Spanish.
      assert.ok(same.length <= 0.1 * english.length, `${language}: ${same.join('; ')}`)
    }
  })

  it('have each a label of their own, an id that no other has, and descriptions that are there', () => {
    const words = readerOf('en')
    for (const { file, type, body } of exampleBodies().filter((_one, place) => place % 9 === 0)) {
      for (const part of planOf(type).parts) {
        const elements = [...elementsIn(readHtml(shown(words, type, part, body)))]
        const ids = elements.flatMap(({ attributes: { id } }) => id ?? [])
        assert.equal(new Set(ids).size, ids.length, file)
        const labelled = new Set(elements.flatMap(({ attributes }) => attributes.for ?? []))
        for (const { name, attributes } of elements) {
          if (!['input', 'select', 'textarea'].includes(name) || attributes.type === 'hidden') continue
          assert.ok(labelled.has(attributes.id ?? ''), `${file}: ${attributes.name ?? ''}`)
        }
        for (const { attributes } of elements) {
          for (const described of (attributes['aria-describedby'] ?? '').split(' ').filter((id) => id !== ''))
            assert.ok(ids.includes(described), `${file}: ${described}`)
        }
      }
    }
  })

  it('hold what people wrote as text, whatever it looks like', () => {
    const text = '</textarea><script>alert(1)</script>"&amp;'
    const page = shown(readerOf('ar'), 'request', partOf('request', 'facts'), {
      facts: { language: 'en', text },
    })
    assert.doesNotMatch(page, /<script/)
    const box = [...elementsIn(readHtml(page))].find(({ attributes: { id } }) => id === '/facts/text')
    assert.ok(box)
    assert.equal(textOf(box), text)
    assert.equal(box.attributes.lang, 'en')
    assert.equal(box.attributes.dir, 'ltr')
  })

  it('offer countries by their names, and organisations that issue travel documents behind them in a group', () => {
    for (const language of letterLanguages) {
      const page = shown(readerOf(language), 'request', partOf('request', 'persons'), { persons: [{}] })
      const [, list = ''] =
        /<select[^>]*name="\/persons\/0\/birthCountry"[^>]*>([^]*?)<\/select>/.exec(page) ?? []
      const [countries = '', organisations = '', ...more] = list.split('<optgroup')
      assert.deepEqual(more, [])
      assert.ok(countries.includes('value="VN"') && !countries.includes('value="XPO"'), language)
      const listed = [...organisations.matchAll(/<option[^>]*value="([A-Z]+)"[^>]*>([^<]*)</g)]
      assert.equal(listed.length, 17, language)
      for (const [, code = '', text = ''] of listed) assert.notEqual(text, code, language)
    }
  })

  it('ask in each row first of which measure it speaks, name that in its legend, and choose it where there is one only', () => {
    const may = (outcome: string) => ({
      ...{ outcome, grounds: null, postponements: null, isUnheard: false, handsOver: false },
      ...{ wantsManifest: false, wantsResult: false },
    })
    const measure = { kind: 'stored-data', asked: null, may: [may('granted')] }
    const [one, other] = [
      { ...measure, id: 'm1' },
      { ...measure, id: 'm2' },
    ]
    const page = (body: JsonObject, measures: DraftChoices['measures'], type: MessageType = 'decision') =>
      shown(readerOf('en'), type, partOf(type, 'more'), body, [], {
        ...noChoices,
        isOpening: false,
        measures,
      })
    const begun = page({ outcomes: [{ measure: 'm2' }] }, [one, other])
    assert.match(begun, /<legend[^>]*>Measure 1: m2 Stored/)
    assert.ok(begun.indexOf('name="/outcomes/0/measure"') < begun.indexOf('name="/outcomes/0/outcome"'))
    const marked = (html: string): readonly string[] =>
      [...elementsIn(readHtml(html))].flatMap(({ attributes }) =>
        attributes.name === '/outcomes/0/measure' && 'checked' in attributes ? (attributes.value ?? []) : [],
      )
    assert.deepEqual(marked(begun), ['m2'])
    assert.deepEqual(marked(page({}, [one, other])), [])
    assert.deepEqual(marked(page({}, [one])), ['m1'])
    assert.deepEqual(marked(page({}, [one, { ...other, may: [] }])), ['m1'])
    assert.deepEqual(marked(page({}, [one], 'delivery-receipt')), ['m1'])
    // Parts are behind, for whoever wants one.
    assert.match(begun, /<p class="govuk-hint">Only a part of a measure<\/p>/)
    const parted = page({ outcomes: [{ measure: 'm1.2' }] }, [one])
    assert.match(parted, /<legend[^>]*>Measure 1: Part 2 of m1 Stored/)
    assert.match(parted, /Only a part of a measure<\/p>[^]*?value="m1.1"/)
    assert.deepEqual(marked(parted), ['m1.2'])
    const many = Array.from({ length: 5 }, (_, place) => ({ ...measure, id: `m${place + 1}` }))
    assert.match(page({}, many), /<optgroup label="Only a part of a measure">/)
  })

  it('offer scripts by their names, one that is there and not in the list as well', () => {
    for (const [language, name, other] of [
      ['en', 'Cyrillic', 'Cherokee'],
      ['ru', 'кириллица', 'чероки'],
    ] as const) {
      const body = { persons: [{ names: [{ family: 'Example', script: 'Cher' }] }] }
      const page = shown(readerOf(language), 'request', partOf('request', 'persons'), body)
      const [, list = ''] =
        /<select[^>]*name="\/persons\/0\/names\/0\/script"[^>]*>([^]*?)<\/select>/.exec(page) ?? []
      assert.match(list, new RegExp(`<option[^>]*value="Cyrl"[^>]*>${name}<`, 'i'))
      assert.match(
        list,
        new RegExp(
          `<option[^>]*selected[^>]*value="Cher"[^>]*>${other}<|value="Cher" selected[^>]*>${other}<`,
          'i',
        ),
      )
    }
  })

  it('tell apart what a passport says of the sex, and that nothing is said', () => {
    for (const language of letterLanguages) {
      const page = readHtml(
        shown(readerOf(language), 'request', partOf('request', 'persons'), { persons: [{}] }),
      )
      const texts = [...elementsIn(page)]
        .filter(({ attributes }) => attributes.for?.startsWith('/persons/0/sex') === true)
        .map(textOf)
      assert.equal(new Set(texts).size, 4, language)
      assert.ok(
        texts.some((text) => text.startsWith('X')),
        language,
      )
    }
  })

  it('offer as the result of a measure what its kind can have, and where that is no other says it', () => {
    const measure = (id: string, kind: string) => ({ id, kind, asked: null, may: [] })
    const choices = { ...noChoices, isOpening: false }
    const kinds = (row: JsonObject, measures: DraftChoices['measures']): readonly string[] => {
      const offered = { ...choices, measures }
      const page = shown(
        readerOf('en'),
        'delivery',
        partOf('delivery', 'more'),
        { outcomes: [row] },
        [],
        offered,
      )
      return [...elementsIn(readHtml(page))].flatMap(({ name, attributes }) =>
        name === 'input' && attributes.name === '/outcomes/0/result/kind' ? (attributes.value ?? []) : [],
      )
    }
    const [records, extradition] = [measure('m1', 'records'), measure('m2', 'extradition')]
    assert.deepEqual(kinds({ measure: 'm1' }, [records, extradition]), ['records'])
    assert.deepEqual(kinds({ measure: 'm2' }, [records, extradition]).toSorted(), [
      'enforce-instead',
      'extradition',
      'prosecute-instead',
    ])
    assert.equal(kinds({}, [records, extradition]).length, 4)
    const wrong = kinds({ measure: 'm1', result: { kind: 'extradition' } }, [records])
    assert.deepEqual(wrong.toSorted(), ['extradition', 'records'])
  })

  it('save when Enter is pressed, before any other button', () => {
    const page = readHtml(shown(readerOf('en'), 'request', partOf('request', 'persons'), {}))
    const [button] = [...elementsIn(page)].filter(({ name }) => name === 'button')
    assert.equal(button?.attributes.name, undefined)
  })
})
