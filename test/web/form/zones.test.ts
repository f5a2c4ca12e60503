import assert from 'node:assert/strict'
import { gzipSync } from 'node:zlib'
import type { DraftChoices } from '../../../src/exchange/drafts/choices.ts'
import { letterLanguages } from '../../../src/letter/language.ts'
import type { JsonObject } from '../../../src/message/json.ts'
import { errorsOfBody } from '../../../src/web/form/errorsOfBody.ts'
import { readPart } from '../../../src/web/form/readPart.ts'
import { renamedZones, zoneGroups, zoneNames } from '../../../src/web/form/zones.ts'
import { postedBy } from '../../support/formControls.ts'
import { type Element, elementsIn, readHtml, textOf } from '../../support/html.ts'
import { noChoices, partOf, readerOf, shown } from './forms.ts'

const part = partOf('hearing-plan', 'more')
const typed = { language: 'en', timeZone: 'Asia/Qatar', isSame: true }
const between: DraftChoices = { ...noChoices, own: 'qa.pp', other: 'us.doj' }

function readZone(posted: string, body: JsonObject = {}): JsonObject {
  const read = readPart(part, 'hearing-plan', body, [['/timeZone', posted]], typed)
  assert.ok(read.ok)
  return read.body
}

function zoneField(language: 'ar' | 'en', body: JsonObject, choices = between): Element {
  const page = shown(readerOf(language), 'hearing-plan', part, body, [], choices)
  const field = [...elementsIn(readHtml(page))].find(({ attributes: { id } }) => id === '/timeZone')
  assert.ok(field)
  return field
}

const groupsIn = (field: Element): readonly Element[] =>
  [...elementsIn(field)].filter(({ name }) => name === 'optgroup')
const optionsIn = (field: Element): readonly Element[] =>
  [...elementsIn(field)].filter(({ name }) => name === 'option')

describe('web: a time zone in a form', () => {
  it('is chosen by State and town, those of both States first, in the language of the reader', () => {
    const field = zoneField('ar', {})
    const [own, other, ...world] = groupsIn(field)
    assert.equal(own?.attributes.label, 'قطر')
    assert.deepEqual(own.children.length, 1)
    assert.equal(other?.attributes.label, 'الولايات المتحدة')
    assert.ok(optionsIn(other).length > 20)
    for (const { attributes } of world) assert.match(attributes.label ?? '', /\p{Script=Arabic}/u)
    const values = optionsIn(field).map(({ attributes }) => attributes.value)
    assert.equal(new Set(values).size, values.length)
    assert.deepEqual([...values].filter((value) => value !== '').sort(), [...zoneNames()].sort())
    const town = optionsIn(field).find(({ attributes }) => attributes.value === 'Asia/Vladivostok')
    assert.ok(town)
    // Whose time it is in the letters of the reader, and the town by which it can be typed.
    assert.match(textOf(town), /^روسيا: توقيت \p{Script=Arabic}+ \(Vladivostok\)$/u)
    for (const { attributes, ...option } of optionsIn(field)) {
      const said = textOf({ attributes, ...option })
      if (said.includes(':'))
        assert.match(said, /: \P{Script=Latin}*\p{Script=Arabic}.* \(/u, attributes.value)
    }
    const english = optionsIn(zoneField('en', {})).find(
      ({ attributes }) => attributes.value === 'Asia/Vladivostok',
    )
    assert.equal(english === undefined ? '' : textOf(english), 'Russia: Vladivostok')
  })

  it('is one that every program knows, each of another name in every language, with a State and a region of the world', () => {
    for (const language of letterLanguages) {
      const groups = zoneGroups(readerOf(language), [])
      assert.equal(groups.length, 6, language)
      const texts = groups.flatMap(({ choices }) => choices.map(({ text }) => text))
      assert.equal(new Set(texts).size, texts.length, language)
      assert.deepEqual(
        groups.filter(({ label }) => /^([0-9]{3}|[A-Z]{2}|[A-Z][a-z]+\/)/.test(label)),
        [],
      )
      for (const text of texts) assert.doesNotMatch(text, /\//)
    }
    for (const zone of zoneNames())
      assert.doesNotThrow(() => new Intl.DateTimeFormat('en', { timeZone: zone }))
  })

  it('has the name that the database of zones gives it now, whatever the library says', () => {
    const names = zoneNames()
    for (const [earlier, now] of Object.entries(renamedZones)) {
      assert.ok(names.includes(now) && !names.includes(earlier), now)
      const resolved = [earlier, now].map(
        (timeZone) => new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone,
      )
      assert.equal(resolved[0], resolved[1], now)
    }
  })

  it('stays what the draft has, also where it is in no list, and is read as it is shown', () => {
    for (const timeZone of ['Asia/Saigon', 'Etc/GMT-3', 'Asia/Tokyo', 'UTC']) {
      const field = zoneField('en', { timeZone })
      const chosen = optionsIn(field).filter(({ attributes }) => 'selected' in attributes)
      assert.deepEqual(
        chosen.map(({ attributes }) => attributes.value),
        [timeZone],
      )
      const posted = postedBy(shown(readerOf('en'), 'hearing-plan', part, { timeZone }, [], between))
      const read = readPart(part, 'hearing-plan', { timeZone }, posted, typed)
      assert.ok(read.ok)
      assert.deepEqual(read.body, { timeZone })
    }
  })

  it('is taken by its name or its town where it was written, and told with an example where it is none', () => {
    assert.deepEqual(readZone('asia/ho_chi_minh'), { timeZone: 'Asia/Ho_Chi_Minh' })
    assert.deepEqual(readZone('Ho Chi Minh'), { timeZone: 'Asia/Ho_Chi_Minh' })
    assert.deepEqual(readZone('Europe/Kyiv'), { timeZone: 'Europe/Kyiv' })
    const body = readZone('three hours ahead')
    assert.deepEqual(body, { timeZone: 'three hours ahead' })
    const error = errorsOfBody('hearing-plan', body, readerOf('en')).find(
      ({ field }) => field === '/timeZone',
    )
    assert.equal(error?.example, 'Asia/Qatar')
  })

  it('is offered from one list of the page where it is asked for many times, which stays small', () => {
    const results = partOf('delivery', 'more')
    const bodyWith = (count: number): JsonObject => {
      const items = Array.from({ length: count }, () => ({ id: 'E1', timeZone: 'Asia/Tokyo' }))
      return { outcomes: [{ outcome: 'deliverable', result: { kind: 'stored-data', items } }] }
    }
    const few = shown(readerOf('ru'), 'delivery', results, bodyWith(2), [], between)
    assert.ok(!few.includes('<datalist'))
    const many = shown(readerOf('ru'), 'delivery', results, bodyWith(8), [], between)
    const all = [...elementsIn(readHtml(many))]
    const list = all.filter(({ name }) => name === 'datalist')
    assert.equal(list.length, 1)
    const fields = all.filter(({ attributes: { name = '' } }) => name.endsWith('/timeZone'))
    assert.equal(fields.length, 8)
    for (const { attributes } of fields) {
      assert.equal(attributes.list, list[0]?.attributes.id)
      assert.equal(attributes.value, 'Asia/Tokyo')
    }
    // The goal for a page is 60 kB; the frame around the fields is some 3 kB.
    for (const page of [few, many]) assert.ok(gzipSync(page).length < 50_000)
  })
})
