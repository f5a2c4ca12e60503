import { type Result, refuse } from '../../message/refusal.ts'
import { findDraft } from '../../store/drafts/drafts.ts'
import type { DeskReader } from '../desk/deskReader.ts'
import { type OpenedExhibit, openExhibit } from '../exhibits/openExhibit.ts'
import type { Node } from '../node.ts'
import { isOver, keptDraft } from './keptDraft.ts'

/** Which file of which draft, and for what somebody wants it. */
export interface DraftFileOrder {
  readonly draft: string
  /** Its id in the draft. */
  readonly exhibit: string
  readonly reason: string
}

/**
 * Opens a file that a draft of this reader's authority is about to hand over, for a reason that the log and its custody keep: whoever approves
 * a draft approves its files too. Refuses with EXHIBIT_UNKNOWN where it is in no such draft, or that has ended, and as `openExhibit` does.
 */
export async function openDraftFile(
  node: Node,
  { draft, exhibit, reason }: DraftFileOrder,
  { person, authority, from }: DeskReader,
  gone: AbortSignal,
): Promise<Result<OpenedExhibit>> {
  const row = await findDraft(node.db, draft)
  const kept = row?.authority === authority ? keptDraft(row) : null
  const file = kept === null || isOver(kept) ? undefined : kept.exhibits.find(({ id }) => id === exhibit)
  const deposit = file?.sealed?.deposit
  if (deposit === undefined) return refuse('EXHIBIT_UNKNOWN')
  return await openExhibit(node, deposit, { person, authority, from, reason }, gone)
}
