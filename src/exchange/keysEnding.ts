import { type ListedKey, keysIn } from '../trust/keysIn.ts'
import type { TrustList } from '../message/generated/types.ts'
import { listsIn } from './directory.ts'
import type { Node } from './node.ts'
import { keysToName } from './witness/ownWitnesses.ts'

/** Days before its end at which a key is warned of: once each; of the last days each one. */
export const warningDays = [60, 30, 7] as const

const dayMs = 86_400_000

/**
 * Warns of keys, of this State and of its peers, that end soon and have no successor, or one that is not in use: the peer is told by whoever sees
 * it, as its own operator may not look. And of a witness in the policy file that has another key now. Look as often as you like; it says each thing once a day at most.
 */
export function keyWatch({ trust, now, log, witnessPolicy }: Watched): () => void {
  const told = new Map<string, number>()
  let nextMs = -Infinity
  return () => {
    const at = now()
    if (at.getTime() < nextMs) return
    nextMs = at.getTime() + dayMs
    for (const { witness, until, followedBy } of keysToName({ trust, witnessPolicy }))
      log.warn(
        { witness, until: until.toISOString(), key: followedBy },
        'the witness policy file names a key that another has followed: name that one',
      )
    for (const { list } of listsIn(trust)) {
      for (const { use, name, daysLeft, isFollowed } of keysEnding(list, at)) {
        const stage = stageOf(daysLeft)
        const isLast = stage === warningDays.at(-1)
        if (!isLast && told.get(name) === stage) continue
        told.set(name, stage)
        const what = isFollowed ? 'the one that follows it is not in use' : 'none follows it'
        log.warn({ state: list.state, use, key: name, daysLeft }, `a key ends soon and ${what}`)
      }
    }
  }
}

type Watched = Pick<Node, 'trust' | 'now' | 'log' | 'witnessPolicy'>

/** A key in force that is warned of. */
export interface EndingKey extends ListedKey {
  readonly daysLeft: number
  /** Another that lasts is there and not in use: nothing but that is to be done. */
  readonly isFollowed: boolean
}

/**
 * The keys in force that end within the longest warning, for whose use no other is there that lasts longer; and within the second those
 * in use whose follower is there, and was not taken into use.
 */
export function keysEnding(list: TrustList, at: Date): readonly EndingKey[] {
  const keys = keysIn(list, at)
  const inForce = keys.filter(({ standing }) => standing === 'inForce')
  const isShort = ({ daysLeft }: ListedKey): boolean => daysLeft !== null && daysLeft <= warningDays[0]
  return inForce.flatMap((key): readonly EndingKey[] => {
    const { use, daysLeft } = key
    if (daysLeft === null || !isShort(key)) return []
    const others = keys.filter((other) => other.use === use && other.name !== key.name && !isShort(other))
    const isFollowed = others.some(
      ({ standing }) => standing === 'inForce' || (standing === 'next' && isTakenUp(use)),
    )
    if (!isFollowed) return [{ ...key, daysLeft, isFollowed }]
    const isInUse = isTakenUp(use) && inUse(keys, use)?.name === key.name
    return isInUse && daysLeft <= warningDays[1] ? [{ ...key, daysLeft, isFollowed }] : []
  })
}

/** The key of a use that is in use, where one is taken into use by a person: a list names it before the one that follows. */
export function inUse(keys: readonly ListedKey[], use: ListedKey['use']): ListedKey | undefined {
  return keys.find((key) => key.use === use && key.standing === 'inForce')
}

/** Whether a key that follows is there beside the other until somebody takes it into use. */
export function isTakenUp(use: ListedKey['use']): boolean {
  return use === 'list' || use === 'message' || use === 'http'
}

function stageOf(daysLeft: number): number {
  return warningDays.findLast((days) => daysLeft <= days) ?? warningDays[0]
}
