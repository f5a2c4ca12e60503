import assert from 'node:assert/strict'
import { h } from 'preact'
import { render } from 'preact-render-to-string'
import { letterLanguages } from '../../../src/letter/language.ts'
import type { Message } from '../../../src/message/generated/types.ts'
import type { JsonObject } from '../../../src/message/json.ts'
import { worldRules } from '../../../src/cli/demo/worldRules.ts'
import type { Finding } from '../../../src/workflow/check/finding.ts'
import { inForceBetween } from '../../../src/workflow/check/inForce.ts'
import { partAt } from '../../../src/web/desk/draftLinks.ts'
import type { CaseWords } from '../../../src/web/desk/caseWords.ts'
import { PartFields } from '../../../src/web/form/PartFields.tsx'
import { placeFindings } from '../../../src/web/form/placedFindings.ts'
import { FindingSummary } from '../../../src/web/parts/FieldFindings.tsx'
import { type Element, elementsIn, readHtml, textOf } from '../../support/html.ts'
import { at, findings, requestFor, stateList } from '../../workflow/check/drafts.ts'
import { everyDraft, everything } from '../../workflow/check/everyRule.ts'
import { partOf, readerOf } from './forms.ts'

/** A part of a draft as its page has it: above, what would be said; then the fields. */
function pageOf(words: CaseWords, message: Message, name: string, found: readonly Finding[]): string {
  const body = message.body as unknown as JsonObject
  const part = partOf(message.type, name)
  const draft = { type: message.type, to: 'qa.pp', body }
  const placed = placeFindings(draft, part, found)
  return (
    render(h(FindingSummary, { words, draft, placed })) +
    render(
      h(PartFields, {
        words,
        type: message.type,
        part,
        body,
        errors: [],
        told: { draft, placed, inForce: null },
      }),
    )
  )
}

function elementsOf(html: string): readonly Element[] {
  return [...elementsIn(readHtml(`<html><body>${html}</body></html>`))]
}

describe('web: what the other State would say of a draft', () => {
  it('stands beside the field that it is about, which it describes, and is led to from above', () => {
    const words = readerOf('en')
    let shown = 0
    for (const message of everyDraft()) {
      const found = findings(message, everything)
      const names = new Set(found.flatMap(({ pointer }) => partAt(message, pointer)?.name ?? []))
      for (const name of names) {
        const own = found.filter(({ pointer }) => partAt(message, pointer)?.name === name)
        const all = elementsOf(pageOf(words, message, name, own))
        const ids = new Set(all.flatMap(({ attributes: { id } }) => id ?? []))
        const links = all.flatMap(({ attributes: { href } }) => href ?? [])
        assert.equal(links.length, own.length, `${message.type} ${name}`)
        for (const link of links) {
          const field = link.slice(1)
          assert.ok(ids.has(field), link)
          const group = all.find(({ attributes }) => attributes['aria-describedby'] === `${field}-told`)
          assert.ok(group !== undefined, link)
          assert.ok(
            [...elementsIn(group)].some(({ attributes: { id } }) => id === field),
            link,
          )
          shown += 1
        }
      }
    }
    assert.ok(shown > 20, `${shown}`)
  })

  it('is not called optional where the other State would send the request back without it, and stands once by its name', () => {
    const message = requestFor('stored-data', ['UNCC'])
    const words = readerOf('en')
    const missing: Finding = {
      ...{ weight: 'sentBack', code: 'CONTENT_EXPECTED', pointer: '/body/confidentiality' },
      ...{ says: [], words: [], source: 'UNCC 40(20)' },
    } as unknown as Finding
    const body = message.body as unknown as JsonObject
    assert.equal(body.confidentiality, undefined)
    const of = (found: readonly Finding[]): string =>
      pageOf(words, { ...message, body } as unknown as Message, 'urgency', found)
    assert.match(of([]), /<summary[^]*?Confidentiality \(optional\)/)
    assert.doesNotMatch(of([missing]), /Confidentiality \(optional\)/)
    assert.match(of([missing]), /<legend class="govuk-fieldset__legend[^"]*">Confidentiality</)
    const seen = elementsOf(of([])).filter(
      (one) =>
        one.attributes.class?.includes('hidden') !== true && textOf(one) === 'Confidentiality (optional)',
    )
    assert.ok(
      seen.every(({ name }) => ['summary', 'span'].includes(name)),
      seen.map(({ name }) => name).join(),
    )
  })

  it('has its code and the place of the rule folded away, and no pointer in sight', () => {
    const message = requestFor('stored-data', ['UNCC'])
    const found = findings(message, { instruments: [{ instrument: 'UNCAC' }] })
    const all = elementsOf(
      pageOf(
        readerOf('en'),
        message,
        'basis',
        found.filter(({ pointer }) => partAt(message, pointer)?.name === 'basis'),
      ),
    )
    const [told] = all.filter(({ attributes }) => attributes.class?.startsWith('desk-told ') === true)
    assert.ok(told !== undefined)
    const folded = [...elementsIn(told)].filter(({ name }) => name === 'details').map(textOf)
    assert.match(folded.join(' '), /BASIS_NOT_IN_FORCE.*\/body\/legalBasis\/0\/instrument.*R-01/)
    const seen = folded.reduce((text, part) => text.replace(part, ''), textOf(told))
    assert.doesNotMatch(seen, /[A-Z]{3,}_|\/body|R-\d/)
  })

  it('names what would do: the instruments that its rules have in force and that cover what is asked for, in the words of the reader', () => {
    const rules = { instruments: ['UNCAC', 'BUD', 'ECE'].map((instrument) => ({ instrument })) }
    const message = requestFor('records', ['UNCC'])
    const [finding] = findings(message, rules).filter(({ code }) => code === 'BASIS_NOT_IN_FORCE')
    assert.ok(finding !== undefined)
    assert.match(
      finding.words,
      /; in force for NZ by its rules, and enough for this: UNCAC \(UNCAC 46\(3\)\)/,
    )
    assert.doesNotMatch(finding.words, /ECE/)
    const told = (language: (typeof letterLanguages)[number]): string =>
      textOf(readHtml(`<html>${pageOf(readerOf(language), message, 'basis', [finding])}</html>`))
    assert.match(told('en'), /United Nations Convention against Corruption \(UNCAC 46\(3\)\)/)
    assert.match(told('fr'), /Convention des Nations Unies contre la corruption \(UNCAC 46\(3\)\)/)
    assert.equal(new Set(letterLanguages.map(told)).size, letterLanguages.length)
  })

  it('names nothing where nothing would do, or the State has published nothing', () => {
    const message = requestFor('preservation', ['UNCAC'])
    const rules = { instruments: [{ instrument: 'UNCAC' }] }
    for (const said of [rules, {}])
      for (const { code, words } of findings(message, said))
        if (code.startsWith('BASIS_')) assert.doesNotMatch(words, /enough for this/)
    const covered = findings(message, { instruments: [{ instrument: 'UNCAC' }, { instrument: 'BUD' }] })
    assert.ok(covered.some(({ code, words }) => code === 'BASIS_NOT_COVERING' && words.includes('BUD (BUD')))
  })

  it('has the instruments first that are in force with that State by its rules, and the others apart', () => {
    const message = requestFor('records', ['UNCC'])
    const body = message.body as unknown as JsonObject
    const part = partOf('request', 'basis')
    const groupsIn = (words: CaseWords, inForce: readonly string[] | null) => {
      const told = { draft: { type: message.type, to: 'qa.pp' }, placed: [], inForce }
      const html = render(h(PartFields, { words, type: message.type, part, body, errors: [], told }))
      const select = elementsOf(html).find(({ attributes: { id } }) => id === '/legalBasis/0/instrument')
      assert.ok(select !== undefined)
      const values = (one: Element): readonly string[] =>
        [...elementsIn(one)].flatMap(({ name, attributes }) =>
          name === 'option' ? (attributes.value ?? '') : [],
        )
      const groups = [...elementsIn(select)].filter(({ name }) => name === 'optgroup')
      return {
        all: values(select),
        groups: groups.map((one) => [one.attributes.label, values(one)] as const),
      }
    }
    const plain = groupsIn(readerOf('en'), null)
    assert.deepEqual(plain.groups, [])
    const { all, groups } = groupsIn(readerOf('en'), ['UNTOC', 'UNCAC'])
    assert.deepEqual([...all].sort(), [...plain.all].sort())
    assert.deepEqual(
      groups.map(([label]) => label),
      ['In force with Qatar', 'Not in force by the published rules of Qatar'],
    )
    assert.deepEqual([...(groups[0]?.[1] ?? [])].sort(), ['UNCAC', 'UNTOC'])
    assert.ok(groups[1]?.[1].includes('UNCC'))
    const labels = letterLanguages.map((language) => groupsIn(readerOf(language), ['UNCAC']).groups[0]?.[0])
    assert.equal(new Set(labels).size, letterLanguages.length)
  })

  it('finds a first request in a demonstration world resting on what its two States have in force', () => {
    const message = requestFor('subscriber-information', ['UNCC'])
    const found = findings(message, worldRules).filter(({ code }) => code.startsWith('BASIS_'))
    assert.deepEqual(
      found.map(({ code, weight }) => `${weight} ${code}`),
      ['note BASIS_RESERVATION'],
    )
    const translated = worldRules.instruments?.[0]?.reservations?.translations?.map(
      ({ language }) => language,
    )
    assert.deepEqual(['en', ...(translated ?? [])].toSorted(), [...letterLanguages].toSorted())
    const requested = stateList('QA', 'qa.pp', worldRules)
    const requesting = stateList('VN', 'vn.spp', {
      instruments: [{ instrument: 'UNCC', until: '2027-01-01' }],
    })
    const between = inForceBetween({ requested, requesting, at })
    assert.deepEqual(between, ['UNTOC', 'UNCAC', 'BILATERAL', 'RECIPROCITY', 'DOMESTIC'])
    assert.equal(inForceBetween({ requested: stateList('QA', 'qa.pp', {}), requesting, at }), null)
  })

  it('calls a measure that has no id yet by its number', () => {
    const message = requestFor('preservation', ['UNCAC'])
    const { body } = message as { readonly body: { readonly measures: readonly object[] } }
    const measures = body.measures.map((measure) => ({ ...measure, id: undefined }))
    const written = { ...message, body: { ...body, measures } } as unknown as Message
    const found = findings(written, {}).filter(({ code }) => code === 'BASIS_NOT_COVERING')
    assert.equal(found.length, 1)
    assert.match(found[0]?.words ?? '', /^a measure: /)
    for (const language of letterLanguages) {
      const page = pageOf(readerOf(language), written, 'measures', found)
      const [hint] = elementsOf(page).filter(({ attributes }) => attributes.class === 'govuk-hint')
      assert.ok(hint !== undefined)
      assert.match(textOf(hint).trim(), /^[^:：]*[1\u0661]/u, language)
    }
  })
})
