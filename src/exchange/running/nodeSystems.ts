import type { Refusal, Result } from '../../message/refusal.ts'
import {
  type AccessOrder,
  type MadeAccess,
  makeAccessToken,
  revokeAccessToken,
  wrongWithAccess,
} from '../accessTokens.ts'
import { confirmAccessToken } from '../confirmAccess.ts'
import type { Network } from '../networks.ts'
import type { Node } from '../node.ts'
import type { Acting } from '../people/deskPeople.ts'
import { actorOf } from '../people/sessions.ts'
import { type AgainOrder, tellAgain } from '../webhooks/again.ts'
import { type EndpointOrder, disableWebhook, makeEndpoint, wrongWithEndpoint } from '../webhooks/endpoints.ts'
import { type ShownEndpoints, readEndpoints } from './shownEndpoints.ts'
import { type Answering, type ShownToken, readAnswering, readTokens } from './shownTokens.ts'

/**
 * What whoever runs the node sees and does at the desk about systems of the State: the acts of `rogatory token` and `rogatory webhook`.
 * Where a token of a session is asked for, it is that in which they have proved anew who they are.
 */
export interface NodeSystems {
  /** Whether systems are heard at all: there is a port for them. */
  readonly isOpen: boolean
  /** Where endpoints may be. */
  readonly mayTell: TellingReach
  readonly tokens: () => Promise<readonly ShownToken[]>
  readonly answering: () => Promise<readonly Answering[]>
  /** All that is wrong with a token that is to be made; null: nothing. */
  readonly wrongWithToken: (order: AtDesk<AccessOrder>) => Promise<Refusal | null>
  readonly makeToken: (order: AtDesk<AccessOrder>, session: string, by: Acting) => Promise<Result<MadeAccess>>
  readonly confirmToken: (name: string, session: string, by: Acting) => Promise<Result<object>>
  readonly revokeToken: (name: string, by: Acting) => Promise<Result<object>>
  readonly endpoints: () => Promise<ShownEndpoints>
  /** All that is wrong with an endpoint that is to be made; null: nothing. */
  readonly wrongWithEndpoint: (order: AtDesk<EndpointOrder>) => Promise<Refusal | null>
  readonly makeEndpoint: (
    order: AtDesk<EndpointOrder>,
    session: string,
    by: Acting,
  ) => Promise<Result<{ readonly secret: string }>>
  readonly disableEndpoint: (name: string, by: Acting) => Promise<Result<object>>
  readonly tellAgain: (order: AgainOrder, by: Acting) => Promise<Result<{ readonly count: number }>>
}

/** Where endpoints may be: nowhere, elsewhere, or also on this machine, which alone may be told without TLS. */
export type TellingReach = 'nowhere' | 'elsewhere' | 'alsoHere'

function reachOf(network: Network | null): TellingReach {
  if (network === null) return 'nowhere'
  return network('127.0.0.1') || network('::1') ? 'alsoHere' : 'elsewhere'
}

/** An order before it is known who gives it. */
export type AtDesk<Order extends { readonly by: unknown }> = Omit<Order, 'by'>

/** What the pages are made with beside the node. */
export interface SystemSettings {
  readonly isOpen: boolean
  /** Where endpoints may be; null: nowhere. */
  readonly network: Network | null
  /** Called when the log has been told of something. */
  readonly noted: () => void
}

export function nodeSystems(node: Node, { isOpen, network, noted }: SystemSettings): NodeSystems {
  const withNote = async <Outcome>(outcome: Promise<Outcome>): Promise<Outcome> => {
    const settled = await outcome
    noted()
    return settled
  }
  const of = ({ person, address }: Acting) => ({ actor: actorOf(person, address) })
  const proved = (by: Acting, token: string) => ({ ...of(by), at: { person: by.person, token } })
  return {
    isOpen,
    mayTell: reachOf(network),
    tokens: () => readTokens(node),
    answering: () => readAnswering(node),
    wrongWithToken: (order) => wrongWithAccess(node, order),
    makeToken: (order, session, by) => withNote(makeAccessToken(node, { ...order, by: proved(by, session) })),
    confirmToken: (name, session, by) => withNote(confirmAccessToken(node, name, proved(by, session))),
    revokeToken: (name, by) => withNote(revokeAccessToken(node, name, of(by))),
    endpoints: () => readEndpoints(node),
    wrongWithEndpoint: (order) => wrongWithEndpoint(node, order, network),
    makeEndpoint: (order, session, by) =>
      withNote(makeEndpoint(node, { ...order, by: proved(by, session) }, network)),
    disableEndpoint: (name, by) => withNote(disableWebhook(node, name, of(by))),
    tellAgain: (order, by) => withNote(tellAgain(node, order, of(by))),
  }
}
