import { hash, randomBytes, randomUUID } from 'node:crypto'
import type { NewAudit } from '../src/store/audit.ts'
import type { Db } from '../src/store/database.ts'
import { inTransaction } from '../src/store/failures.ts'
import { findAnswered } from '../src/store/askings.ts'
import { findMessages, listReceipted } from '../src/store/messages.ts'
import { type Delivery, claim } from '../src/store/outbox.ts'
import { findRefusals } from '../src/store/refusals.ts'
import { type NamedRequest, lockRequestsAndSubjects } from '../src/store/lockedWithLog.ts'
import { write } from '../src/store/write.ts'
import type { Trace, TracedEntry } from './traces.ts'

// The statements of an exchange alone: the same functions of the store in the same transactions, with rows as large as
// those that a real exchange has left. Nothing is signed, sealed, read, judged or sent here.

interface Item {
  readonly id: string
  readonly request: string
  readonly digest: string
  readonly subject: string
}

function newItem(): Item {
  return itemOf(randomUUID(), randomBytes(32).toString('hex'))
}

function itemOf(request: string, digest: string): Item {
  return { id: randomUUID(), request, digest, subject: hash('sha256', request) }
}

const hashOf = (entry: string): Buffer => Buffer.from(hash('sha256', `\0${entry}`), 'hex')

/** Entries as they were, about other messages; the database checks that each leaf is the hash of its entry. */
function auditOf(
  trace: Trace,
  traced: readonly TracedEntry[],
  items: readonly Item[],
  isFirst: boolean,
): NewAudit {
  // The database takes no other moment than the one that the entry tells.
  const dated = traced.map((one) => ({
    ...one,
    at: new Date((JSON.parse(one.entry) as { readonly t: string }).t),
  }))
  const all = items.flatMap(({ digest, subject }) =>
    dated.map(({ entry, secrets, at }) => {
      const text = entry.replaceAll(trace.message.digest, digest)
      return { subject, secrets, entry: { at, leaf: hashOf(text), entry: text } }
    }),
  )
  const subjects = items.map(({ subject }) => ({
    subject,
    entries: traced.length,
    last_leaf: trace.subject.last_leaf,
  }))
  return {
    entries: all.map(({ entry }) => entry),
    secrets: all.flatMap(({ entry, secrets }) => secrets.map((secret) => ({ leaf: entry.leaf, ...secret }))),
    opened: isFirst ? subjects : [],
    subjects: isFirst ? [] : subjects,
  }
}

/** How the asking side stores a batch of new requests. */
export async function storeSent(db: Db, trace: Trace, jwe: string, count: number): Promise<void> {
  const now = new Date()
  const items = Array.from({ length: count }, newItem)
  // The last entry tells that the message has its place.
  const audit = auditOf(trace, trace.entries.slice(0, -1), items, true)
  await inTransaction(db, async (trx) => {
    await lockRequestsAndSubjects(trx, namedIn(items))
    await write(trx, {
      now,
      opened: items.map(({ request }) => ({
        ...trace.request,
        id: request,
        state: 'pending',
        sequence: 0,
        snapshot: '',
      })),
      messages: items.map(({ id, request, digest }) => ({
        ...trace.message,
        id,
        request,
        digest,
        status: 'pending',
        sequence: null,
        head: null,
        receipt: null,
      })),
      queued: items.map(({ request, digest }) => ({ request, digest, jwe, peer_state: 'QA' })),
      audit,
    })
  })
}

/** How the asking side takes what waits for delivery. */
export async function takeDue(
  db: Db,
  limits: { readonly limit: number; readonly perRecordMax: number },
): Promise<Delivery[]> {
  return await claim(db, { ...limits, now: new Date(), worker: 'bench', leaseSeconds: 60 })
}

/** How the asking side stores the receipts of a batch. */
export async function storeSettled(db: Db, trace: Trace, deliveries: readonly Delivery[]): Promise<void> {
  const now = new Date()
  const items = deliveries.map(({ digest, request }) => itemOf(request, digest))
  await inTransaction(db, async (trx) => {
    await lockRequestsAndSubjects(trx, namedIn(items), 'QA')
    const { messages: rows } = await findAnswered(
      trx,
      'QA',
      items.map(({ digest }) => digest),
    )
    await listReceipted(trx, requestsOf(items))
    const { status, sequence, head, receipt, refusal } = trace.message
    await write(trx, {
      now,
      moved: items.map(({ request }) => ({ ...trace.request, id: request })),
      measures: items.flatMap(({ request }) => trace.measures.map((measure) => ({ ...measure, request }))),
      judged: [...rows.keys()].map((digest) => ({ digest, status, sequence, head, receipt, refusal })),
      delivered: [...rows.keys()],
      audit: auditOf(trace, trace.entries.slice(-1), items, false),
    })
  })
}

/** How the answering side stores a batch of new requests with their receipts. */
export async function storeReceived(db: Db, trace: Trace, count: number): Promise<void> {
  const now = new Date()
  const items = Array.from({ length: count }, newItem)
  await inTransaction(db, async (trx) => {
    await lockRequestsAndSubjects(trx, namedIn(items))
    await findMessages(
      trx,
      items.map(({ id }) => ({ id, from_state: 'VN' })),
    )
    await findRefusals(
      trx,
      items.map(({ digest }) => ({ message_digest: digest, from_state: 'VN' })),
    )
    await write(trx, {
      now,
      opened: items.map(({ request }) => ({ ...trace.request, id: request })),
      measures: items.flatMap(({ request }) => trace.measures.map((measure) => ({ ...measure, request }))),
      messages: items.map(({ id, request, digest }) => ({ ...trace.message, id, request, digest })),
      audit: auditOf(trace, trace.entries, items, true),
    })
  })
}

function requestsOf(items: readonly Item[]): string[] {
  return items.map(({ request }) => request)
}

function namedIn(items: readonly Item[]): NamedRequest[] {
  return items.map(({ request, subject }) => ({ id: request, subject }))
}
