import type { Actor } from '../../audit/events.ts'
import type { Trx } from '../../store/database.ts'
import {
  forgetReturnedWords,
  listErasedOfDraft,
  lockDraftsWithErased,
} from '../../store/drafts/draftFiles.ts'
import { changeDraft } from '../../store/drafts/drafts.ts'
import type { Node } from '../node.ts'
import { unfrozen } from './approve.ts'
import { type KeptDraft, keptDraft } from './keptDraft.ts'
import { noteDraft } from './noteDraft.ts'
import { takenOff } from './takenOff.ts'

/**
 * Takes files out of drafts whose keys were destroyed with the record in which they had been handed over: a draft has the key of each
 * of its files. It goes back to whoever writes it, and says why. What was let go keeps its words until it comes back. What a draft said
 * when it last came back goes as a whole where that names one of them, also one that was taken off since.
 */
export async function takeOutErased(node: Node, trx: Trx, record: string, actor: Actor): Promise<void> {
  for (const row of await lockDraftsWithErased(trx, record)) {
    const draft = keptDraft(row)
    const { id, type, version, request } = draft
    const change = { stage: 'returned', refusal: 'EXHIBIT_ERASED', version: version + 1 } as const
    await changeDraft(trx, id, { ...unfrozen, ...change, changed_at: node.machineNow() })
    await dropErased(trx, draft)
    const details = { draft: id, reason: 'EXHIBIT_ERASED', type }
    await noteDraft(node, trx, request, { event: 'draft.returned', actor, code: 'refused', details })
  }
  await forgetReturnedWords(trx, record)
}

/** Takes what opens no more off a draft that can be written on, out of its body what names it, and what the draft was when it came back. */
export async function dropErased(trx: Trx, draft: KeptDraft): Promise<void> {
  const erased = await listErasedOfDraft(trx, draft.id)
  const gone = draft.exhibits.filter(({ sealed }) => sealed !== undefined && erased.has(sealed.deposit))
  if (gone.length === 0) return
  await changeDraft(trx, draft.id, { ...(await takenOff(trx, draft, gone)), returned_words: null })
}
