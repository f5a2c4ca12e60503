import { type Result, refuse } from '../../message/refusal.ts'
import { inTransaction } from '../../store/failures.ts'
import type { Node } from '../node.ts'
import type { Acting } from '../people/deskPeople.ts'
import { rolledBack, standingOf } from '../standing.ts'
import { lockWithRequest } from './change.ts'
import { actorIn, noteDraft } from './noteDraft.ts'

/**
 * Notes that a person wants a draft sent at once that was let go and is not sent yet; nothing where it is at another stage. Its words
 * stay those of whoever let them go. Refuses with DRAFT_UNKNOWN where it is not of this person's authority, or NODE_ROLLED_BACK.
 */
export async function resumeDraft(node: Node, id: string, by: Acting): Promise<Result<object>> {
  return await inTransaction(node.db, async (trx) => {
    if ((await standingOf(node, trx)).isBehind) return rolledBack
    const found = await lockWithRequest(trx, id)
    if (found?.authority !== by.person.authority) return refuse('DRAFT_UNKNOWN')
    if (found.stage !== 'sending') return { ok: true }
    const { type, message, request } = found
    await noteDraft(node, trx, request, {
      event: 'draft.resumed',
      actor: actorIn(by),
      details: { draft: id, message: message ?? '', type },
    })
    return { ok: true }
  })
}
