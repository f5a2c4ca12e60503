import { open } from '../../envelope/open.ts'
import type { SealedKind } from '../../envelope/kinds.ts'
import { seal } from '../../envelope/seal.ts'
import { sign } from '../../envelope/sign.ts'
import { verify } from '../../envelope/verify.ts'
import { foreignWords } from '../../message/foreignWords.ts'
import type { Question, TrustList } from '../../message/generated/types.ts'
import { type Found, type Wanted, validateAnswer } from '../../message/recall.ts'
import { type Refusal, type Result, refuse } from '../../message/refusal.ts'
import { encryptionKeyFor } from '../../trust/list.ts'
import { codeOfFailure } from '../connector.ts'
import { NotKnownThere } from '../callFailures.ts'
import { doubtAnswered, doubtOwnList } from '../doubt.ts'
import { uuidV7 } from '../identifiers.ts'
import type { Node } from '../node.ts'
import type { Courier } from '../post.ts'
import { busy, publicRefusal, unavailable } from '../reply.ts'

/** What was answered to one question. */
export interface Told<What extends Wanted['what']> {
  readonly found: Extract<Found, { what: What }>
  /** What was handed over with it, decrypted; nobody has verified it. */
  readonly handed: readonly string[]
  /** Both as they were signed. */
  readonly question: string
  readonly answer: string
}

/**
 * Asks a peer one question and returns its verified answer. Refuses with NODE_UNAVAILABLE where the peer cannot be
 * reached or answers without a signature, with NODE_BUSY where what it answers without one is that it has too much to do, with
 * ENVELOPE_INVALID where it is that it could not read or believe the question, and with what opening and verifying refuse.
 */
export async function ask<Want extends Wanted>(
  node: Node,
  courier: Pick<Courier, 'ask'>,
  peer: TrustList,
  want: Want,
): Promise<Result<Told<Want['what']>>> {
  const now = node.now()
  const key = encryptionKeyFor(peer, now)
  if (key === null) return refuse('PEER_UNKNOWN', { detail: 'it publishes no encryption key in force' })
  const question: Question = {
    v: 1,
    id: uuidV7(now, node.random(10)),
    node: node.state,
    to: peer.state,
    time: now.toISOString(),
    want,
  }
  const asked = await sign('question', question, node.signer, now)
  const lines = await post(node, courier, peer.node.url, await seal(asked.jws, key, 'question'))
  if (!lines.ok) return lines
  const [first = '', ...rest] = lines.lines
  if (first === '' || first.startsWith('{')) return unsigned(node, peer, first)
  const found = await openAnswer(node, peer, asked.digest, first)
  if (!found.ok) return found
  if (found.found.what !== want.what) return refuse('MESSAGE_INVALID', { detail: 'answers another question' })
  const handed: string[] = []
  for (const [at, line] of rest.entries()) {
    const opened = await open(line, node.decryptionKeys, kindOf(want, at))
    if (!opened.ok) return opened
    handed.push(opened.jws)
  }
  return {
    ok: true,
    found: found.found as Told<Want['what']>['found'],
    handed,
    question: asked.jws,
    answer: found.jws,
  }
}

async function post(
  node: Node,
  courier: Pick<Courier, 'ask'>,
  url: string,
  line: string,
): Promise<Result<{ lines: readonly string[] }>> {
  try {
    return { ok: true, lines: await courier.ask(url, line) }
  } catch (reason) {
    if (reason instanceof NotKnownThere) doubtOwnList(node)
    const code = codeOfFailure(reason) === 'NODE_BUSY' ? 'NODE_BUSY' : 'NODE_UNAVAILABLE'
    return refuse(code, { detail: foreignWords(String(reason), 500) })
  }
}

/** Whether this was refused because the peer, which is there, says without a signature that it does not tell that now. */
export function isToldNothing({ code, detail }: Refusal): boolean {
  return code === 'NODE_UNAVAILABLE' && detail === unsignedDetail(unavailable)
}

function unsignedDetail(said: string): string {
  return `answered without a signature: ${foreignWords(said, 100)}`
}

/** What nobody has signed tells nothing, but that there is no answer, and maybe why: the question was not read, or not believed. */
function unsigned(node: Node, peer: TrustList, said: string): Refusal {
  const detail = unsignedDetail(said)
  if (said === publicRefusal) {
    doubtAnswered(node, 'ENVELOPE_INVALID', peer.state)
    doubtOwnList(node)
    // It is there: whoever waits for it waits longer than for one that is away.
    return refuse('ENVELOPE_INVALID', { detail })
  }
  return refuse(said === busy ? 'NODE_BUSY' : 'NODE_UNAVAILABLE', { detail })
}

async function openAnswer(
  node: Node,
  peer: TrustList,
  question: string,
  line: string,
): Promise<Result<{ found: Found; jws: string }>> {
  const opened = await open(line, node.decryptionKeys, 'answer')
  if (!opened.ok) {
    if (opened.code === 'ENVELOPE_KEY_UNKNOWN') doubtOwnList(node)
    return opened
  }
  const verified = await verify('answer', opened.jws, peer, node.now(), node.trust.statusNow)
  if (!verified.ok) {
    doubtAnswered(node, verified.code, peer.state)
    return verified
  }
  const valid = validateAnswer(verified.value)
  if (!valid.ok) return valid
  const { answer } = valid
  if (answer.node !== peer.state || answer.to !== node.state || answer.question !== question) {
    return refuse('MESSAGE_INVALID', { detail: 'answers another question' })
  }
  return { ok: true, found: answer.found, jws: opened.jws }
}

/** What is handed over with the answer to a question: messages, each with its receipt, or a trust list. */
function kindOf({ what }: Wanted, at: number): SealedKind {
  if (what === 'trustList') return 'trustList'
  return at % 2 === 0 ? 'message' : 'receipt'
}
