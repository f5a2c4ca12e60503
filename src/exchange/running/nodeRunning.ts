import type { Result } from '../../message/refusal.ts'
import { type DeskNames, deskNames } from '../desk/names.ts'
import type { Acting } from '../people/deskPeople.ts'
import { actorOf } from '../people/sessions.ts'
import type { Node } from '../node.ts'
import { type HealthAsker, readHealth } from './health.ts'
import type { HealthItem } from './healthItem.ts'
import { type KeyPlaces, type RunningKeys, readKeys } from './keys.ts'
import { type RunningPeer, type ShownList, readPeers } from './peers.ts'
import { type Queue, readQueue, resendQueued, resendQueuedTo } from './queue.ts'

/** What whoever runs the node sees and does at the desk. Nothing of a case stands in it but digests of what waits. */
export interface NodeRunning {
  /** In what words moments are told to whoever works for that authority. */
  readonly names: (authority: string) => DeskNames
  readonly health: () => Promise<readonly HealthItem[]>
  readonly peers: () => Promise<{ readonly own: ShownList; readonly peers: readonly RunningPeer[] }>
  /** What is queued; who has seen it is in the log before it is returned. */
  readonly queue: (by: Acting) => Promise<Queue>
  /** Has a message tried again that was given up. Refuses with MESSAGE_NOT_GIVEN_UP. */
  readonly resend: (by: Acting, digest: string) => Promise<Result<object>>
  /** The same of all that was given up and is for a State. */
  readonly resendTo: (by: Acting, state: string) => Promise<Result<object>>
  readonly keys: () => Promise<RunningKeys>
}

/** What the pages are made with beside the node. */
export interface RunningSettings extends HealthAsker, KeyPlaces {
  /** Called when the log has been told of something. */
  readonly noted: () => void
  /** Called when something may go out at once. */
  readonly queued: () => void
}

export function nodeRunning(node: Node, settings: RunningSettings): NodeRunning {
  const resent = async (resending: Promise<Result<object>>): Promise<Result<object>> => {
    const outcome = await resending
    settings.noted()
    if (outcome.ok) settings.queued()
    return outcome
  }
  return {
    names: (authority) => deskNames(node, authority, []),
    health: () => readHealth(node, settings),
    peers: () => readPeers(node),
    async queue({ person, address }) {
      const queue = await readQueue(node, actorOf(person, address))
      settings.noted()
      return queue
    },
    resend: ({ person, address }, digest) => resent(resendQueued(node, digest, actorOf(person, address))),
    resendTo: ({ person, address }, state) => resent(resendQueuedTo(node, state, actorOf(person, address))),
    keys: () => readKeys(node, settings),
  }
}
