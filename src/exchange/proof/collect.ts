import { parseVerifierKey } from '../../audit/note.ts'
import { type Checkpoint, openCheckpoint } from '../../audit/checkpoint.ts'
import { hashesIn, openMultiproof } from '../../audit/multiproof.ts'
import { encodeProof } from '../../audit/proof.ts'
import type { TrustList } from '../../message/generated/types.ts'
import { type Found, recallLimits } from '../../message/recall.ts'
import { type RefusalCode, type Result, refuse } from '../../message/refusal.ts'
import { append } from '../../store/audit.ts'
import type { Trx } from '../../store/database.ts'
import { inTransaction } from '../../store/failures.ts'
import {
  type PromisedEntry,
  keepProofs,
  listDuePromises,
  markAlarmed,
  peersWithDuePromises,
  postponePromises,
} from '../../store/promises.ts'
import { lockRequests } from '../../store/requests.ts'
import { keepShownHead } from '../../store/shownHeads.ts'
import type { ShownHeadRow } from '../../store/trailTables.ts'
import { vkeysInForce } from '../../trust/list.ts'
import { exchangeLimits } from '../limits.ts'
import type { Node } from '../node.ts'
import { peersSideBySide } from '../peersSideBySide.ts'
import type { Courier } from '../post.ts'
import { ask } from '../recall/ask.ts'
import { openTrail } from '../trail.ts'

/** What one round with one peer came to. */
export interface Collected {
  /** The head of the peer's log that the proofs lead to. */
  readonly head: Omit<ShownHeadRow, 'peer_state'>
  readonly proofs: readonly { readonly message: string; readonly proof: string }[]
  readonly lacking: readonly PromisedEntry[]
}

/**
 * Asks each peer for the proofs that the entries which its receipts promised are in its log, keeps them, and sounds the
 * alarm where one lacks for too long. True when there may be more. A peer that cannot be asked is asked again later. While one lets
 * itself be waited for, those that answer are asked on and on.
 */
export async function proofsRound(node: Node, courier: Pick<Courier, 'ask'>): Promise<boolean> {
  const { afterMs, peersAtOnceMax } = exchangeLimits.proof
  const states = await peersWithDuePromises(node.db, new Date(node.now().getTime() - afterMs))
  return await peersSideBySide(states, peersAtOnceMax, (state) => collectDue(node, courier, state))
}

/** Asks one peer once, and keeps what it proves. True where there may be more. */
async function collectDue(node: Node, courier: Pick<Courier, 'ask'>, state: string): Promise<boolean> {
  const peer = node.trust.peer(state)
  if (peer === null) return false
  const dueBy = new Date(node.now().getTime() - exchangeLimits.proof.afterMs)
  const due = await listDuePromises(node.db, state, dueBy, recallLimits.proofsMax)
  if (due.length === 0) return false
  const collected = await collectFrom(node, courier, peer.list, due)
  if (collected.ok) {
    await keep(node, state, collected)
    return due.length === recallLimits.proofsMax
  }
  const { code, detail } = collected
  node.log.warn({ peer: state, code, reason: detail }, 'a peer has not proven what its receipts promise')
  const unproven = { peer: state, unproven: due, code, now: node.now() }
  await inTransaction(node.db, async (trx) => {
    await lockLate(trx, unproven)
    await putOff(node, trx, unproven)
  })
  return false
}

/** Asks one peer for the proofs of entries that it has promised; writes nothing. */
export async function collectFrom(
  node: Node,
  courier: Pick<Courier, 'ask'>,
  peer: TrustList,
  due: readonly PromisedEntry[],
): Promise<Result<Collected>> {
  // Two receipts that promise one entry are proven by one proof.
  const leaves = [...new Set(due.map(({ leaf }) => leaf))]
  const told = await ask(node, courier, peer, { what: 'proofs', leaves })
  if (!told.ok) return told
  const { found } = told
  const head = openedHead(peer, found, node.now())
  if (!head.ok) return head
  const proofs = proofsIn(found, leaves, head.checkpoint)
  if (!proofs.ok) return proofs
  return {
    ok: true,
    head: { origin: head.checkpoint.origin, size: head.checkpoint.size, note: found.checkpoint },
    proofs: due.flatMap(({ message, leaf }) => {
      const proof = proofs.byLeaf.get(leaf)
      return proof === undefined ? [] : [{ message, proof }]
    }),
    lacking: due.filter(({ leaf }) => !proofs.byLeaf.has(leaf)),
  }
}

type FoundProofs = Extract<Found, { what: 'proofs' }>

/**
 * The proof (C2SP tlog-proof) of each of these leaves that is in the log, out of the one that was given for all of them. Refuses with
 * LOG_PROOF_INVALID.
 */
function proofsIn(
  { checkpoint, indexes, lacking, hashes }: FoundProofs,
  leaves: readonly string[],
  { size, root }: Checkpoint,
): Result<{ byLeaf: ReadonlyMap<string, string> }> {
  const lacks = new Set(lacking)
  const there = leaves.filter((leaf) => !lacks.has(leaf))
  if (there.length !== indexes.length)
    return refuse('LOG_PROOF_INVALID', { detail: 'tells of other entries than were asked about' })
  if (there.length === 0) return { ok: true, byLeaf: new Map() }
  const placed = there
    .map((leaf, at) => ({ leaf, index: indexes[at] ?? -1 }))
    .sort((one, other) => one.index - other.index)
  const opened = openMultiproof({
    leaves: placed.map(({ leaf, index }) => ({ index, leaf: Buffer.from(leaf, 'hex') })),
    size,
    root,
    proof: hashesIn(Buffer.from(hashes, 'base64')),
  })
  if (opened === null)
    return refuse('LOG_PROOF_INVALID', { detail: 'the proof does not lead from the leaves to the root' })
  const byLeaf = new Map(
    placed.map(({ leaf, index }, at) => [leaf, encodeProof({ index, hashes: opened[at] ?? [], checkpoint })]),
  )
  return { ok: true, byLeaf }
}

/** The head that all proofs of an answer lead to, by a key that the peer's list names for its log, the next one or one just closed. */
export function openedHead(
  { log }: Pick<TrustList, 'log'>,
  { checkpoint }: Pick<FoundProofs, 'checkpoint'>,
  now: Date,
): Result<{ checkpoint: Checkpoint }> {
  const verifiers = vkeysInForce(log, now).flatMap((vkey) => {
    const parsed = parseVerifierKey(vkey)
    return parsed.ok && checkpoint.startsWith(`${parsed.verifier.name}\n`) ? [parsed.verifier] : []
  })
  const [verifier] = verifiers
  return verifier === undefined
    ? refuse('LOG_PROOF_INVALID', { detail: 'the list of the peer names no key of this log' })
    : openCheckpoint(Buffer.from(checkpoint), verifier)
}

/** Keeps what was proven with the head that was shown for it, and puts off what lacks. */
async function keep(node: Node, peer: string, { proofs, lacking, head }: Collected): Promise<void> {
  const unproven = { peer, unproven: lacking, code: null, now: node.now() }
  await inTransaction(node.db, async (trx) => {
    await lockLate(trx, unproven)
    await keepShownHead(trx, { ...head, peer_state: peer })
    await keepProofs(trx, proofs)
    await putOff(node, trx, unproven)
  })
}

/** What a peer has not proven. */
interface Unproven {
  readonly peer: string
  readonly unproven: readonly PromisedEntry[]
  /** By which what it answered was not taken, or that it did not answer; null: it has signed that the entries are not there. */
  readonly code: RefusalCode | null
  readonly now: Date
}

/** Those that have lacked for too long. */
function lateOf({ unproven, code, now }: Unproven): readonly PromisedEntry[] {
  const { alarmAfterMs, unansweredAlarmAfterMs } = exchangeLimits.proof
  const patienceMs = isAnswered(code) ? alarmAfterMs : unansweredAlarmAfterMs
  return unproven.filter(({ receipt_time: since }) => now.getTime() - since.getTime() > patienceMs)
}

/** A peer that has signed that the entries are not there has answered, and so has one whose proof does not lead to its head. */
function isAnswered(code: RefusalCode | null): boolean {
  return code === null || code === 'LOG_PROOF_INVALID'
}

/** Before anything of their promises is touched: whoever takes a receipt has the request in hands first, and then its promise. */
async function lockLate(trx: Trx, unproven: Unproven): Promise<void> {
  const requests = lateOf(unproven).map(({ request }) => request)
  if (requests.length > 0) await lockRequests(trx, requests)
}

/**
 * What was not proven is asked for again. Where that has lasted for too long it is noted, once, with the receipt that promised it: a
 * peer that has signed both, the receipt and that the entry is not there, has broken its word; one whose proof does not lead to its head
 * may not be better off for it. Of one that gives no answer that can be taken, which may have other grounds, that is said after a day.
 * The requests of those are locked already (`lockLate`).
 */
async function putOff(node: Node, trx: Trx, found: Unproven): Promise<void> {
  const { peer, unproven, code, now } = found
  const { againMs, lateAgainMs } = exchangeLimits.proof
  const late = lateOf(found)
  const soon = unproven.filter((one) => !late.includes(one))
  await postponePromises(trx, digestsOf(soon), new Date(now.getTime() + againMs))
  // Whoever does not answer is asked as soon as before: that need not be its fault.
  const lateMs = isAnswered(code) ? lateAgainMs : againMs
  await postponePromises(trx, digestsOf(late), new Date(now.getTime() + lateMs))
  const alarmed = await markAlarmed(trx, digestsOf(late))
  const told = late.filter(({ message }) => alarmed.has(message))
  if (told.length === 0) return
  const requests = told.map(({ request }) => request)
  const trail = await openTrail(node, trx, requests, now)
  for (const { request, message, leaf } of told) {
    const why = code === null ? {} : { code }
    trail.about(request, { event: 'receipt.unproven', peer, message, digest: leaf, ...why })
  }
  await append(trx, trail.audit())
  node.log.error(
    { peer, count: told.length, message: told[0]?.message, code: code ?? undefined },
    'a peer has not shown in its log what its receipts promised',
  )
}

function digestsOf(entries: readonly PromisedEntry[]): string[] {
  return entries.map(({ message }) => message)
}
