import type { Message } from '../message/generated/types.ts'
import { particular } from '../message/particular.ts'
import { type Result, refuse } from '../message/refusal.ts'
import type { RequestState, Side } from './state.ts'

/**
 * Which side speaks. The requested side speaks with the voice of its competent authority; to it one may write under
 * any name it had, because a message and a `forwarded` can cross. Refuses everybody else with NOT_A_PARTY.
 */
export function sideOf(request: RequestState, { from, to }: Message): Result<{ side: Side }> {
  const { requesting, requested } = request.parties
  if (requesting.includes(from) && requested.includes(to)) return { ok: true, side: 'requesting' }
  if (requested.at(-1) === from && requesting.includes(to)) return { ok: true, side: 'requested' }
  return refuse('NOT_A_PARTY', { says: [particular('writesTo', { authority: from, other: to })] })
}
