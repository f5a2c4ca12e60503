import { type ListedKey, keysIn } from '../trust/keysIn.ts'
import type { TrustList } from '../message/generated/types.ts'
import { listsIn } from './directory.ts'
import type { Node } from './node.ts'
import { keysLeft } from './witness/ownWitnesses.ts'

/** Days before its end at which a key is warned of: once each; of the last days each one. */
export const warningDays = [60, 30, 7] as const

const dayMs = 86_400_000

/**
 * Warns of keys, of this State and of its peers, that end soon and have no successor: the peer is told by whoever sees
 * it, as its own operator may not look. And of a witness in the policy file that has another key now. Look as often as you like; it says each thing once a day at most.
 */
export function keyWatch({ trust, now, log, witnessPolicy }: Watched): () => void {
  const told = new Map<string, number>()
  let nextMs = -Infinity
  return () => {
    const at = now()
    if (at.getTime() < nextMs) return
    nextMs = at.getTime() + dayMs
    for (const { witness, until, followedBy } of keysLeft({ trust, witnessPolicy }))
      log.warn(
        { witness, until: until.toISOString(), key: followedBy },
        'the witness policy file names a key that another has followed: name that one',
      )
    for (const { list } of listsIn(trust)) {
      for (const { use, name, daysLeft } of keysEnding(list, at)) {
        const stage = stageOf(daysLeft)
        const isLast = stage === warningDays.at(-1)
        if (!isLast && told.get(name) === stage) continue
        told.set(name, stage)
        log.warn({ state: list.state, use, key: name, daysLeft }, 'a key ends soon and none follows it')
      }
    }
  }
}

type Watched = Pick<Node, 'trust' | 'now' | 'log' | 'witnessPolicy'>

/** The keys in force that end within the longest warning, for whose use no other is there that lasts longer. */
export function keysEnding(
  list: TrustList,
  at: Date,
): readonly (ListedKey & { readonly daysLeft: number })[] {
  const keys = keysIn(list, at).filter(({ standing }) => standing === 'inForce')
  const isShort = ({ daysLeft }: ListedKey): boolean => daysLeft !== null && daysLeft <= warningDays[0]
  const lasting = new Set(keys.filter((key) => !isShort(key)).map(({ use }) => use))
  return keys.flatMap((key) =>
    key.daysLeft !== null && isShort(key) && !lasting.has(key.use)
      ? [{ ...key, daysLeft: key.daysLeft }]
      : [],
  )
}

function stageOf(daysLeft: number): number {
  return warningDays.findLast((days) => daysLeft <= days) ?? warningDays[0]
}
