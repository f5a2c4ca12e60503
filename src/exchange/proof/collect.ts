import { parseVerifierKey } from '../../audit/note.ts'
import { type Checkpoint, openCheckpoint } from '../../audit/checkpoint.ts'
import { encodeProof, leadsTo } from '../../audit/proof.ts'
import type { TrustList } from '../../message/generated/types.ts'
import { type Found, recallLimits } from '../../message/recall.ts'
import { type Result, refuse } from '../../message/refusal.ts'
import { append } from '../../store/audit.ts'
import { inTransaction } from '../../store/failures.ts'
import {
  type PromisedEntry,
  keepProofs,
  listDuePromises,
  markAlarmed,
  postponePromises,
} from '../../store/promises.ts'
import { lockRequests } from '../../store/requests.ts'
import { vkeysInForce } from '../../trust/list.ts'
import { exchangeLimits } from '../limits.ts'
import type { Node } from '../node.ts'
import type { Courier } from '../post.ts'
import { ask } from '../recall/ask.ts'
import { openTrail } from '../trail.ts'

/** What one round with one peer came to. */
interface Collected {
  readonly proofs: readonly { readonly message: string; readonly proof: string }[]
  readonly lacking: readonly PromisedEntry[]
}

/**
 * Asks each peer for the proofs that the entries which its receipts promised are in its log, keeps them, and sounds the
 * alarm where one lacks for too long. True when there may be more. A peer that cannot be asked is asked again later.
 */
export async function proofsRound(node: Node, courier: Pick<Courier, 'ask'>): Promise<boolean> {
  let isMore = false
  for (const state of node.trust.peers) {
    const peer = node.trust.peer(state)
    if (peer === null) continue
    const dueBy = new Date(node.now().getTime() - exchangeLimits.proof.afterMs)
    const due = await listDuePromises(node.db, state, dueBy, recallLimits.proofsMax)
    if (due.length === 0) continue
    const collected = await collectFrom(node, courier, peer.list, due)
    if (!collected.ok) {
      node.log.warn(
        { peer: state, code: collected.code, reason: collected.detail },
        'a peer has not proven what its receipts promise',
      )
      const later = new Date(node.now().getTime() + exchangeLimits.proof.againMs)
      await inTransaction(node.db, (trx) =>
        postponePromises(
          trx,
          due.map(({ message }) => message),
          later,
        ),
      )
      continue
    }
    await keep(node, state, collected)
    isMore ||= due.length === recallLimits.proofsMax
  }
  return isMore
}

async function collectFrom(
  node: Node,
  courier: Pick<Courier, 'ask'>,
  peer: TrustList,
  due: readonly PromisedEntry[],
): Promise<Result<Collected>> {
  const told = await ask(node, courier, peer, { what: 'proofs', leaves: due.map(({ leaf }) => leaf) })
  if (!told.ok) return told
  const { found } = told
  const head = openedHead(peer, found, node.now())
  if (!head.ok) return head
  const byLeaf = new Map(found.proofs.map((one) => [one.leaf, one]))
  const proofs: { message: string; proof: string }[] = []
  const lacking: PromisedEntry[] = []
  for (const promised of due) {
    const one = byLeaf.get(promised.leaf)
    if (one === undefined) {
      lacking.push(promised)
      continue
    }
    const { leaf, index, hashes } = one
    const proof = {
      index,
      hashes: hashes.map((hash) => Buffer.from(hash, 'base64')),
      checkpoint: found.checkpoint,
    }
    const wrong = leadsTo(proof, Buffer.from(leaf, 'hex'), head.checkpoint)
    if (wrong !== null) return wrong
    proofs.push({ message: promised.message, proof: encodeProof(proof) })
  }
  return { ok: true, proofs, lacking }
}

/** The head that all proofs of an answer lead to, by a key that the peer's list names for its log, the next one or one just closed. */
function openedHead(
  { log }: TrustList,
  { checkpoint }: Extract<Found, { what: 'proofs' }>,
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

/**
 * Keeps what was proven. What lacks is asked for again; where it has lacked for too long that is noted, once, with the
 * receipt that promised it: the peer has signed both, the receipt and that the entry is not there.
 */
async function keep(node: Node, peer: string, { proofs, lacking }: Collected): Promise<void> {
  await inTransaction(node.db, async (trx) => {
    const now = node.now()
    await keepProofs(trx, proofs)
    const late = lacking.filter(
      ({ receipt_time }) => now.getTime() - receipt_time.getTime() > exchangeLimits.proof.alarmAfterMs,
    )
    const soon = lacking.filter((one) => !late.includes(one))
    await postponePromises(trx, digestsOf(soon), new Date(now.getTime() + exchangeLimits.proof.againMs))
    await postponePromises(trx, digestsOf(late), new Date(now.getTime() + exchangeLimits.proof.lateAgainMs))
    const alarmed = await markAlarmed(trx, digestsOf(late))
    const told = late.filter(({ message }) => alarmed.has(message))
    if (told.length === 0) return
    const requests = told.map(({ request }) => request)
    await lockRequests(trx, requests)
    const trail = await openTrail(node, trx, requests, now)
    for (const { request, message, leaf } of told)
      trail.about(request, { event: 'receipt.unproven', peer, message, digest: leaf })
    await append(trx, trail.audit())
    node.log.error(
      { peer, count: told.length, message: told[0]?.message },
      'a peer does not have in its log what its receipts promised',
    )
  })
}

function digestsOf(entries: readonly PromisedEntry[]): string[] {
  return entries.map(({ message }) => message)
}
