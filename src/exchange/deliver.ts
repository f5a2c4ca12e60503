import { setTimeout as letPass } from 'node:timers/promises'
import type { Trx } from '../store/database.ts'
import { append } from '../store/audit.ts'
import { hastenProbe, takeProbe } from '../store/circuits.ts'
import { inTransaction, isConnectionError } from '../store/failures.ts'
import { type Delivery, bury, claim, fail, release, releaseAll } from '../store/outbox.ts'
import { lockRequests } from '../store/requests.ts'
import type { Unsettled } from './answers.ts'
import { notePeerFailure } from './circuit.ts'
import { exchangeLimits } from './limits.ts'
import type { Node } from './node.ts'
import { type Post, type Posted, postAndSettle } from './posting.ts'
import { randomShare } from './randomShare.ts'
import { retryDelayMs } from './retry.ts'
import { openTrail } from './trail.ts'

/** Told of own messages, by digest, that a peer has answered for good. */
export type OnSettled = (digests: readonly string[]) => void

/** Whom a deliverer tells what. */
export interface DelivererOptions {
  /** Name of this deliverer; by another than before it finds what it took as taken by somebody else. */
  readonly worker: () => string
  /** Told the digests of messages whose receipts are on disk now, be they acceptances or refusals. */
  readonly onSettled?: OnSettled
  /** Told of a peer that does not speak what its list, as we have it, says that it speaks. */
  readonly onListOutdated?: (peer: string) => Promise<void>
  /** Told that a post has ended, so that its peer can take what has come to wait meanwhile. */
  readonly onFree?: () => void
}

export interface Deliverer {
  /**
   * Takes what is due and begins to post it; it waits for no peer, so a peer that is slow holds up no other. True when
   * it took as many as it may, so that there may be more. A process that dies leaves leases that run out, or that its next start releases; the
   * same bytes are sent again.
   */
  round(): Promise<boolean>
  /**
   * This process stops: nothing is taken or posted any more, and what is under way may end. What gets no answer for that goes back as it
   * was, for others or the next process: no attempt is counted, and no failure of the peer.
   */
  stop(): void
  /** Resolves when nothing is being posted any more. */
  idle(): Promise<void>
}

export function deliverer(node: Node, post: Post, options: DelivererOptions): Deliverer {
  const { worker, onSettled, onListOutdated, onFree } = options
  const posts = new Set<UnderWay>()
  /** Peers that have not answered the last post. */
  const silent = new Set<string>()
  /** How often in a row each peer has asked while something was on its way to it. */
  const askedMeanwhile = new Map<string, number>()
  // The database went away between a claim and its end: rows may be leased to us that nobody posts.
  let hasLost = false
  let isStopped = false
  const isStopping = (): boolean => isStopped
  const noteLoss = (reason: unknown): void => {
    hasLost ||= isConnectionError(reason)
  }

  /** At once the first time; whoever asks at each post has the same bytes posted as seldom as one that fails. */
  const againAt = (peer: string, hasAsked: boolean): Date => {
    const now = node.now()
    if (!hasAsked) {
      askedMeanwhile.delete(peer)
      return now
    }
    const before = askedMeanwhile.get(peer) ?? 0
    askedMeanwhile.set(peer, before + 1)
    const delayMs = before === 0 ? 0 : (retryDelayMs(before, 0, randomShare(node)) ?? 0)
    return new Date(now.getTime() + delayMs)
  }

  const deliverTo = async (peer: string, deliveries: readonly Delivery[]): Promise<void> => {
    const isProbe = deliveries.some(({ circuit_opened_at }) => circuit_opened_at !== null)
    const { deliveryLeaseSeconds } = exchangeLimits
    if (isProbe && !(await takeProbe(node.db, peer, node.now(), deliveryLeaseSeconds))) {
      // Another process of this node is trying.
      const digests = deliveries.map(({ digest }) => digest)
      await release(node.db, worker(), digests, node.now())
      return
    }
    const posted = await postAndSettle(node, post, deliveries, { peer, isProbe, isStopping })
    if (posted.failure === null) silent.delete(peer)
    else silent.add(peer)
    const forgotten = posted.forgotten.map(({ digest }) => digest)
    if (forgotten.length > 0)
      node.log.info(
        { peer, messages: forgotten.length },
        'a peer has asked since messages were taken for it: they are posted again',
      )
    const brokenOff = posted.brokenOff.map(({ digest }) => digest)
    const again = new Set([
      ...[...forgotten, ...brokenOff],
      ...posted.unsettled.map(({ delivery }) => delivery.digest),
    ])
    const settled = deliveries.map(({ digest }) => digest).filter((digest) => !again.has(digest))
    if (settled.length > 0) onSettled?.(settled)
    try {
      // Before what is not settled goes again, so that it goes by the new list.
      if (posted.isListOutdated) await onListOutdated?.(peer)
    } finally {
      await release(node.db, worker(), brokenOff, node.now())
      await release(node.db, worker(), forgotten, againAt(peer, forgotten.length > 0))
      // If the process dies before this, others try when the time of the attempt is over.
      if (isProbe && brokenOff.length > 0) await hastenProbe(node.db, peer, node.now())
      await giveBack(node, worker(), posted)
    }
  }

  const begin = (peer: string, deliveries: readonly Delivery[]): void => {
    const ended = deliverTo(peer, deliveries)
      .catch(async (reason: unknown) => {
        noteLoss(reason)
        node.log.error({ peer, reason: String(reason) }, 'a delivery broke')
        // What a full database cannot keep of the answer would be posted again at once, and without end.
        if (!isStopped) await letPass(exchangeLimits.brokenDeliveryPauseMs)
      })
      .finally(() => {
        posts.delete(underWay)
        onFree?.()
      })
    const underWay = { peer, requests: deliveries.map(({ request }) => request), ended }
    posts.add(underWay)
  }

  /** Peers that are posted to as often as they may be; what waits for them meanwhile goes together, next time. */
  const busyPeers = (): string[] => {
    const peers = [...posts].map(({ peer }) => peer)
    const atOnceMax = (peer: string): number => (silent.has(peer) ? 1 : exchangeLimits.postsToPeerAtOnceMax)
    return peers.filter((peer) => peers.filter((other) => other === peer).length >= atOnceMax(peer))
  }

  const take = async (): Promise<Delivery[]> => {
    const exceptRequests = [...posts].flatMap(({ requests }) => requests)
    if (hasLost) {
      hasLost = false
      await releaseAll(node.db, worker(), node.now(), exceptRequests)
    }
    return await claim(node.db, {
      now: node.now(),
      worker: worker(),
      limit: exchangeLimits.deliveriesMax,
      perRecordMax: exchangeLimits.deliveriesPerRecordMax,
      leaseSeconds: exchangeLimits.deliveryLeaseSeconds,
      exceptPeers: busyPeers(),
      exceptRequests,
    })
  }

  return {
    stop() {
      isStopped = true
    },
    async round() {
      if (isStopped) return false
      const deliveries = await take().catch((reason: unknown) => {
        noteLoss(reason)
        throw reason
      })
      for (const [peer, rows] of byPeer(deliveries)) begin(peer, rows)
      // What comes to be due afterwards wakes whoever delivers: by its own sending, or by the end of the post before it.
      return deliveries.length >= exchangeLimits.deliveriesMax
    },
    async idle() {
      while (posts.size > 0) await Promise.all([...posts].map(({ ended }) => ended))
    },
  }
}

/** A post, and what it may come to, until all of that is settled or given back. */
interface UnderWay {
  readonly peer: string
  readonly requests: readonly string[]
  readonly ended: Promise<void>
}

function byPeer(deliveries: readonly Delivery[]): Map<string, Delivery[]> {
  const peers = new Map<string, Delivery[]>()
  for (const delivery of deliveries)
    peers.set(delivery.peer_state, [...(peers.get(delivery.peer_state) ?? []), delivery])
  return peers
}

/**
 * Sets the time of the next attempt, or gives up and leaves the message to a person. Of what another process has delivered or taken over
 * meanwhile nothing is said: its peer has answered that one, or is being asked by it.
 */
async function giveBack(node: Node, worker: string, { unsettled, failure }: Posted): Promise<void> {
  if (unsettled.length === 0) return
  const now = node.now()
  const judged: Judged[] = unsettled.map((one) => ({ ...one, delayMs: delayOf(node, one, now) }))
  const again = judged.flatMap(({ delivery, code, detail, delayMs }) =>
    delayMs === null
      ? []
      : [{ digest: delivery.digest, next_attempt_at: new Date(now.getTime() + delayMs), code, detail }],
  )
  const dead = judged.filter(({ delayMs }) => delayMs === null)
  await inTransaction(node.db, async (trx) => {
    // Requests before their rows, as whoever settles an answer locks them.
    await lockRequests(
      trx,
      judged.filter(isTold).map(({ delivery }) => delivery.request),
    )
    const given = await fail(trx, worker, again, now)
    const buried = await bury(
      trx,
      dead.map(({ delivery, code, detail }) => ({ digest: delivery.digest, code, detail })),
      now,
      worker,
    )
    const own = new Set([...given, ...buried])
    if (own.size === 0) return
    await auditFailures(
      node,
      trx,
      judged.filter(({ delivery }) => own.has(delivery.digest)),
      now,
    )
    if (failure !== null) await notePeerFailure(node, trx, failure, now)
  })
}

function delayOf(node: Node, { delivery }: Unsettled, now: Date): number | null {
  const failingMs = delivery.first_failed_at === null ? 0 : now.getTime() - delivery.first_failed_at.getTime()
  return retryDelayMs(delivery.attempts + 1, failingMs, randomShare(node))
}

/** A delivery that has failed, and the milliseconds until it is tried again; null: it is given up. */
type Judged = Unsettled & { readonly delayMs: number | null }

/** The log tells when a message began to fail and when it was given up; the attempts between are counted. */
function isTold({ delivery, delayMs }: Judged): boolean {
  return delivery.attempts === 0 || delayMs === null
}

/** Needs the locks of the requests of which it tells. */
async function auditFailures(node: Node, trx: Trx, judged: readonly Judged[], now: Date): Promise<void> {
  const telling = judged.filter(isTold)
  if (telling.length === 0) return
  const requests = telling.map(({ delivery }) => delivery.request)
  const trail = await openTrail(node, trx, requests, now)
  for (const { delivery, code, delayMs } of telling) {
    trail.about(delivery.request, {
      event: delayMs === null ? 'delivery.abandoned' : 'delivery.failed',
      peer: delivery.peer_state,
      message: delivery.digest,
      code,
      count: delivery.attempts + 1,
    })
  }
  await append(trx, trail.audit())
}
