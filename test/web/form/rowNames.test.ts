import assert from 'node:assert/strict'
import { type Slot, memberSlots, slotAt } from '../../../src/letter/alternatives.ts'
import { bodyPlace } from '../../../src/letter/body.ts'
import { type LetterLanguage, letterLanguages } from '../../../src/letter/language.ts'
import type { Place } from '../../../src/letter/place.ts'
import { labelOf } from '../../../src/letter/words.ts'
import { knownMessageTypes } from '../../../src/message/registry.ts'
import { controlOf } from '../../../src/web/form/control.ts'
import { rowName, rowNames } from '../../../src/web/form/rowNames.ts'
import { elementsIn, readHtml, textOf } from '../../support/html.ts'
import { exampleBodies, partOf, readerOf, shown } from './forms.ts'

/** Every list of rows that a form has, by its member. */
function listsOfForms(): ReadonlyMap<string, readonly [name: string, stated: Place]> {
  const lists = new Map<string, readonly [string, Place]>()
  const seen = new Set<string>()
  const walk = (slot: Slot): void => {
    const control = controlOf(slot)
    if (control.kind === 'rows') walk(control.item)
    if (!['group', 'text', 'choice'].includes(control.kind)) return
    for (const [name, member] of memberSlots(slot.alternatives)) {
      const key = `${member.stated.document}#${name}`
      if (controlOf(member).kind === 'rows') lists.set(key, [name, member.stated])
      if (seen.has(key)) continue
      seen.add(key)
      walk(member)
    }
  }
  for (const type of knownMessageTypes()) walk(slotAt(bodyPlace(type)))
  return lists
}

describe('web: one of a list', () => {
  const lists = [...listsOfForms().values()]
  const labelsIn = (language: LetterLanguage): ReadonlySet<string> =>
    new Set(lists.map(([name, stated]) => labelOf(language, stated.document, name, stated.schema)))

  it('has a name of its own only where a form has such a list', () => {
    for (const language of letterLanguages) {
      const labels = labelsIn(language)
      const unused = Object.keys(rowNames[language]).filter((list) => !labels.has(list))
      assert.deepEqual(unused, [], language)
    }
  })

  it('is called as one and not as many, in every language that tells them apart', () => {
    const many = [...labelsIn('en')].filter((label) => /^[A-Z][a-z]+s$/.test(label))
    const asMany = many.filter((label) => rowName('en', label) === label)
    // It tells what the message does: to each of these it supplies something.
    assert.deepEqual(asMany, ['Supplies'])
    const measures = (language: LetterLanguage): readonly string[] => {
      const { body } = exampleBodies().find(({ type }) => type === 'request') ?? assert.fail()
      const page = readHtml(shown(readerOf(language), 'request', partOf('request', 'measures'), body))
      return [...elementsIn(page)]
        .filter(({ name }) => name === 'legend' || name === 'button')
        .map((one) => textOf(one).trim())
    }
    assert.ok(measures('en').includes('Measure 1'))
    assert.ok(measures('en').includes('Remove: Measure 1'))
    assert.ok(measures('en').includes('Add: Measure'))
    assert.ok(measures('fr').includes('Mesure 1'))
    assert.ok(measures('ru').includes('Мера 1'))
  })
})
