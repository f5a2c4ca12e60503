import type { Message } from '../message/generated/types.ts'
import type { JsonObject, JsonValue } from '../message/json.ts'
import { documentsIn, once } from './documents.ts'

/** What a message says of one measure, or of all that it concerns. */
export interface Said {
  /** Null where the body does not speak of measures one by one. */
  readonly measure: string | null
  /** The selector in the table. */
  readonly outcome: string | null
  readonly fields: JsonObject
  /** Where the fields stand in the message, RFC 6901. */
  readonly pointer: string
}

/** What a message says, measure by measure where its body does so. */
export function said(message: Message): readonly Said[] {
  const entries = 'outcomes' in message.body ? message.body.outcomes : undefined
  if (entries !== undefined) {
    return entries.map((entry, index) => ({
      measure: entry.measure,
      outcome: entry.outcome,
      fields: entry as unknown as JsonObject,
      pointer: `/body/outcomes/${index}`,
    }))
  }
  return [{ measure: null, outcome: outcomeOf(message), fields: {}, pointer: '/body' }]
}

/** The message that this one answers for the measure: the one that its words on it name, or else its frame. */
export function answeredBy(message: Message, { fields }: Said): string | undefined {
  const own = fields.inReplyTo
  return typeof own === 'string' ? own : message.inReplyTo
}

/** A value that the message gives at a pointer, in what it says of the measure or else in its body. */
export function valueAt(message: Message, { fields }: Said, pointer: string): JsonValue | undefined {
  const path = pointer.slice(1).split('/')
  return memberAt(fields, path) ?? memberAt(message.body as unknown as JsonObject, path)
}

/** Every value at a pointer in which `*` stands for every item of a list. */
export function valuesAt(message: Message, said: Said, pointer: string): readonly JsonValue[] {
  const [before = '', ...after] = pointer.split('/*')
  const found = valueAt(message, said, before)
  if (found === undefined) return []
  if (after.length === 0) return [found]
  const path = after.join('/*').slice(1).split('/')
  const items = Array.isArray(found) ? found : []
  return items.flatMap((item) => memberAt(item, path) ?? [])
}

/**
 * The whole pointer, from the root of the message, of a value that was or should have been there: where it stands, else where the schema of
 * the message has a place for it.
 */
export function pointerOf({ type, body }: Message, { fields, pointer }: Said, member: string): string {
  const [first = ''] = member.slice(1).split('/')
  if (Object.hasOwn(fields, first)) return `${pointer}${member}`
  const isOfAll = Object.hasOwn(body, first) || Object.hasOwn(schemas().get(type)?.properties ?? {}, first)
  return `${isOfAll ? '/body' : pointer}${member}`
}

function memberAt(value: JsonValue, path: readonly string[]): JsonValue | undefined {
  let found: JsonValue | undefined = value
  for (const name of path) {
    if (typeof found !== 'object' || found === null || Array.isArray(found)) return undefined
    found = Object.hasOwn(found, name) ? found[name] : undefined
  }
  return found
}

const schemas = once(() =>
  documentsIn<{ readonly outcome?: string; readonly properties?: JsonObject }>('message'),
)

/** A closing or a reopening proposes, or confirms what it answers; else the member that the schema of the message names. */
function outcomeOf(message: Message): string | null {
  if (message.type === 'close' || message.type === 'reopen') {
    return message.inReplyTo === undefined ? 'proposed' : 'confirmed'
  }
  const selector = schemas().get(message.type)?.outcome
  if (selector === undefined) return null
  const value = memberAt(message.body as unknown as JsonObject, selector.slice(1).split('/'))
  return typeof value === 'string' ? value : null
}
