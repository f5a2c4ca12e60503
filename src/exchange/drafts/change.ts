import { type Result, refuse } from '../../message/refusal.ts'
import type { Trx } from '../../store/database.ts'
import { type DraftChange, changeDraft, lockDraft } from '../../store/drafts/drafts.ts'
import type { DraftStage } from '../../store/drafts/draftTables.ts'
import { inTransaction } from '../../store/failures.ts'
import { lockRequests } from '../../store/requests.ts'
import type { Node } from '../node.ts'
import type { Acting } from '../people/deskPeople.ts'
import { rolledBack, standingOf } from '../standing.ts'
import { type KeptDraft, keptDraft } from './keptDraft.ts'
import { type DraftEvent, noteDraft } from './noteDraft.ts'

/** What is to become of a draft, and what the log tells of that; `event` null: nothing. */
export interface Changing {
  readonly change: DraftChange
  readonly event: DraftEvent | null
  /** What whoever checks the node should look into; absent: nothing. */
  readonly alarm?: DraftEvent
}

/**
 * Changes a draft in one transaction with what the log tells of it. Refuses with DRAFT_UNKNOWN where it is not of this person's
 * authority, with DRAFT_STAGE_WRONG where it is at another stage, with NODE_ROLLED_BACK; and as `decide` does.
 */
export async function changeKept(
  node: Node,
  id: string,
  by: Acting,
  stages: readonly DraftStage[],
  decide: (draft: KeptDraft, trx: Trx) => Promise<Result<Changing>> | Result<Changing>,
): Promise<Result<object>> {
  return await inTransaction(node.db, async (trx) => {
    if ((await standingOf(node, trx)).isBehind) return rolledBack
    const found = await lockWithRequest(trx, id)
    if (found?.authority !== by.person.authority) return refuse('DRAFT_UNKNOWN')
    if (!stages.includes(found.stage)) return refuse('DRAFT_STAGE_WRONG', { expected: stages })
    const decided = await decide(found, trx)
    if (!decided.ok) return decided
    const { change, event, alarm } = decided
    await changeDraft(trx, id, {
      ...change,
      version: found.version + 1,
      changed_at: node.machineNow(),
    })
    for (const told of [event, alarm]) if (told != null) await noteDraft(node, trx, found.request, told)
    return { ok: true }
  })
}

/** A draft and its request, locked until the transaction ends, or null; the request first, as whoever erases it locks it before its drafts. */
export async function lockWithRequest(trx: Trx, id: string): Promise<KeptDraft | null> {
  const before = await trx.selectFrom('draft').select('request').where('id', '=', id).executeTakeFirst()
  if (before === undefined) return null
  await lockRequests(trx, [before.request])
  const row = await lockDraft(trx, id)
  return row === null ? null : keptDraft(row)
}

/** Everybody who ever changed a draft, with whoever does it now. */
export function editorsWith({ editors }: KeptDraft, { person }: Acting): readonly string[] {
  return editors.includes(person.id) ? editors : [...editors, person.id]
}
