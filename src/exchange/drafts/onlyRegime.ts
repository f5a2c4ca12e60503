import { isObject } from '../../letter/words.ts'
import { documentAt } from '../../message/documents.ts'
import type { JsonObject, JsonValue } from '../../message/json.ts'

/**
 * A body whose only legal basis is marked as the regime chosen: among one there is no choice, and nobody is asked for it. Of
 * several, whoever writes marks one; and a type of message that wants none marked is as it was.
 */
export function withOnlyRegime(type: string, body: JsonObject): JsonObject {
  const { legalBasis } = body
  if (!wantsRegime(type) || !Array.isArray(legalBasis)) return body
  const rows: readonly JsonValue[] = legalBasis
  const said = rows.filter((row) => isObject(row) && row.instrument !== undefined)
  const [only, ...others] = said
  if (!isObject(only) || others.length > 0 || only.regime === true) return body
  return { ...body, legalBasis: rows.map((row) => (row === only ? { ...only, regime: true } : row)) }
}

function wantsRegime(type: string): boolean {
  const { properties } = documentAt(`message/${type}.json`) ?? {}
  const { legalBasis } = isObject(properties) ? properties : {}
  return isObject(legalBasis) && 'contains' in legalBasis
}
