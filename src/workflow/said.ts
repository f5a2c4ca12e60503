import type { Message } from '../message/generated/types.ts'
import type { JsonObject, JsonValue } from '../message/json.ts'

/** What a message says of one measure, or of all that it concerns. */
export interface Said {
  /** Null where the body does not speak of measures one by one. */
  readonly measure: string | null
  /** The selector in the table. */
  readonly outcome: string | null
  readonly fields: JsonObject
}

/** What a message says, measure by measure where its body does so. */
export function said(message: Message): readonly Said[] {
  if ('outcomes' in message.body) {
    return message.body.outcomes.map((entry) => ({
      measure: entry.measure,
      outcome: entry.outcome,
      fields: entry as unknown as JsonObject,
    }))
  }
  return [{ measure: null, outcome: outcomeOf(message), fields: {} }]
}

/** A value that the message gives at a pointer of one member, in what it says of the measure or else in its body. */
export function valueAt(message: Message, { fields }: Said, pointer: string): JsonValue | undefined {
  const name = pointer.slice(1)
  return fields[name] ?? (message.body as unknown as JsonObject)[name]
}

function outcomeOf(message: Message): string | null {
  if (message.type === 'close' || message.type === 'reopen') {
    return message.inReplyTo === undefined ? 'proposed' : 'confirmed'
  }
  return message.type === 'confidentiality-choice' ? message.body.choice : null
}
