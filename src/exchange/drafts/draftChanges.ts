import type { Comparison } from '../../letter/comparison.ts'
import type { LetterLanguage } from '../../letter/language.ts'
import type { Worded } from '../../letter/worded.ts'
import type { JsonObject } from '../../message/json.ts'
import { findRequest } from '../../store/requests.ts'
import { opener } from '../../workflow/open.ts'
import { type ChangeKind, compared, earlierOf } from '../desk/changes.ts'
import type { DeskReader } from '../desk/deskReader.ts'
import type { Node } from '../node.ts'
import { readMessage } from '../readCase.ts'
import { openRecord } from '../records.ts'
import { isErased, messageIn } from '../stored.ts'
import type { KeptDraft } from './keptDraft.ts'

/** A draft beside what was written before it. */
export interface DraftComparison {
  /** Beside itself as it was when it came back; the earlier request that it was begun with; or a message of the record. */
  readonly kind: 'returned' | 'begunLike' | ChangeKind
  /** What it is beside; null: the same draft. */
  readonly earlier: {
    readonly request: string
    readonly reference: string
    readonly id: string
    readonly sequence: number | null
  } | null
  readonly comparison: Comparison
}

/**
 * What a draft changes of what was written before, as far as there is something: of itself since it came back first. What of a record is read for it is
 * in the log before it is returned.
 */
export async function readDraftChanges(
  node: Node,
  draft: KeptDraft,
  reader: DeskReader,
  language: LetterLanguage,
): Promise<readonly DraftComparison[]> {
  const row = await findRequest(node.db, draft.request)
  const state = row === null ? null : openRecord(row).state
  const { authority: own_authority, to: counterpart_authority, type } = draft
  const parties = row ?? { own_authority, counterpart_authority, side: opener(type) }
  const after = wordedOf(draft)
  const beside = async (before: Worded, now: Worded): Promise<Comparison> =>
    await compared(node, { before, after: now }, draft.request, state, parties, language)
  const found: DraftComparison[] = []
  const { returnedWords } = draft
  if (returnedWords !== null)
    found.push({
      kind: 'returned',
      earlier: null,
      comparison: await beside({ ...returnedWords, type }, after),
    })
  const like = await earlierRequest(node, draft, reader)
  if (like !== null)
    found.push({ kind: 'begunLike', earlier: like.named, comparison: await beside(like.worded, after) })
  const earlier =
    row === null
      ? null
      : await earlierOf(node.db, { ...draft, direction: 'sent', sequence: null, body: draft.body })
  if (earlier !== null && (await readMessage(node, draft.request, { id: earlier.row.id }, reader)) !== null) {
    const { id, sequence } = earlier.row
    const now = earlier.kind === 'follows' ? after : earlier.after
    found.push({
      kind: earlier.kind,
      earlier: { request: draft.request, reference: draft.reference, id, sequence },
      comparison: await beside(earlier.before, now),
    })
  }
  return found
}

function wordedOf({ type, reference, language, body, exhibits }: KeptDraft): Worded {
  return { type, reference, language, body, exhibits: exhibits as unknown as readonly JsonObject[] }
}

/** The request that a draft was begun with; null where it was with none, or that is not there any more. */
async function earlierRequest(node: Node, { begunLike }: KeptDraft, reader: DeskReader) {
  if (begunLike === null) return null
  const read = await readMessage(node, begunLike, { sequence: 1 }, reader)
  if (read === null || isErased(read.message)) return null
  const { id, sequence } = read.message
  const { type, reference, language, body, exhibits } = messageIn(read.message) as unknown as Worded
  return {
    named: { request: begunLike, reference, id, sequence },
    worded: { type, reference, language, body, exhibits },
  }
}
