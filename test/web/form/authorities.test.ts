import assert from 'node:assert/strict'
import type { DraftChoices } from '../../../src/exchange/drafts/choices.ts'
import type { MessageType } from '../../../src/message/generated/types.ts'
import type { JsonObject } from '../../../src/message/json.ts'
import { errorsOfBody } from '../../../src/web/form/errorsOfBody.ts'
import { readPart } from '../../../src/web/form/readPart.ts'
import { postedBy } from '../../support/formControls.ts'
import { type Element, elementsIn, readHtml, textOf } from '../../support/html.ts'
import { noChoices, partOf, readerOf, shown } from './forms.ts'

const typed = { language: 'en', timeZone: 'Asia/Qatar', isSame: true }
const between: DraftChoices = { ...noChoices, own: 'qa.pp', other: 'vn.spp' }

function elementsOf(type: MessageType, body: JsonObject, language: 'ar' | 'en' | 'vi' = 'en') {
  const [name = ''] = type === 'request' ? [Object.hasOwn(body, 'measures') ? 'measures' : 'case'] : ['more']
  const part = partOf(type, name)
  const errors = errorsOfBody(type, body, readerOf(language))
  return [...elementsIn(readHtml(shown(readerOf(language), type, part, body, errors, between)))]
}

const named = (all: readonly Element[], wanted: string): Element | undefined =>
  all.find(({ attributes: { name } }) => name === wanted)
const idsIn = (field: Element | undefined): readonly string[] =>
  field === undefined
    ? []
    : [...elementsIn(field)].flatMap(({ attributes: { value } }) => (value ? [value] : []))

describe('web: an authority in a form', () => {
  const body = (askedBy: string): JsonObject => ({ earlier: { reference: 'VN-1', askedBy } })
  const at = '/earlier/askedBy'

  it('is chosen by its name, under its State, the own one first, in the language of the reader', () => {
    const select = named(elementsOf('request', body(''), 'vi'), at)
    assert.ok(select)
    const groups = [...elementsIn(select)].filter(({ name }) => name === 'optgroup')
    assert.deepEqual(
      groups.map(({ attributes }) => attributes.label),
      ['Qatar', 'Việt Nam', 'Pháp'],
    )
    const options = [...elementsIn(select)].filter(({ name }) => name === 'option').slice(1)
    assert.deepEqual(
      options.map((option) => [option.attributes.value, option.attributes.lang, textOf(option)]),
      [
        ['qa.pp', 'en', 'Public Prosecution (qa.pp)'],
        ['vn.spp', undefined, 'Viện kiểm sát (vn.spp)'],
        ['fr.pnf', 'fr', 'Parquet national (fr.pnf)'],
      ],
    )
  })

  it('is one of the own State, of the other or of this exchange alone, where no other can be meant', () => {
    const hold = { id: 'm1', kind: 'preservation', intentToSubmitMla: { intended: true } }
    const held = { id: 'm2', kind: 'stored-data', preserved: { reference: 'VN-2' } }
    const joint = { id: 'm3', kind: 'joint-investigation', plan: { members: [{}] } }
    const asked = elementsOf('request', { measures: [hold, held, joint] })
    const own = '/measures/0/intentToSubmitMla/authority'
    assert.deepEqual(idsIn(named(asked, own)), ['qa.pp'])
    assert.deepEqual(idsIn(named(asked, '/measures/1/preserved/answeredBy')), ['vn.spp'])
    const member = asked.find(({ attributes: { name = '' } }) => name.endsWith('members/0/authority'))
    assert.deepEqual(idsIn(member), ['qa.pp', 'vn.spp', 'fr.pnf'])
    for (const closed of [own, member?.attributes.name ?? ''])
      assert.equal(named(asked, `${closed}/written`), undefined, closed)
    assert.ok(named(asked, '/measures/1/preserved/answeredBy/written'))
    // There is no other of the own State: it is written.
    const forwarded = named(elementsOf('forwarded', {}), '/authority')
    assert.equal(forwarded?.name, 'input')
  })

  it('is written where it is in no list, goes before what was chosen, and is seen as it is when the form opens again', () => {
    const part = partOf('request', 'case')
    const read = readPart(
      part,
      'request',
      {},
      [
        ['/earlier/reference', 'VN-1'],
        [at, 'vn.spp'],
        [`${at}/written`, ' DE.BfJ '],
      ],
      typed,
    )
    assert.ok(read.ok)
    assert.deepEqual(read.body, body('de.bfj'))
    const all = elementsOf('request', read.body)
    const box = named(all, `${at}/written`)
    assert.deepEqual([box?.attributes.id, box?.attributes.value], [at, 'de.bfj'])
    const select = named(all, at)
    assert.equal(select?.attributes.id, `${at}:listed`)
    assert.ok(![...elementsIn(select)].some(({ attributes }) => 'selected' in attributes && attributes.value))
    const around = all.filter(
      (one) => one.name === 'details' && [...elementsIn(one)].some((within) => within === box),
    )
    assert.ok(around.length > 0 && around.every(({ attributes }) => 'open' in attributes))
    const posted = postedBy(shown(readerOf('en'), 'request', part, read.body, [], between))
    const again = readPart(part, 'request', read.body, posted, typed)
    assert.ok(again.ok)
    assert.deepEqual(again.body, read.body)
  })

  it('is told with an example where what was written is no code of one, at the box in which it was written', () => {
    const wrong = body('the court in hanoi')
    const error = errorsOfBody('request', wrong, readerOf('en')).find(({ field }) => field === at)
    assert.equal(error?.example, 'vn.spp')
    const all = elementsOf('request', wrong)
    const box = named(all, `${at}/written`)
    assert.equal(box?.attributes.id, at)
    assert.match(box.attributes['aria-describedby'] ?? '', new RegExp(`${at}-error`))
    assert.equal(all.filter(({ attributes: { id } }) => id === `${at}-error`).length, 1)
  })
})
