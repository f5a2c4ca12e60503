import { isObject } from '../../letter/words.ts'
import type { JsonObject, JsonValue } from '../../message/json.ts'

/**
 * A body whose texts in the language of the draft are in another now: whoever changes the language of a draft says that of all that
 * is written in it. What says a third language keeps it, and what has a translation into the new one stays the text of that.
 *
 * @param from - BCP 47, of the draft until now
 */
export function rewrittenIn(body: JsonObject, from: string, language: string): JsonObject {
  return Object.fromEntries(
    Object.entries(body).map(([name, value]) => [name, inValue(value, from, language)]),
  )
}

function inValue(value: JsonValue, from: string, language: string): JsonValue {
  if (Array.isArray(value)) return (value as readonly JsonValue[]).map((one) => inValue(one, from, language))
  if (!isObject(value)) return value
  const isOf = typeof value.text === 'string' && value.language === from
  if (isOf) return isTranslatedInto(value, language) ? value : { ...value, language }
  return rewrittenIn(value, from, language)
}

function isTranslatedInto({ translations }: JsonObject, language: string): boolean {
  const all: readonly JsonValue[] = Array.isArray(translations) ? translations : []
  return all.some((one) => isObject(one) && one.language === language)
}
