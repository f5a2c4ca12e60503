import type { Message } from '../../message/generated/types.ts'
import type { Refusal } from '../../message/refusal.ts'
import { spanRefusal } from '../../message/spans.ts'
import { listUnplacedOf } from '../../store/messages.ts'
import type { RequestRow } from '../../store/tables.ts'
import { answersRefusal } from '../../workflow/answers.ts'
import { competenceRefusal } from '../../workflow/competence.ts'
import { answeredMessages } from '../answeredMessages.ts'
import { type OpenRecord, judgeSent, unopenedRecord } from '../judge.ts'
import type { Node } from '../node.ts'
import { ownAuthority } from '../parties.ts'
import { withPending } from '../pending.ts'
import { openRecord } from '../records.ts'

/**
 * Why this node would not send a message, as far as that rests on its author and its record; null: for nothing of that. Nothing is
 * signed or kept: whoever approves it must not be the first to hear of it.
 *
 * @param row - the record; null: the message opens it
 */
export async function rehearse(
  node: Node,
  row: RequestRow | null,
  message: Message,
): Promise<Refusal | null> {
  const author = ownAuthority(node, message, node.now())
  if (!author.ok) return author
  const record = row === null ? unopenedRecord(message.request, false) : await aheadOf(node, row)
  const incompetent = competenceRefusal(author.authority, message, record.state)
  const unfit = incompetent ?? spanRefusal(message)
  if (unfit !== null) return unfit
  const answered = await answeredMessages(node.db, [message])
  const unanswered = answersRefusal(answered.get(message.inReplyTo ?? ''), message, record.state)
  if (unanswered !== null) return unanswered
  // A stand-in for the digest that signing gives: no rule looks at it.
  const judged = judgeSent(record, { message, digest: '0'.repeat(64) })
  return judged.ok ? null : judged
}

/** The record as the other side will see it once everything pending has arrived. */
async function aheadOf(node: Node, row: RequestRow): Promise<OpenRecord> {
  const record = openRecord(row)
  if (record.keeper) return record
  const ahead = withPending(new Map([[row.id, record]]), await listUnplacedOf(node.db, [row.id]))
  return ahead.get(row.id) ?? record
}
