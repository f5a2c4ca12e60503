import { resolvedAt } from '../../letter/place.ts'
import { isObject } from '../../letter/words.ts'
import type { JsonValue } from '../../message/json.ts'
import type { CaseWords } from '../desk/caseWords.ts'
import { labelFor, listedWords } from './fieldWords.ts'
import type { FormNode } from './node.ts'

/** What a row of a list must say, as `contains` of its schema has it. */
export interface RowMark {
  /** The field of its first row in which it is said. */
  readonly field: FormNode
  readonly value: JsonValue
  /** How many rows say it. */
  readonly count: number
  /** Whether no more than one may. */
  readonly isOfOne: boolean
}

/** What a row of this list must be marked with; null: nothing, or there is no row yet in which it could be said. */
export function rowMarkOf(list: FormNode): RowMark | null {
  const { contains, maxContains } = resolvedAt(list.stated).schema
  const { properties } = isObject(contains) ? contains : {}
  const [[name, said] = ['', null]] = isObject(properties) ? Object.entries(properties) : []
  const field = list.children[0]?.children.find((child) => child.name === name)
  if (!isObject(said) || said.const === undefined || field === undefined) return null
  const value = said.const
  const rows: readonly JsonValue[] = Array.isArray(list.value) ? list.value : []
  const count = rows.filter((row) => isObject(row) && row[name] === value).length
  return { field, value, count, isOfOne: maxContains === 1 }
}

/** What is to be marked, as the form calls it: the box alone, or the field with what it says. */
export function markLabel(words: CaseWords, { field, value }: RowMark): string {
  const label = labelFor(words, field)
  if (value === true) return label
  const said = listedWords(words, field.name, { value: value as string, place: resolvedAt(field.stated) })
  return words.say('fieldWithin', { outer: label, label: said })
}
