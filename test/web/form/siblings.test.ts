import assert from 'node:assert/strict'
import { slotAt } from '../../../src/letter/alternatives.ts'
import { type LetterLanguage, letterLanguages } from '../../../src/letter/language.ts'
import { labelOf } from '../../../src/letter/words.ts'
import type { JsonObject } from '../../../src/message/json.ts'
import { type Group, everyGroup } from './everyGroup.ts'

/** The labels in a language that two or more fields of a group carry, whatever the size of their letters, with those fields. */
function sharedIn(language: LetterLanguage, group: Group): readonly string[] {
  const called = new Map<string, string[]>()
  for (const [name, { stated }] of group) {
    const { document, schema } = stated
    const label = labelOf(language, document, name, schema).toLocaleLowerCase(language)
    called.set(label, [...(called.get(label) ?? []), `${document}#${name}`])
  }
  return [...called]
    .filter(([, fields]) => fields.length > 1)
    .map(([label, fields]) => `${language} ${label}: ${fields.join(', ')}`)
}

describe('web: fields beside each other', () => {
  const groups = everyGroup()

  for (const language of letterLanguages)
    it(`have each a label that none beside it has, in every form, in ${language}`, () => {
      assert.ok(groups.length > 800, `${groups.length} groups were looked at`)
      assert.deepEqual([...new Set(groups.flatMap((group) => sharedIn(language, group)))], [])
    })

  it('are all looked at: of every kind of a thing, and in rows of rows', () => {
    const beside = (...names: readonly string[]): boolean =>
      groups.some((group) => names.every((name) => group.has(name)))
    for (const names of [
      ['untilEvent', 'until'],
      ['on', 'court', 'order'],
      ['on', 'statement'],
      ['outcome', 'result', 'measure'],
      ['registration', 'address24', 'type'],
      ['insurer', 'type'],
      ['opinions', 'views'],
    ])
      assert.ok(beside(...names), names.join(', '))
  })

  it('are found to be called alike where they are', () => {
    const field = (titles: JsonObject) => slotAt({ document: 'part/own.json', schema: { titles } })
    const group = new Map([
      ['day', field({ en: 'Date', fr: 'Date' })],
      ['written', field({ en: 'date', fr: 'Écrit le' })],
    ])
    assert.deepEqual(sharedIn('en', group), ['en date: part/own.json#day, part/own.json#written'])
    assert.deepEqual(sharedIn('fr', group), [])
  })
})
