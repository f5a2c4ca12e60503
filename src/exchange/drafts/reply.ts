import { type Result, refuse } from '../../message/refusal.ts'
import { selectedIn } from '../../message/selectedIn.ts'
import { type Option, mayAnswer } from '../../workflow/allowed.ts'
import type { KeptDraft } from './keptDraft.ts'

/**
 * The message that a draft answers: the one that it names, else the only one that is open; null where it answers none. Refuses
 * with REPLY_MISSING, and the open messages, where there are several.
 */
export function replyOf(
  draft: Pick<KeptDraft, 'type' | 'inReplyTo' | 'body' | 'measures'>,
  option: Option | null,
): Result<{ readonly inReplyTo: string | null }> {
  if (draft.inReplyTo !== null) return { ok: true, inReplyTo: draft.inReplyTo }
  const concerned = [...(draft.measures ?? []), ...measuresIn(draft)]
  const open = mayAnswer(draft.type, option, concerned, selectedIn(draft.type, draft.body))
  const [only, ...others] = open
  if (others.length === 0) return { ok: true, inReplyTo: only ?? null }
  return refuse('REPLY_MISSING', { pointer: '/inReplyTo', expected: open })
}

function measuresIn({ body }: Pick<KeptDraft, 'body'>): readonly string[] {
  const outcomes = Array.isArray(body.outcomes) ? body.outcomes : []
  return outcomes.flatMap((one) =>
    typeof one === 'object' && one !== null && 'measure' in one && typeof one.measure === 'string'
      ? [one.measure]
      : [],
  )
}
