import type { JsonObject } from '../../message/json.ts'
import { type Result, refuse } from '../../message/refusal.ts'
import type { DraftStage } from '../../store/drafts/draftTables.ts'
import { exchangeLimits } from '../limits.ts'
import type { Node } from '../node.ts'
import type { Acting } from '../people/deskPeople.ts'
import type { Draft } from '../send.ts'
import { headRefusal } from './begin.ts'
import { areUnwritten, begunAnswers } from './begunAnswers.ts'
import { type Changing, changeKept, editorsWith } from './change.ts'
import type { KeptDraft } from './keptDraft.ts'
import { actorIn } from './noteDraft.ts'
import { rewrittenIn } from './rewrittenIn.ts'

/** A draft, as whoever changes it has seen it. */
export interface SeenDraft {
  readonly draft: string
  readonly version: number
}

/** What a person writes into a draft; what is absent stays. */
export interface Writing {
  readonly body?: JsonObject
  readonly reference?: string
  readonly language?: string
  readonly inReplyTo?: string | null
  readonly measures?: readonly string[] | null
  readonly exhibits?: Draft['exhibits']
}

const writable: readonly DraftStage[] = ['writing', 'returned']

/**
 * Keeps what a person has written; a draft in another language than before is so in all its texts, and where it is said now which
 * questions it answers, it has a row for each. Refuses with DRAFT_CHANGED where somebody else has changed the draft since it was seen, with
 * DRAFT_TOO_LARGE, with MESSAGE_INVALID where reference or language have not their form; with DRAFT_UNKNOWN, DRAFT_STAGE_WRONG
 * or NODE_ROLLED_BACK.
 */
export async function writeDraft(
  node: Node,
  { draft: id, version }: SeenDraft,
  writing: Writing,
  by: Acting,
): Promise<Result<object>> {
  return await changeKept(node, id, by, writable, async (draft, trx) => {
    if (draft.version !== version) return refuse('DRAFT_CHANGED')
    const after = { ...draft, ...writing }
    const isSame = after.language === draft.language
    const worded = isSame ? after.body : rewrittenIn(after.body, draft.language, after.language)
    const isOther = after.inReplyTo !== draft.inReplyTo && areUnwritten(worded)
    const rows = isOther ? await begunAnswers(trx, draft.request, draft.type, after.inReplyTo) : {}
    const said = { ...worded, ...rows }
    const [body, exhibits] = [JSON.stringify(said), JSON.stringify(after.exhibits)]
    if (Buffer.byteLength(body) + Buffer.byteLength(exhibits) > exchangeLimits.drafts.bytesMax)
      return refuse('DRAFT_TOO_LARGE')
    const { reference, language } = after
    const unfit = reference === draft.reference && isSame ? null : headRefusal(node, reference, language)
    if (unfit !== null) return unfit
    const change = {
      body,
      exhibits,
      reference,
      language,
      in_reply_to: after.inReplyTo,
      measures: after.measures,
      editors: editorsWith(draft, by),
    }
    return { ok: true, change, event: null }
  })
}

/** Drops a draft; its words are gone. Refuses with DRAFT_UNKNOWN, DRAFT_STAGE_WRONG or NODE_ROLLED_BACK. */
export async function dropDraft(node: Node, id: string, by: Acting): Promise<Result<object>> {
  return await changeKept(node, id, by, droppable, (draft) => dropped(draft, by))
}

/** Stages of a draft that can be dropped. */
export const droppable: readonly DraftStage[] = [...writable, 'submitted']

/** What becomes of a draft that is dropped. */
export function dropped({ id, type }: KeptDraft, by: Acting): Result<Changing> {
  return {
    ok: true,
    change: { stage: 'dropped', body: '{}', exhibits: '[]', reason: null, submitted_from: null },
    event: { event: 'draft.dropped', actor: actorIn(by), details: { draft: id, type } },
  }
}
