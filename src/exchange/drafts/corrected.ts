import { labelIn } from '../../letter/pointerLine.ts'
import { isObject } from '../../letter/words.ts'
import type { JsonObject, JsonValue } from '../../message/json.ts'
import { stateOf } from '../../message/stateOf.ts'
import { findNamedMessage } from '../../store/messages.ts'
import type { Node } from '../node.ts'
import { isErased, messageIn } from '../stored.ts'
import type { KeptDraft } from './keptDraft.ts'
import type { OwedByWorkflow } from './owedByWorkflow.ts'

/** The message that a correction speaks of, as it was said. */
export interface CorrectedMessage {
  readonly type: string
  readonly body: JsonObject
  /** Its place in the record; null while it has none. */
  readonly sequence: number | null
}

const messageId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** The message of the own side that a correction supersedes; null: it is not said, or there is none of that side that can be read. */
export async function correctedBy(
  node: Node,
  { authority, request, body }: Pick<KeptDraft, 'authority' | 'request' | 'body'>,
): Promise<CorrectedMessage | null> {
  const { supersedes } = body
  if (typeof supersedes !== 'string' || !messageId.test(supersedes)) return null
  const row = await findNamedMessage(node.db, { from_state: stateOf(authority), id: supersedes })
  if (row?.request !== request || isErased(row)) return null
  const message = messageIn(row)
  return { type: message.type, body: message.body as unknown as JsonObject, sequence: row.sequence }
}

/** What of a correction corrects nothing: a message that is none of the own side, and places that the message has not. */
export async function owedByCorrection(node: Node, draft: KeptDraft): Promise<readonly OwedByWorkflow[]> {
  const { type, body } = draft
  if (type !== 'amend' || typeof body.supersedes !== 'string') return []
  const corrected = await correctedBy(node, draft)
  if (corrected === null) return [{ pointer: '/supersedes', lacks: 'ownMessage', file: null }]
  const rows: readonly JsonValue[] = Array.isArray(body.replaces) ? body.replaces : []
  return rows.flatMap((row, at): readonly OwedByWorkflow[] => {
    const place = isObject(row) ? row.pointer : undefined
    if (typeof place !== 'string' || isPlaceOf(corrected, place)) return []
    return [{ pointer: `/replaces/${at}/pointer`, lacks: 'place', file: null }]
  })
}

/** Whether something stands at a place (RFC 6901) of a message, or could: of a list only at rows that are there. Of its frame nothing is judged. */
function isPlaceOf({ type, body }: CorrectedMessage, place: string): boolean {
  const [, root, ...steps] = place.split('/').map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
  if (root !== 'body' || steps.length === 0) return true
  if (labelIn('en', type, steps) === null) return false
  let value: JsonValue | undefined = body
  for (const step of steps) {
    if (Array.isArray(value) && (value as readonly JsonValue[])[Number(step)] === undefined) return false
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return true
    value = (value as Readonly<Record<string, JsonValue>>)[step]
  }
  return true
}
