import { machines } from '../../workflow/table.ts'
import type { ChoiceGroup, ChoiceText } from '../parts/Field.tsx'
import type { CaseWords } from './caseWords.ts'

/** States of a request that is no measure, or whose measures stand apart. */
const ownStates = ['partial', 'closed', 'pending'] as const

/** Every state that a request may have: those of its measures, and those of a request whose measures stand apart. */
export function requestStates(): readonly string[] {
  return [...new Set([...ownStates, ...machines().flatMap(({ states }) => states.map(({ name }) => name))])]
}

/** A state of no more machines than these stands under what these are about: elsewhere its words may mean another. */
const groupedMax = 3

/**
 * Some of them with what they are called, each list in the order of the reader's language: those that most requests may have, and those
 * of few kinds of measures under the names of these.
 */
export function namedStates(
  words: CaseWords,
  some: readonly string[],
): {
  readonly choices: readonly ChoiceText[]
  readonly groups: readonly ChoiceGroup[]
} {
  const { state: called, language } = words
  const order = new Intl.Collator(language)
  const grouped = new Map<string, ChoiceText[]>()
  for (const value of requestStates().filter((one) => some.includes(one))) {
    const label = headingOf(words, value)
    grouped.set(label, [...(grouped.get(label) ?? []), { value, text: called(null, value) }])
  }
  const inOrder = (choices: readonly ChoiceText[]): readonly ChoiceText[] =>
    choices.toSorted((one, other) => order.compare(one.text, other.text))
  const { '': choices = [], ...groups } = Object.fromEntries(grouped)
  return {
    choices: inOrder(choices),
    groups: Object.entries(groups)
      .map(([label, own]) => ({ label, choices: inOrder(own), isClosed: false }))
      .sort((one, other) => order.compare(one.label, other.label)),
  }
}

/** What those measures are that alone have this state; empty: many have it. */
function headingOf({ kind: called, known }: CaseWords, state: string): string {
  const having = machines().filter(({ states }) => states.some(({ name }) => name === state))
  const isOwn = ownStates.some((one) => one === state)
  if (isOwn || having.length > groupedMax) return ''
  return known.format.and(having.flatMap(({ kinds }) => kinds).map(called))
}
