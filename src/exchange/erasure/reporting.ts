import { type Refusal, refuse } from '../../message/refusal.ts'
import type { Trx } from '../../store/database.ts'
import { findHold } from '../../store/erasure.ts'
import type { RequestState } from '../../workflow/state.ts'
import { finalStates } from '../../workflow/table.ts'
import type { Draft } from '../send.ts'

type Reporting = Pick<Draft, 'type' | 'request' | 'body'>

/** The requests under a legal hold among those of which drafts report that all is erased; asks nothing where none does. */
export async function findHeld(trx: Trx, drafts: readonly Reporting[]): Promise<ReadonlySet<string>> {
  const held = new Set<string>()
  for (const { request } of drafts.filter(isWholeReport))
    if ((await findHold(trx, request)) !== null) held.add(request)
  return held
}

/** Nobody reports as erased what may not be: RECORD_HELD; null where nothing is held. */
export function heldRefusal(held: ReadonlySet<string>, draft: Reporting): Refusal | null {
  const isHeld = isWholeReport(draft) && held.has(draft.request)
  return isHeld ? refuse('RECORD_HELD', { pointer: '/body/extent' }) : null
}

/** Nobody reports as erased by now what goes on: nothing of that can be erased. RECORD_NOT_ENDED. */
export function unendedRefusal(draft: Reporting, state: RequestState | null, now: Date): Refusal | null {
  if (!isWholeReport(draft) || state === null || finalStates().has(state.state)) return null
  const { at } = draft.body as { readonly at?: unknown }
  const isLater = typeof at === 'string' && new Date(at) > now
  return isLater ? null : refuse('RECORD_NOT_ENDED', { pointer: '/body/extent' })
}

function isWholeReport({ type, body }: Reporting): boolean {
  return type === 'erasure-report' && 'extent' in body && body.extent === 'whole'
}
