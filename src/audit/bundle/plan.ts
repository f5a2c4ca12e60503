import { subjectOf } from '../entry.ts'
import { pendingPath, placedPath, receiptPath, refusedPath } from './layout.ts'
import type { LoggedEntry } from './log.ts'

/** An entry that stands for a file: when, and where in the log. */
export interface Mark {
  readonly index: number
  readonly time: Date
}

/** A message that the log tells of, and the receipt that the log tells of. */
export interface PlannedMessage {
  readonly digest: string
  /** The other State. */
  readonly peer: string
  /** Whether this node sent it. */
  readonly own: boolean
  readonly fate: 'placed' | 'pending' | 'refused'
  /** Place in the record; null where it has none. */
  readonly sequence: number | null
  /** The entry with which it was sent, received or refused. */
  readonly mark: Mark
  readonly receipt: { readonly digest: string; readonly mark: Mark } | null
  /** False for what the peer sent and this node refused: it need not have been kept. */
  readonly required: boolean
}

/** What the log of a node tells about one request, named by `subjectOf`. */
export interface Plan {
  readonly subject: string
  readonly messages: readonly PlannedMessage[]
}

/**
 * What the log tells about each request: which messages, where, with which receipts. The exporter writes the files
 * of a bundle by it, and the verifier expects them by it.
 */
export function planRecords(entries: readonly LoggedEntry[]): Plan[] {
  const plans = new Map<string, Map<string, PlannedMessage>>()
  for (const logged of entries) {
    const { record, msg } = logged.entry
    if (record === undefined || msg === undefined) continue
    const messages = plans.get(record) ?? new Map<string, PlannedMessage>()
    const next = after(messages.get(msg), logged, msg)
    if (next !== undefined) messages.set(msg, next)
    if (messages.size > 0) plans.set(record, messages)
  }
  return [...plans].map(([subject, messages]) => ({ subject, messages: [...messages.values()] }))
}

/** What is known of a message after one more entry about it. */
function after(known: PlannedMessage | undefined, logged: LoggedEntry, digest: string): PlannedMessage | undefined {
  const { evt, peer = '', seq, receipt } = logged.entry
  const mark = { index: logged.index, time: new Date(logged.entry.t) }
  const named = receipt === undefined ? null : { digest: receipt, mark }
  const sequence = seq ?? null
  switch (evt) {
    case 'message.sent': {
      const fate = sequence === null ? 'pending' : 'placed'
      return { digest, peer, own: true, fate, sequence, mark, receipt: null, required: true }
    }
    case 'message.received':
      return { digest, peer, own: false, fate: 'placed', sequence, mark, receipt: null, required: true }
    case 'message.refused':
      return known ?? { digest, peer, own: false, fate: 'refused', sequence: null, mark, receipt: null, required: false }
    case 'message.placed':
      return known && { ...known, fate: 'placed', sequence, receipt: named }
    case 'message.rejected':
      return known && { ...known, fate: known.sequence === null ? 'refused' : known.fate, receipt: named }
    case 'receipt.received':
    case 'receipt.given':
      return known && { ...known, receipt: named }
    default:
      return known
  }
}

/** Path of the file of a message of this request. */
export function messagePath(request: string, { digest, fate, sequence }: PlannedMessage): string {
  if (fate === 'placed') return placedPath(request, sequence ?? 0)
  return fate === 'pending' ? pendingPath(request, digest) : refusedPath(request, digest)
}

/** The paths of the files of a request, and which of them may lack. */
export function recordPaths(request: string, { messages }: Plan): { readonly path: string; readonly required: boolean }[] {
  return messages.flatMap((message) => {
    const path = messagePath(request, message)
    const { required, receipt } = message
    const own = { path, required }
    return receipt === null ? [own] : [own, { path: receiptPath(path), required }]
  })
}

/** The plans of these requests by their UUID; the others are left out. */
export function plansOf(plans: readonly Plan[], requests: readonly string[]): Map<string, Plan> {
  const bySubject = new Map(plans.map((plan) => [plan.subject, plan]))
  const found = new Map<string, Plan>()
  for (const request of requests) {
    const plan = bySubject.get(subjectOf(request))
    if (plan !== undefined) found.set(request, plan)
  }
  return found
}
