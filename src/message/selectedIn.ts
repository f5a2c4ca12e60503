import { documentAt } from './documents.ts'
import type { MessageType } from './generated/types.ts'
import type { JsonValue } from './json.ts'

/** What the body says of itself where its type has a member for that, `stage` for instance; null where it says nothing. */
export function selectedIn(type: MessageType, body: JsonValue): string | null {
  const selector = documentAt(`message/${type}.json`)?.outcome
  const isObject = typeof body === 'object' && body !== null && !Array.isArray(body)
  const value = typeof selector === 'string' && isObject ? body[selector.slice(1)] : undefined
  return typeof value === 'string' ? value : null
}
