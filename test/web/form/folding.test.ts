import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import { render } from 'preact-render-to-string'
import { isObject } from '../../../src/letter/words.ts'
import type { JsonObject, JsonValue } from '../../../src/message/json.ts'
import { type FoldedBy, foldingOf } from '../../../src/web/form/folding.ts'
import { nodesOf } from '../../../src/web/form/node.ts'
import { PartFields } from '../../../src/web/form/PartFields.tsx'
import { readPart } from '../../../src/web/form/readPart.ts'
import { rowWords } from '../../../src/web/form/rowWords.ts'
import { postedBy } from '../../support/formControls.ts'
import { elementsIn, readHtml } from '../../support/html.ts'
import { exampleBodies, noChoices, partOf, readerOf } from './forms.ts'

/** Rows of a list of requests, as the examples have them: of measures the fullest of each kind. */
function rowsOf(member: string): readonly JsonObject[] {
  const requests = exampleBodies().filter(({ type }) => type === 'request')
  const rows = requests.flatMap(({ body }): readonly JsonValue[] => {
    const list = body[member]
    return Array.isArray(list) ? list : []
  })
  const sorted = rows.filter(isObject).sort((one, other) => lengthOf(one) - lengthOf(other))
  return [...new Map(sorted.map((row) => [member === 'measures' ? row.kind : lengthOf(row), row])).values()]
}

function lengthOf(value: JsonValue): number {
  return JSON.stringify(value).length
}

const words = readerOf('ru')

/** The fields of a part of a request as a page has them, in Russian: its words are the longest as they are sent. */
function shownPart(name: string, body: JsonObject, by: Partial<FoldedBy> = {}): string {
  const part = partOf('request', name)
  const nodes = nodesOf('request', part.members, body)
  const folding = foldingOf(nodes, { saved: body, found: [], wanted: null, ...by })
  return render(
    PartFields({ ...{ words, type: 'request', part, body, folding }, errors: [], choices: noChoices }),
  )
}

/** Pointers of the rows that are one line each. */
function foldedIn(html: string): readonly string[] {
  return [...html.matchAll(/name="change" value="([^"]+)"/g)].map(([, pointer = '']) => pointer)
}

const typed = { language: 'ru', timeZone: 'Asia/Qatar', isSame: true }
const lists = {
  measures: 'measures',
  persons: 'persons',
  organisations: 'persons',
  offences: 'offences',
  legalBasis: 'basis',
} as const

describe('web: a long list in a form', () => {
  it('is below 60 kB in Russian with the style sheet, with 64 rows, whichever of them is open', () => {
    const sheet = gzipSync(readFileSync(resolve('dist/assets/desk.css'))).length
    // The frame of a page, and what stands above the fields.
    const frameMax = 5_000
    for (const [member, part] of Object.entries(lists)) {
      const rows = rowsOf(member)
      assert.ok(rows.length > 0, member)
      const all = Array.from({ length: 64 }, (_, place) => rows[place % rows.length] ?? {})
      const folded = shownPart(part, { [member]: all })
      assert.equal(foldedIn(folded).length, all.length, member)
      const around = gzipSync(folded).length + sheet + frameMax
      for (const row of rows) {
        const open = shownPart(part, { [member]: [row, rows[0] ?? {}] }, { wanted: `/${member}/0` })
        const size = around + gzipSync(open).length
        assert.ok(size < 60_000, `${member}, ${JSON.stringify(row.kind)}: ${size}`)
      }
    }
  })

  it('is shown whole where it is short', () => {
    for (const [member, part] of Object.entries(lists)) {
      if (member === 'measures') continue
      const rows = rowsOf(member)
      assert.deepEqual(foldedIn(shownPart(part, { [member]: [rows[0] ?? {}, rows[0] ?? {}] })), [], member)
    }
    for (const row of rowsOf('measures'))
      assert.ok(!foldedIn(shownPart('measures', { measures: [row] })).includes('/measures/0'))
  })

  it('reads back as what it shows, whichever row is open', () => {
    const rows = rowsOf('measures')
    const body = { measures: [...rows], reciprocity: { language: 'en', text: 'As it was' } }
    for (const wanted of [null, '/measures/0', `/measures/${rows.length - 1}/kind`]) {
      const html = shownPart('measures', body, { wanted })
      assert.ok(foldedIn(html).length >= rows.length - 1)
      const read = readPart(partOf('request', 'measures'), 'request', body, postedBy(html), typed)
      assert.ok(read.ok, JSON.stringify(read))
      assert.deepEqual(read.body, body)
    }
  })

  it('is folded within the one row that is too long by itself', () => {
    const [measure] = rowsOf('measures').filter(({ kind }) => kind === 'subscriber-information')
    const own = measure?.identifiers
    const [identifier = {}] = Array.isArray(own) ? own.filter(isObject) : []
    const identifiers = Array.from({ length: 60 }, () => identifier)
    const body = { measures: [{ ...measure, identifiers }, ...rowsOf('measures')] }
    const html = shownPart('measures', body, { wanted: '/measures/0/identifiers/7/value' })
    const folded = foldedIn(html)
    assert.ok(!folded.includes('/measures/0') && folded.includes('/measures/1'))
    assert.equal(folded.filter((row) => row.startsWith('/measures/0/identifiers/')).length, 59)
    assert.ok(!folded.includes('/measures/0/identifiers/7'))
    const read = readPart(partOf('request', 'measures'), 'request', body, postedBy(html), typed)
    assert.deepEqual(read.ok && read.body, body)
  })

  it('calls each row by what was chosen in it and written, and by the measure of which it speaks', () => {
    const said = (type: 'request' | 'decision', member: string, row: JsonObject): readonly string[] => {
      const body = { [member]: [row] }
      const measures = [{ id: 'm1', kind: 'freezing', asked: null, may: [] }]
      const [list] = nodesOf(type, [member], body)
      const [node] = list?.children ?? []
      assert.ok(node !== undefined)
      const offering = { type, body, choices: { ...noChoices, measures } }
      return rowWords({ words: readerOf('en'), offering }, node).map(({ text }) => text)
    }
    const names = [{ family: 'x'.repeat(61), given: 'Example' }]
    assert.deepEqual(said('request', 'persons', { birthPlace: 'Doha', names, role: 'suspect' }), [
      'Suspect',
      `${'x'.repeat(60)}…`,
      'Example',
    ])
    assert.deepEqual(said('request', 'persons', {}), [])
    const [outcome = '', measure = ''] = said('decision', 'outcomes', { measure: 'm1', outcome: 'refused' })
    assert.deepEqual([outcome, measure], ['Refused', `m1 ${readerOf('en').kind('freezing')}`])
  })

  it('never folds what is not saved, and has every id once', () => {
    const rows = rowsOf('measures')
    const [first = {}, ...others] = rows
    const saved = { measures: [...rows] }
    const body = { measures: [{ ...first, note: { language: 'en', text: 'typed' } }, ...others] }
    const html = shownPart('measures', body, { saved })
    assert.ok(!foldedIn(html).includes('/measures/0') && foldedIn(html).includes('/measures/1'))
    const ids = [...elementsIn(readHtml(html))].flatMap(({ attributes: { id } }) => id ?? [])
    assert.equal(new Set(ids).size, ids.length)
  })
})
