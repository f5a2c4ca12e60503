import { particular } from '../message/particular.ts'
import { type Result, refuse } from '../message/refusal.ts'
import { type Entry, decide } from './decide.ts'
import type { RequestState } from './state.ts'

/**
 * The state of a request from its record: both nodes and the auditor compute it, and all must agree. Refuses as
 * `decide` does at the first message that does not fit, and an empty record with REQUEST_UNKNOWN.
 */
export function replay(entries: Iterable<Entry>): Result<{ request: RequestState }> {
  let request: RequestState | null = null
  for (const entry of entries) {
    const decision = decide(request, entry)
    if (!decision.ok) return decision
    request = decision.request
  }
  return request === null
    ? refuse('REQUEST_UNKNOWN', { says: [particular('recordEmpty', {})] })
    : { ok: true, request }
}
