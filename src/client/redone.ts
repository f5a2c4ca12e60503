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

/** Whether a value says what another does. To an object that names a file the node adds what it knows of that. */
export function says(value: unknown, wanted: unknown): boolean {
  if (wanted === undefined || Object.is(value, wanted)) return true
  if (!isObject(value) || !isObject(wanted) || Array.isArray(value) !== Array.isArray(wanted)) return false
  const namesFile = 'exhibit' in wanted || 'deposit' in wanted
  const isSame = ([name, one]: [string, unknown]): boolean => says(value[name], one)
  return (
    Object.entries(wanted).every(isSame) &&
    (namesFile || Object.keys(value).every((name) => wanted[name] !== undefined))
  )
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
