import type { Kysely } from 'kysely'
import type { MessageType } from '../../message/generated/types.ts'
import type { JsonObject, JsonValue } from '../../message/json.ts'
import type { Database } from '../../store/tables.ts'
import { answeredMessages } from '../answeredMessages.ts'

/**
 * What an answer to questions begins with: a row for each of them, with its item, so that none is forgotten.
 *
 * @param asking - id of the message that is answered; null: none in particular
 */
export async function begunAnswers(
  db: Kysely<Database>,
  request: string,
  type: MessageType,
  asking: string | null,
): Promise<JsonObject> {
  if (asking === null) return {}
  const asked = (await answeredMessages(db, [{ type, request, inReplyTo: asking }])).get(asking)
  if (asked?.type !== 'information-request') return {}
  return { answers: asked.body.items.map(({ id }) => ({ item: id })) }
}

/** Whether nobody has written an answer into a body yet: its rows, where it has any, name questions and say nothing. */
export function areUnwritten({ answers = [] }: JsonObject): boolean {
  const isBare = (row: JsonValue): boolean =>
    typeof row === 'object' && row !== null && Object.keys(row).every((name) => name === 'item')
  return Array.isArray(answers) && answers.every(isBare)
}
