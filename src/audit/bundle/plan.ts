import { subjectOf } from '../entry.ts'
import type { EventName } from '../events.ts'
import { pendingPath, placedPath, receiptPath, refusedPath } from './layout.ts'
import type { LoggedEntry } from './entries.ts'

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
  /** Place in the record; 0 where it has none. */
  readonly sequence: number
  /** The entry with which it was sent, received or refused. */
  readonly mark: Mark
  readonly receipt: { readonly digest: string; readonly mark: Mark } | null
  /** False for what the peer sent and this node refused: it need not have been kept. */
  readonly required: boolean
  /** The node had lost it with its database and fetched it back from its peer; `mark` is of then. */
  readonly restored?: true
  /** Its text was erased since, as the log tells; its receipt was not. */
  readonly erased?: true
}

/** What the log of a node tells about one request, named by `subjectOf`. */
export interface Plan {
  readonly subject: string
  readonly messages: readonly PlannedMessage[]
}

/**
 * What the log tells about each request: which messages, where, with which receipts. The exporter writes the files
 * of a bundle by it, and the verifier expects them by it.
 *
 * @param entries - in their order; those about no record tell nothing here
 */
export function planRecords(entries: Iterable<LoggedEntry>): Plan[] {
  const plans = new Map<string, Map<string, PlannedMessage>>()
  for (const logged of entries) {
    const { evt, record, msg: digest, peer = '', seq, receipt, code, t } = logged.entry
    if (evt === 'record.erased') eraseAll(plans.get(record ?? ''))
    const read = readers[evt]
    if (read === undefined || record === undefined || digest === undefined) continue
    const mark = { index: logged.index, time: new Date(t) }
    const named = receipt === undefined ? null : { digest: receipt, mark }
    const messages = plans.get(record) ?? new Map<string, PlannedMessage>()
    const next = read({ digest, peer, sequence: seq ?? 0, mark }, named, messages.get(digest), code)
    if (next !== undefined) messages.set(digest, next)
    if (messages.size > 0) plans.set(record, messages)
  }
  return [...plans].map(([subject, messages]) => ({ subject, messages: [...messages.values()] }))
}

function eraseAll(messages: Map<string, PlannedMessage> | undefined): void {
  for (const [digest, message] of messages ?? []) messages?.set(digest, { ...message, erased: true })
}

/** What an entry says about a message. */
type Said = Pick<PlannedMessage, 'digest' | 'peer' | 'sequence' | 'mark'>

/** What is known of a message after an entry about it: by what it says, the receipt and the code that it names. */
type Reader = (
  said: Said,
  named: PlannedMessage['receipt'],
  known: PlannedMessage | undefined,
  code: string | undefined,
) => PlannedMessage | undefined

/** By the event of the entry. All others tell nothing of a message. */
const readers: Readonly<Partial<Record<EventName, Reader>>> = {
  'message.sent': (said, receipt) => {
    const fate = said.sequence === 0 ? 'pending' : 'placed'
    return { ...said, own: true, fate, receipt, required: true }
  },
  'message.received': (said, receipt) => ({ ...said, own: false, fate: 'placed', receipt, required: true }),
  'message.refused': (said, receipt, known) => {
    return known ?? { ...said, own: false, fate: 'refused', receipt, required: false }
  },
  'message.placed': ({ sequence }, receipt, known) =>
    known && { ...known, fate: 'placed', sequence, receipt },
  'message.rejected': (_, receipt, known) => {
    return known && { ...known, fate: known.sequence === 0 ? 'refused' : known.fate, receipt }
  },
  'receipt.received': (_, receipt, known) => known && { ...known, receipt },
  'receipt.given': (_, receipt, known) => known && { ...known, receipt },
  'restored.sent': (said, receipt, _, code) => {
    return { ...said, own: true, fate: fateOf(said, code), receipt, required: true, restored: true }
  },
  'restored.received': (said, receipt, _, code) => {
    const fate = fateOf(said, code)
    return { ...said, own: false, fate, receipt, required: fate === 'placed', restored: true }
  },
}

function fateOf({ sequence }: Said, code: string | undefined): PlannedMessage['fate'] {
  if (sequence > 0) return 'placed'
  return code === undefined ? 'pending' : 'refused'
}

/** Path of the file of a message of this request. */
export function messagePath(request: string, { digest, fate, sequence }: PlannedMessage): string {
  if (fate === 'placed') return placedPath(request, sequence)
  return fate === 'pending' ? pendingPath(request, digest) : refusedPath(request, digest)
}

/** The paths of the files of a request, and which of them may lack. */
export function recordPaths(
  request: string,
  { messages }: Plan,
): { readonly path: string; readonly required: boolean }[] {
  return messages.flatMap((message) => {
    const path = messagePath(request, message)
    const { required, receipt, erased } = message
    const own = { path, required: required && erased !== true }
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
