import { canonicalText } from '../message/canonical.ts'
import { particular } from '../message/particular.ts'
import { refuse } from '../message/refusal.ts'
import type { Trx } from '../store/database.ts'
import { type MessageName, findMessages, findMessagesByDigest } from '../store/messages.ts'
import type { MessageRow } from '../store/tables.ts'
import type { Draft, SendOutcome } from './send.ts'
import { isErased, messageIn } from './stored.ts'

/** What this node has sent under these ids, by id. */
export async function sentUnder(trx: Trx, ids: readonly MessageName[]): Promise<Map<string, MessageRow>> {
  const known = await findMessages(trx, ids)
  const rows = await findMessagesByDigest(
    trx,
    known.map(({ digest }) => digest),
  )
  return new Map([...rows.values()].map((row) => [row.id, row]))
}

/**
 * The same draft again is told of as before. Other words under its id would be equivocation, and whoever gets them keeps
 * both as proof: refuses with MESSAGE_ID_REUSED, before anything is signed. What was erased cannot be compared: RECORD_ERASED.
 */
export function sentBefore(before: MessageRow, draft: Draft): SendOutcome {
  if (isErased(before)) return refuse('RECORD_ERASED', { says: [particular('sentAndErased', {})] })
  if (wordsOf(messageIn(before)) !== wordsOf(draft)) {
    return refuse('MESSAGE_ID_REUSED', { pointer: '/id', says: [particular('otherUnderId', {})] })
  }
  const { id, request, digest, sequence } = before
  return { ok: true, sent: { id, request, digest, sequence } }
}

function wordsOf({ type, from, to, request, body, exhibits }: Omit<Draft, 'people'>): string {
  return canonicalText({ type, from, to, request, body, exhibits })
}
