import type { Rewriting } from './client.ts'
import type { DraftRead } from './generated/api.ts'

/** Whether a draft, as it is now, has the words that were to be written into it, and was given away with them. */
export function hasWords(draft: DraftRead, words: Rewriting): boolean {
  const { body, inReplyTo = null, measures = null, language, exhibits = [] } = words
  return (
    ['submitted', 'sending'].includes(draft.stage) &&
    says(draft.body, body) &&
    says(draft.exhibits, exhibits) &&
    draft.inReplyTo === inReplyTo &&
    says(draft.measures, measures) &&
    (language === undefined || draft.language === language)
  )
}

/** Whether a value says all that another does; the node adds to objects what it knows, and to lists nothing. */
export function says(value: unknown, wanted: unknown): boolean {
  if (wanted === undefined || Object.is(value, wanted)) return true
  if (!isObject(value) || !isObject(wanted) || Array.isArray(value) !== Array.isArray(wanted)) return false
  if (Array.isArray(value) && value.length !== (wanted as unknown as unknown[]).length) return false
  return Object.entries(wanted).every(([name, one]) => says(value[name], one))
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
