import { isIP } from 'node:net'
import type { Actor } from '../../audit/events.ts'
import { type Refusal, type Result, refuse } from '../../message/refusal.ts'
import { together } from '../../message/together.ts'
import { append } from '../../store/audit.ts'
import { inTransaction } from '../../store/failures.ts'
import {
  countEndpoints,
  disableEndpoint,
  insertEndpoint,
  listEndpoints,
  lockEndpoint,
} from '../../store/webhooks/endpoints.ts'
import { isAccessName } from '../accessTokens.ts'
import { exchangeLimits } from '../limits.ts'
import type { Network } from '../networks.ts'
import type { Node } from '../node.ts'
import { mayNotGive } from '../people/credentialActs.ts'
import type { Deciding } from '../people/deciding.ts'
import { refusalNoted } from '../refusedActs.ts'
import { sealedFor } from '../sealedFor.ts'
import { rolledBack, standingOf } from '../standing.ts'
import { openTrail } from '../trail.ts'
import { secretBytes, secretShown } from './sign.ts'
import { isToldEvent, toldEvents } from './told.ts'

/** An endpoint that an administrator wants made. */
export interface EndpointOrder {
  /** Never given before. */
  readonly name: string
  readonly authority: string
  readonly url: string
  readonly events: readonly string[]
  readonly by: Deciding
}

/**
 * Makes an endpoint. Its secret is returned once, and kept sealed. Refuses with WEBHOOK_INVALID and the place, WEBHOOK_ADDRESS_FORBIDDEN
 * where its address is one to which this node does not go, WEBHOOK_EXISTS, WEBHOOKS_TOO_MANY or NODE_ROLLED_BACK; at the desk as
 * `mayNotGive`.
 *
 * @param network - where endpoints may be; null: nowhere
 */
export async function makeEndpoint(
  node: Node,
  order: EndpointOrder,
  network: Network | null,
): Promise<Result<{ readonly secret: string }>> {
  const { name, authority, by } = order
  const actor = { ...by.actor, authority: by.actor.authority ?? authority }
  return await refusalNoted(
    node,
    { actor, wanted: `webhook make ${name}` },
    make(node, order, network, actor),
  )
}

async function make(
  node: Node,
  { name, authority, url, events, by }: EndpointOrder,
  network: Network | null,
  actor: Actor,
): Promise<Result<{ readonly secret: string }>> {
  const wrong = await wrongWithEndpoint(node, { name, authority, url, events }, network)
  if (wrong !== null) return wrong
  const secret = node.random(secretBytes)
  const sealed = await node.sealer.seal(secret, sealedFor.webhook(name))
  return await inTransaction(node.db, async (trx) => {
    if ((await standingOf(node, trx)).isBehind) return rolledBack
    const refused = await mayNotGive(node, trx, actor, by.at)
    if (refused !== null) return refused
    if ((await lockEndpoint(trx, name)) !== null) return refuse('WEBHOOK_EXISTS')
    if ((await countEndpoints(trx)) >= exchangeLimits.webhooks.endpointsMax)
      return refuse('WEBHOOKS_TOO_MANY')
    const row = { name, authority, url, events, secret: sealed, made_by: actor.person }
    await insertEndpoint(trx, { ...row, made_at: node.machineNow() })
    const trail = await openTrail(node, trx, [], node.now())
    trail.add({ event: 'webhook.made', actor, details: { authority, events, name, url } })
    await append(trx, trail.audit())
    return { ok: true, secret: secretShown(secret) }
  })
}

/** Disables an endpoint for good. Refuses with WEBHOOK_UNKNOWN, WEBHOOK_DISABLED or NODE_ROLLED_BACK. */
export async function disableWebhook(
  node: Node,
  name: string,
  { actor }: Pick<Deciding, 'actor'>,
): Promise<Result<object>> {
  return await refusalNoted(node, { actor, wanted: `webhook disable ${name}` }, disable(node, name, actor))
}

async function disable(node: Node, name: string, by: Deciding['actor']): Promise<Result<object>> {
  return await inTransaction(node.db, async (trx) => {
    if ((await standingOf(node, trx)).isBehind) return rolledBack
    const row = await lockEndpoint(trx, name)
    if (row === null) return refuse('WEBHOOK_UNKNOWN')
    if (row.disabled_at !== null) return refuse('WEBHOOK_DISABLED')
    await disableEndpoint(trx, name, { by: by.person, at: node.machineNow() })
    const trail = await openTrail(node, trx, [], node.now())
    const actor = { ...by, authority: by.authority ?? row.authority }
    trail.add({ event: 'webhook.disabled', actor, code: 'byPerson', details: { name } })
    await append(trx, trail.audit())
    return { ok: true }
  })
}

/** All that is wrong with an endpoint that is to be made, as `makeEndpoint` refuses it, whoever wants it; null: nothing. */
export async function wrongWithEndpoint(
  { db, state, trust }: Pick<Node, 'db' | 'state' | 'trust'>,
  { name, authority, url, events }: Omit<EndpointOrder, 'by'>,
  network: Network | null,
): Promise<Refusal | null> {
  const isThere = (await listEndpoints(db)).some((one) => one.name === name)
  const isOwn = authority === state || trust.own().list.authorities.some(({ id }) => id === authority)
  const areEvents = events.length > 0 && events.every(isToldEvent) && new Set(events).size === events.length
  return together([
    isAccessName(name)
      ? null
      : invalid('/name', 'it has 1 to 63 letters, digits, dots, dashes and underscores'),
    isThere ? refuse('WEBHOOK_EXISTS') : null,
    isOwn ? null : invalid('/authority', 'it is no authority of this node'),
    areEvents ? null : refuse('WEBHOOK_INVALID', { pointer: '/events', expected: Object.keys(toldEvents) }),
    urlRefusal(url) ?? addressRefusal(url, network),
  ])
}

function invalid(pointer: string, detail: string): Refusal {
  return refuse('WEBHOOK_INVALID', { pointer, detail })
}

function urlRefusal(url: string): Refusal | null {
  if (url.length > exchangeLimits.webhooks.urlCharactersMax || !URL.canParse(url))
    return invalid('/url', 'it is no address')
  const { protocol, username, password, hash } = new URL(url)
  if (username !== '' || password !== '' || hash !== '')
    return invalid('/url', 'it holds more than an address')
  if (protocol === 'https:' || (protocol === 'http:' && isOnThisMachine(url))) return null
  return invalid('/url', 'it is https, or http on this machine')
}

/** A name is judged when it is resolved, each time; an address at once. */
function addressRefusal(url: string, network: Network | null): Refusal | null {
  const host = new URL(url).hostname.replace(/^\[(.*)\]$/, '$1')
  if (network !== null && (isIP(host) === 0 || network(host))) return null
  return refuse('WEBHOOK_ADDRESS_FORBIDDEN', {
    detail: network === null ? 'ROGATORY_WEBHOOK_NETWORKS says where endpoints may be' : host,
  })
}

function isOnThisMachine(url: string): boolean {
  const { hostname } = new URL(url)
  return /^127(\.[0-9]{1,3}){3}$/.test(hostname) || hostname === '[::1]'
}
