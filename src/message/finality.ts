import type { RefusalCode } from './refusal.ts'

/** Refusals that may turn out otherwise when the same bytes come again. All others are final. */
const passing: ReadonlySet<string> = new Set<RefusalCode>([
  'RECORD_GAP',
  // Its own node has let it speak: perhaps the list that we have of its State is older, also where that does not name it at all.
  'AUTHORITY_NOT_COMPETENT',
  // People have to find out which of two records is the right one.
  'RECORD_CLOSED',
  'NODE_BUSY',
  'NODE_UNAVAILABLE',
  'NODE_UNWITNESSED',
  // A stranger's answer: perhaps the peer has not seen our newest trust list yet.
  'ENVELOPE_INVALID',
  'TRUST_LIST_EXPIRED',
])

/** Whether a refusal with this code settles the fate of the message. */
export function isFinal(code: string): boolean {
  return !passing.has(code)
}
