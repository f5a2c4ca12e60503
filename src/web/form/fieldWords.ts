import { scalarLine } from '../../letter/scalar.ts'
import { labelOf, phrase, titleOf } from '../../letter/words.ts'
import type { CaseWords } from '../desk/caseWords.ts'
import type { Sentence } from '../desk/words.ts'
import type { Listed } from './control.ts'
import { hintIn } from './hints.ts'
import type { FormNode } from './node.ts'
import { rowName } from './rowNames.ts'
import type { When } from './whenNeeded.ts'

/** What a field is called in the reader's language, with its number where it is an item of a list. */
export function labelFor(words: CaseWords, node: FormNode): string {
  const { language } = words
  const label = labelOf(language, node.document, node.name, node.stated.schema)
  if (node.row === null) return label
  return words.say('numberedField', { label: rowName(language, label), number: node.row })
}

/** The same, and that it may be left out where it may: always, or in some cases as where one of two will do. */
export function askedLabel(words: CaseWords, node: FormNode): string {
  const label = labelFor(words, node)
  if (node.need === 'always' || node.row !== null) return label
  if (node.isOneOf) return words.say('oneOfField', { label })
  return words.say(node.need === 'never' ? 'optionalField' : 'neededField', { label })
}

/**
 * What the schema says of a field, in the reader's language, with which choice beside it it is needed or has no place, and of which of the
 * fields in it one is needed. An item of a list is told of by the list.
 */
export function hintFor(words: CaseWords, node: FormNode): string | undefined {
  const { description } = node.stated.schema
  const said =
    node.row === null && typeof description === 'string' ? hintIn(words.language, description) : undefined
  const all = [said, ...node.when.map((when) => whenWords(words, when)), neededWords(words, node)]
  const told = all.filter((one) => one !== undefined)
  return told.length === 0 ? undefined : told.join(' ')
}

/** Of which of the fields in it one is needed, or several that go together. */
function neededWords(words: CaseWords, { children, together }: FormNode): string | undefined {
  const labelled = (one: FormNode | undefined): readonly string[] =>
    one === undefined ? [] : [labelFor(words, one)]
  const groups = together.map((names) =>
    names.flatMap((name) => labelled(children.find((one) => one.name === name))).join(' + '),
  )
  const oneOf = children.filter(({ isOneOf }) => isOneOf).flatMap(labelled)
  const list = [...oneOf, ...groups].filter((one) => one !== '')
  return list.length === 0 ? undefined : words.say('oneOfHint', { list: list.join(', ') })
}

const whenSentences = {
  needed: 'neededWhere',
  neededUnless: 'neededUnless',
  leftEmpty: 'emptyWhere',
} as const satisfies Readonly<Record<When['is'], Sentence>>

function whenWords(words: CaseWords, { is, by, slot, chosen }: When): string {
  const { document, schema } = slot.stated
  const label = labelOf(words.language, document, by, schema)
  const list = chosen.map((one) => listedWords(words, by, one)).join(', ')
  return words.say(whenSentences[is], { label, list })
}

/** What an entry of a list is called. */
export function listedWords(words: CaseWords, name: string, { value, place }: Listed): string {
  if (typeof value === 'boolean') return truthWords(words, value)
  const { schema } = place
  if (schema.const === value && typeof schema.title === 'string')
    return titleOf(words.language, schema) ?? String(value)
  return scalarLine(name, place, value, words.known)
    .map(({ text }) => text)
    .join('')
}

export function truthWords({ language }: CaseWords, value: boolean): string {
  return phrase(language, value ? 'yes' : 'no')
}
