import type { Trx } from '../store/database.ts'
import { inTransaction, isConnectionError } from '../store/failures.ts'
import { type Delivery, bury, claim, fail, releaseAll } from '../store/outbox.ts'
import { lockRequests } from '../store/requests.ts'
import { append } from '../store/audit.ts'
import { type Answered, type Settlement, type Unsettled, settle } from './answers.ts'
import { exchangeLimits } from './limits.ts'
import type { Node } from './node.ts'
import { retryDelayMs } from './retry.ts'
import { openTrail } from './trail.ts'

/**
 * Posts sealed messages to a peer and returns its answers, one a line.
 *
 * @throws when the peer cannot be reached, answers with anything but 200, too slowly or too much
 */
export type Post = (url: string, lines: readonly string[]) => Promise<readonly string[]>

/** Told of own messages, by digest, that a peer has answered for good. */
export type OnSettled = (digests: readonly string[]) => void

/** Whom a deliverer tells what. */
export interface DelivererOptions {
  /** Name of this deliverer, the same at its next start. */
  readonly worker: string
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
   * there may be more at once. A process that dies leaves leases that run out, or that its next start releases; the
   * same bytes are sent again.
   */
  round(): Promise<boolean>
  /** Resolves when nothing is being posted any more. */
  idle(): Promise<void>
}

export function deliverer(node: Node, post: Post, options: DelivererOptions): Deliverer {
  const { worker, onSettled, onListOutdated, onFree } = options
  const posts = new Map<string, Promise<void>>()
  // The database went away between a claim and its end: rows may be leased to us that nobody posts.
  let hasLost = false
  const noteLoss = (reason: unknown): void => {
    hasLost ||= isConnectionError(reason)
  }

  const deliverTo = async (peer: string, deliveries: readonly Delivery[]): Promise<void> => {
    const { unsettled, isListOutdated } = await postAndSettle(node, post, peer, deliveries)
    if (isListOutdated) await onListOutdated?.(peer)
    const again = new Set(unsettled.map(({ delivery }) => delivery.digest))
    const settled = deliveries.map(({ digest }) => digest).filter((digest) => !again.has(digest))
    if (settled.length > 0) onSettled?.(settled)
    await giveBack(node, worker, unsettled)
  }

  /** Takes what is due; a peer that is being posted to takes what waits for it next time, together. */
  const take = async (exceptPeers: readonly string[]): Promise<Delivery[]> => {
    if (hasLost) {
      hasLost = false
      await releaseAll(node.db, worker, node.now(), exceptPeers)
    }
    return await claim(node.db, {
      now: node.now(),
      worker,
      limit: exchangeLimits.deliveriesMax,
      perRecordMax: exchangeLimits.deliveriesPerRecordMax,
      leaseSeconds: exchangeLimits.deliveryLeaseSeconds,
      exceptPeers,
    })
  }

  return {
    async round() {
      const deliveries = await take([...posts.keys()]).catch((reason: unknown) => {
        noteLoss(reason)
        throw reason
      })
      for (const [peer, rows] of byPeer(deliveries)) {
        const running = deliverTo(peer, rows)
          .catch((reason: unknown) => {
            noteLoss(reason)
            node.log.error({ peer, reason: String(reason) }, 'a delivery broke')
          })
          .finally(() => {
            posts.delete(peer)
            onFree?.()
          })
        posts.set(peer, running)
      }
      return deliveries.length > 0
    },
    async idle() {
      while (posts.size > 0) await Promise.all(posts.values())
    },
  }
}

function byPeer(deliveries: readonly Delivery[]): Map<string, Delivery[]> {
  const peers = new Map<string, Delivery[]>()
  for (const delivery of deliveries)
    peers.set(delivery.peer_state, [...(peers.get(delivery.peer_state) ?? []), delivery])
  return peers
}

async function postAndSettle(
  node: Node,
  post: Post,
  peer: string,
  deliveries: readonly Delivery[],
): Promise<Settlement> {
  const opened = node.trust.peer(peer)
  const unsettled: Unsettled[] = []
  let isListOutdated = false
  if (opened === null)
    return { unsettled: unanswered(deliveries, 'PEER_UNKNOWN', 'its trust list is not here'), isListOutdated }
  for (const batch of inPosts(deliveries)) {
    try {
      const lines = await post(
        opened.list.node.url,
        batch.map(({ jwe }) => jwe),
      )
      const settlement = await settle(node, answered(batch, lines))
      unsettled.push(...settlement.unsettled, ...beyond(batch, lines))
      isListOutdated ||= settlement.isListOutdated
    } catch (reason) {
      node.log.warn({ peer, messages: batch.length, reason: String(reason) }, 'a post to a peer failed')
      unsettled.push(...unanswered(batch, 'NODE_UNAVAILABLE', String(reason).slice(0, 500)))
    }
  }
  return { unsettled, isListOutdated }
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

/** Sets the time of the next attempt, or gives up and leaves the message to a person. */
async function giveBack(node: Node, worker: string, unsettled: readonly Unsettled[]): Promise<void> {
  if (unsettled.length === 0) return
  const now = node.now()
  const judged = unsettled.map((one) => ({ ...one, delayMs: delayOf(node, one, now) }))
  const again = judged.flatMap(({ delivery, code, detail, delayMs }) =>
    delayMs === null
      ? []
      : [{ digest: delivery.digest, next_attempt_at: new Date(now.getTime() + delayMs), code, detail }],
  )
  const dead = judged.filter(({ delayMs }) => delayMs === null)
  await inTransaction(node.db, async (trx) => {
    await auditFailures(node, trx, judged, now)
    await fail(trx, worker, again, now)
    await bury(
      trx,
      dead.map(({ delivery, code, detail }) => ({ digest: delivery.digest, code, detail })),
      now,
    )
  })
}

function delayOf(node: Node, { delivery }: Unsettled, now: Date): number | null {
  const failingMs = delivery.first_failed_at === null ? 0 : now.getTime() - delivery.first_failed_at.getTime()
  const random = Buffer.from(node.random(4)).readUInt32BE() / 2 ** 32
  return retryDelayMs(delivery.attempts + 1, failingMs, random)
}

/** The log tells when a message began to fail and when it was given up; the attempts between are counted. */
async function auditFailures(
  node: Node,
  trx: Trx,
  judged: readonly (Unsettled & { readonly delayMs: number | null })[],
  now: Date,
): Promise<void> {
  const telling = judged.filter(({ delivery, delayMs }) => delivery.attempts === 0 || delayMs === null)
  if (telling.length === 0) return
  const requests = telling.map(({ delivery }) => delivery.request)
  await lockRequests(trx, requests)
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
