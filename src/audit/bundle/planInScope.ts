import { requestsIn } from './fileSet.ts'
import type { Files } from './layout.ts'
import type { BundleLog } from './log.ts'
import { type Plan, type PlannedMessage, planRecords, plansOf } from './plan.ts'
import type { Find } from './report.ts'
import type { Scope } from './scope.ts'

/** The plans of the requests that the bundle is about; a request that must be in it and is not is named. */
export function planInScope(
  files: Files,
  log: BundleLog,
  { requests, size }: Scope,
  find: Find,
): Map<string, Plan> {
  const plans = planRecords(log.entries.part(0, size).ofRecords())
  const found = plansOf(plans, requests ?? requestsIn(files))
  for (const request of requests ?? []) {
    if (!found.has(request)) find('mismatch', `record/${request}/`, 'the log does not tell of this request')
  }
  if (requests !== null) return found
  const there = new Set([...found.values()].map(({ subject }) => subject))
  for (const { subject, messages } of plans) {
    if (!there.has(subject) && messages.some(leavesFile)) {
      find('mismatch', 'record/', `a request lacks, of which the log tells as ${subject}`)
    }
  }
  return found
}

/** Whether a message has a file in the bundle; of one that was erased it is its receipt. */
function leavesFile({ required, erased, receipt }: PlannedMessage): boolean {
  return required && (erased !== true || receipt !== null)
}

/** The peers whose lists must be in the bundle; null: all. */
export function peersIn(plans: ReadonlyMap<string, Plan>, { requests }: Scope): ReadonlySet<string> | null {
  if (requests === null) return null
  return new Set([...plans.values()].flatMap(({ messages }) => messages.map(({ peer }) => peer)))
}

/** Whether a peer is one of these; null: all are. */
export function isOneOf(peers: ReadonlySet<string> | null): (peer: string) => boolean {
  return (peer) => peers === null || peers.has(peer)
}
