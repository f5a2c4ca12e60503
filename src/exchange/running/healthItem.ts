/** What is looked at. */
export type Healthy =
  | 'database'
  | 'signature'
  | 'trustList'
  | 'rollback'
  | 'exhibits'
  | 'ownLog'
  | 'clock'
  | 'witnesses'
  | 'timeStamps'
  | 'peers'
  | 'queue'
  | 'records'
  | 'keys'
  | 'jobs'
  | 'webhooks'
  | 'processes'
  | 'keeping'

/** What was found of it; each has a sentence that says what it means, and what to do where something is to be done. */
export type Found =
  | 'databaseWorks'
  | 'databaseFails'
  | 'signatureWorks'
  | 'signatureFails'
  | 'listInForce'
  | 'listOver'
  | 'dataNewest'
  | 'dataOld'
  | 'filesWork'
  | 'filesFail'
  | 'filesNoRoom'
  | 'filesDamaged'
  | 'logUnchecked'
  | 'logSound'
  | 'logBroken'
  | 'clockRight'
  | 'clockFromFile'
  | 'clockBehind'
  | 'clockApart'
  | 'clockOfPeers'
  | 'witnessed'
  | 'witnessesAsked'
  | 'unwitnessed'
  | 'noWitness'
  | 'stamped'
  | 'stampAwaited'
  | 'unstamped'
  | 'peersReached'
  | 'peersUnheard'
  | 'peersAway'
  | 'nothingGivenUp'
  | 'messagesGivenUp'
  | 'recordsAgree'
  | 'recordsDiffer'
  | 'proofsLate'
  | 'keysLast'
  | 'keysEnd'
  | 'keysWait'
  | 'jobsOnTime'
  | 'lateSequence'
  | 'lateDelivery'
  | 'lateClocks'
  | 'lateOwnLog'
  | 'lateTrustList'
  | 'noWebhooks'
  | 'webhooksTaken'
  | 'webhooksGivenUp'
  | 'webhooksDisabled'
  | 'processesUp'
  | 'processesDiffer'
  | 'keptInTime'
  | 'keptOver'

/** One thing of which was found how it stands; plain JSON. */
export interface HealthItem {
  readonly of: Healthy
  readonly found: Found
  readonly isGood: boolean
  /** RFC 3339; null: none belongs to it. */
  readonly at: string | null
  readonly count: number | null
  /** Of an endpoint; null: none belongs to it. */
  readonly name: string | null
  /** Codes of States. */
  readonly states: readonly string[]
  /** English words for whoever runs the node, of the system or of a library; null: there are none. */
  readonly detail: string | null
}

/** A finding with what belongs to it. */
export function item(
  of: Healthy,
  found: Found,
  isGood: boolean,
  more: Partial<Pick<HealthItem, 'at' | 'count' | 'name' | 'states' | 'detail'>> = {},
): HealthItem {
  return { of, found, isGood, at: null, count: null, name: null, states: [], detail: null, ...more }
}
