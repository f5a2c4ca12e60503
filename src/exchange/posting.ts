import { foreignWords } from '../message/foreignWords.ts'
import type { RefusalCode } from '../message/refusal.ts'
import type { PeerFailure } from '../store/circuits.ts'
import type { Delivery } from '../store/outbox.ts'
import { type Answered, type Settlement, type Unsettled, settle } from './answers.ts'
import { notePeerAnswer } from './circuit.ts'
import { codeOfFailure } from './connector.ts'
import { exchangeLimits } from './limits.ts'
import type { Node } from './node.ts'
import { AnsweredOtherwise, CutOff } from './callFailures.ts'
import { sealedForNow } from './resealing.ts'
import { type Trace, newTrace } from './tracing/trace.ts'
import { spanned } from './tracing/tracer.ts'

/**
 * Posts sealed messages to a peer and returns its answers, one a line.
 *
 * @param trace - by which the lines of both logs are found that are about this post
 * @throws when the peer cannot be reached, answers with anything but 200, too slowly or too much
 */
export type Post = (url: string, lines: readonly string[], trace?: Trace) => Promise<readonly string[]>

/** What posts to one peer have come to. */
export interface Posted extends Settlement {
  /** Why none of them was answered by the peer; null: one was, or there was none to make. */
  readonly failure: PeerFailure | null
  /** What was not posted any more, or has no answer, because this process stops. */
  readonly brokenOff: readonly Delivery[]
}

/** How deliveries are posted. */
export interface Posting {
  readonly peer: string
  /** One message goes first, and the others only when the peer has answered it. */
  readonly isProbe: boolean
  /** Whether this process stops: what is under way may end, and nothing more is posted. */
  readonly isStopping: () => boolean
}

type Outcome =
  | { readonly kind: 'answered'; readonly lines: readonly string[]; readonly trace: Trace }
  /** The peer has answered, and not what is answered to messages. */
  | { readonly kind: 'refused'; readonly code: RefusalCode; readonly detail: string }
  | { readonly kind: 'failed'; readonly code: RefusalCode; readonly detail: string }
  | { readonly kind: 'brokenOff' }

/** Posts deliveries to their peer, in parts where they are large, and settles what it answers. */
export async function postAndSettle(
  node: Node,
  post: Post,
  deliveries: readonly Delivery[],
  { peer, isProbe, isStopping }: Posting,
): Promise<Posted> {
  const opened = node.trust.peer(peer)
  if (opened === null) {
    const unsettled = unanswered(deliveries, 'PEER_UNKNOWN', 'its trust list is not here')
    return { unsettled, forgotten: [], isListOutdated: false, failure: null, brokenOff: [] }
  }
  const unsettled: Unsettled[] = []
  const forgotten: Delivery[] = []
  const brokenOff: Delivery[] = []
  let isListOutdated = false
  let isThere = false
  let failure: PeerFailure | null = null
  const hasFailed = deliveries.some(({ peer_failures }) => peer_failures > 0)
  const sealed = await sealedForNow(node, opened.list, deliveries)
  for (const batch of isProbe ? probeFirst(sealed) : inPosts(sealed)) {
    if (isProbe && failure !== null) {
      unsettled.push(...unanswered(batch, failure.code, failure.detail))
      continue
    }
    if (forgotten.length > 0) {
      // They were taken together, so the answers to these would settle nothing either.
      forgotten.push(...batch)
      continue
    }
    const outcome: Outcome = isStopping()
      ? { kind: 'brokenOff' }
      : await outcomeOf(node, post, opened.list.node.url, peer, batch)
    if (outcome.kind === 'brokenOff') {
      brokenOff.push(...batch)
      continue
    }
    if (outcome.kind !== 'answered') unsettled.push(...unanswered(batch, outcome.code, outcome.detail))
    if (outcome.kind === 'failed') {
      failure ??= { peer, code: outcome.code, detail: outcome.detail }
      continue
    }
    if (!isThere && hasFailed) await notePeerAnswer(node, peer)
    isThere = true
    if (outcome.kind === 'refused') continue
    const settlement = await settled(node, peer, batch, outcome)
    unsettled.push(...settlement.unsettled)
    forgotten.push(...settlement.forgotten)
    isListOutdated ||= settlement.isListOutdated
  }
  return { unsettled, forgotten, isListOutdated, failure: isThere ? null : failure, brokenOff }
}

async function outcomeOf(
  node: Node,
  post: Post,
  url: string,
  peer: string,
  batch: readonly Delivery[],
): Promise<Outcome> {
  const span = node.tracer.begin({ name: 'post messages', facts: { peer, messages: batch.length } })
  const trace = span.trace ?? newTrace(node.random)
  const began = performance.now()
  const told = (outcome: Outcome): Outcome => {
    const ms = performance.now() - began
    const fields = { peer, messages: batch.length, ms: Math.round(ms), trace: trace.id }
    if (outcome.kind === 'brokenOff') {
      span.end('broke')
      node.log.info(fields, 'a post was broken off, for this process stops')
      return outcome
    }
    node.meter.post('out', outcome.kind, ms, batch.length)
    span.end(outcome.kind === 'answered' ? undefined : outcome.code)
    if (outcome.kind === 'answered') node.log.info(fields, 'messages were posted')
    else node.log.warn({ ...fields, reason: outcome.detail }, 'a post to a peer failed')
    return outcome
  }
  try {
    const sealed = batch.map(({ jwe }) => jwe)
    return told({ kind: 'answered', lines: await post(url, sealed, trace), trace })
  } catch (reason) {
    if (reason instanceof CutOff) return told({ kind: 'brokenOff' })
    const kind = reason instanceof AnsweredOtherwise ? 'refused' : 'failed'
    return told({ kind, code: codeOfFailure(reason), detail: wordsOf(reason) })
  }
}

async function settled(
  node: Node,
  peer: string,
  batch: readonly Delivery[],
  { lines, trace }: Extract<Outcome, { kind: 'answered' }>,
): Promise<Settlement> {
  const start = { name: 'settle answers', parent: trace, facts: { peer, messages: lines.length } } as const
  try {
    const { unsettled, ...settlement } = await spanned(node.tracer, start, async (span) => {
      const settlement = await settle(node, peer, answered(batch, lines))
      span.add({ refused: codesOf(settlement) })
      return settlement
    })
    return { ...settlement, unsettled: [...unsettled, ...beyond(batch, lines)] }
  } catch (reason) {
    node.log.warn({ peer, messages: batch.length, reason: String(reason) }, 'answers could not be settled')
    const unsettled = unanswered(batch, 'NODE_UNAVAILABLE', wordsOf(reason))
    return { unsettled, forgotten: [], isListOutdated: false }
  }
}

function codesOf({ unsettled }: Settlement): readonly RefusalCode[] {
  return [...new Set(unsettled.map(({ code }) => code))]
}

function wordsOf(reason: unknown): string {
  return foreignWords(String(reason), 500)
}

function probeFirst(deliveries: readonly Delivery[]): Delivery[][] {
  return [deliveries.slice(0, 1), ...inPosts(deliveries.slice(1))]
}

/** Posts no larger than allowed; of one record in order. */
function inPosts(deliveries: readonly Delivery[]): Delivery[][] {
  const posts: Delivery[][] = []
  let bytes = Infinity
  for (const delivery of deliveries) {
    bytes += delivery.jwe.length
    if (bytes > exchangeLimits.postBytesMax) {
      posts.push([])
      bytes = delivery.jwe.length
    }
    posts.at(-1)?.push(delivery)
  }
  return posts
}

function answered(batch: readonly Delivery[], lines: readonly string[]): Answered[] {
  return batch.flatMap((delivery, index) => {
    const line = lines[index]
    return line === undefined ? [] : [{ delivery, line }]
  })
}

function beyond(batch: readonly Delivery[], lines: readonly string[]): Unsettled[] {
  return unanswered(
    batch.slice(lines.length),
    'NODE_UNAVAILABLE',
    'the peer answered fewer lines than it was sent',
  )
}

function unanswered(deliveries: readonly Delivery[], code: Unsettled['code'], detail: string): Unsettled[] {
  return deliveries.map((delivery) => ({ delivery, code, detail }))
}
