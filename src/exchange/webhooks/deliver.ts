import { Agent, request } from 'undici'
import { append } from '../../store/audit.ts'
import { inTransaction } from '../../store/failures.ts'
import { claimDue, forgetDeliveries, putOff, settleDelivery } from '../../store/webhooks/deliveries.ts'
import { disableEndpoint, listEndpoints, lockEndpoint } from '../../store/webhooks/endpoints.ts'
import type { WebhookDeliveryRow, WebhookEndpointRow } from '../../store/webhooks/webhookTables.ts'
import { type ClientTls, codeOfFailure, connectorTo } from '../connector.ts'
import { exchangeLimits } from '../limits.ts'
import type { Network } from '../networks.ts'
import type { Node } from '../node.ts'
import { sealedFor } from '../sealedFor.ts'
import { soonOr } from '../soonOr.ts'
import { openTrail } from '../trail.ts'
import { signedHeads } from './sign.ts'

/** Sends what endpoints are to be told. */
export interface WebhookSender {
  /** One round, which waits for nobody who is slow: whether there may be more at once. */
  readonly round: () => Promise<boolean>
  readonly close: () => Promise<void>
}

/** What an attempt came to; `isGone`: the endpoint wants nothing any more. */
interface Outcome {
  readonly isTaken: boolean
  readonly isGone: boolean
  readonly words: string
}

/** What an attempt came to whose secret this node cannot open; the endpoint keeps it as a word of its own, for nothing was refused. */
export const sealedOtherwise = 'SECRET_SEALED_OTHERWISE'

/**
 * @param tls - whom this node believes beside the roots of the system
 * @param network - where endpoints may be; null: nowhere, and nothing is sent
 */
export function webhookSender(node: Node, tls: () => ClientTls, network: Network | null): WebhookSender {
  const { postMs, atOnceMax, ofEndpointMax, roundMs, leaseMs, keptMs, answerBytesMax } =
    exchangeLimits.webhooks
  // A server of the State proves itself by TLS; a certificate of ours is not shown to it.
  const connect = connectorTo({
    tls: () => ({ pair: null, authorities: tls().authorities }),
    authoritiesOf: () => [],
    network: network ?? (() => false),
    isProofWanted: true,
  })
  const agent = new Agent({
    connect,
    headersTimeout: postMs,
    bodyTimeout: postMs,
    // To one host, as endpoints may have the same: what was claimed never waits for a connection, so its time counts from when it leaves.
    connections: atOnceMax,
    pipelining: 0,
  })
  const post = async (
    endpoint: WebhookEndpointRow,
    { id, payload }: WebhookDeliveryRow,
  ): Promise<Outcome> => {
    const secret = await node.sealer.open(endpoint.secret, sealedFor.webhook(endpoint.name))
    if (secret === null) return { isTaken: false, isGone: false, words: sealedOtherwise }
    try {
      const { statusCode, body } = await request(endpoint.url, {
        method: 'POST',
        dispatcher: agent,
        headers: {
          'content-type': 'application/json',
          'user-agent': 'rogatory',
          ...signedHeads(secret, { id, body: payload, at: node.machineNow() }),
        },
        body: payload,
        signal: AbortSignal.timeout(postMs),
      })
      // What it says is nobody's business: it is thrown away. A redirect is an answer like any other, and not followed.
      await body.dump({ limit: answerBytesMax })
      const isTaken = statusCode >= 200 && statusCode < 300
      return { isTaken, isGone: statusCode === 410, words: String(statusCode) }
    } catch (reason) {
      return { isTaken: false, isGone: false, words: codeOfFailure(reason) }
    }
  }
  /** What is under way, by endpoint. */
  const underWay = new Map<Promise<void>, string>()
  const failures: unknown[] = []
  const begin = (one: WebhookDeliveryRow, endpoint: WebhookEndpointRow): Promise<void> => {
    const attempt: Promise<void> = post(endpoint, one)
      .then((outcome) => settle(node, one, outcome))
      .catch((reason: unknown) => void failures.push(reason))
      .finally(() => underWay.delete(attempt))
    underWay.set(attempt, one.endpoint)
    return attempt
  }
  return {
    async round() {
      const now = node.machineNow()
      await forgetDeliveries(node.db, new Date(now.getTime() - keptMs))
      // Whoever dies from here on leaves what it took to the next after the lease: an endpoint may be told twice, under one id.
      const again = new Date(now.getTime() + leaseMs)
      const busy = [...new Set(underWay.values())]
      const max = atOnceMax - underWay.size
      const due = await claimDue(node.db, { now, again, max, ofEndpointMax, busy })
      const endpoints = new Map((await listEndpoints(node.db)).map((one) => [one.name, one]))
      const begun = due.flatMap((one) => {
        const endpoint = endpoints.get(one.endpoint)
        return endpoint?.disabled_at === null ? [begin(one, endpoint)] : []
      })
      // What is fast is waited for, and nothing else.
      await soonOr(Promise.all(begun), roundMs, undefined)
      const failed = failures.splice(0)
      if (failed.length > 0) throw new AggregateError(failed, failed.map(String).join('; '))
      return begun.length > 0
    },
    async close() {
      await Promise.all(underWay.keys())
      await agent.close()
    },
  }
}

async function settle(
  node: Node,
  one: WebhookDeliveryRow,
  { isTaken, isGone, words }: Outcome,
): Promise<void> {
  if (isTaken) {
    await settleDelivery(node.db, one, { status: 'taken', due_at: null, outcome: words })
    return
  }
  const { pausesMs, drawnShare, restMs } = exchangeLimits.webhooks
  const pause = pausesMs[one.attempts - 1]
  if (pause !== undefined && !isGone) {
    // Not all at the same instant, where many wait for one that was away.
    const due = new Date(
      node.machineNow().getTime() + pause + ((node.random(1)[0] ?? 0) / 255) * pause * drawnShare,
    )
    await settleDelivery(node.db, one, { status: 'waiting', due_at: due, outcome: words })
    // What else waits for it would most likely fail as well, and need not; not for hours, as only this one may be what it does not take.
    await putOff(
      node.db,
      one.endpoint,
      new Date(Math.min(due.getTime(), node.machineNow().getTime() + restMs)),
    )
    return
  }
  await inTransaction(node.db, async (trx) => {
    const endpoint = await lockEndpoint(trx, one.endpoint)
    await settleDelivery(trx, one, { status: 'dead', due_at: null, outcome: words })
    const trail = await openTrail({ random: node.random, actedFrom: null }, trx, [], node.now())
    const details = { entry: one.index, name: one.endpoint, outcome: words }
    trail.add({ event: 'webhook.abandoned', count: one.attempts, details })
    if (isGone && endpoint?.disabled_at === null) {
      await disableEndpoint(trx, one.endpoint, { by: null, at: node.machineNow() })
      trail.add({ event: 'webhook.disabled', code: 'gone', details: { name: one.endpoint } })
    }
    await append(trx, trail.audit())
  })
}
