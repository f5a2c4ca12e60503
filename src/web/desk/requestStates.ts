import { machines } from '../../workflow/table.ts'
import type { CaseWords } from './caseWords.ts'

/** Every state that a request may have: those of its measures, and those of a request whose measures stand apart. */
export function requestStates(): readonly string[] {
  const own = machines().flatMap(({ states }) => states.map(({ name }) => name))
  return [...new Set(['partial', 'closed', 'pending', ...own])]
}

/** The same with what they are called, in the order of the reader's language. */
export function namedStates({
  state: called,
  language,
}: CaseWords): readonly { readonly value: string; readonly text: string }[] {
  const order = new Intl.Collator(language)
  return requestStates()
    .map((value) => ({ value, text: called(null, value) }))
    .sort((one, other) => order.compare(one.text, other.text))
}
