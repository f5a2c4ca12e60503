import type { TrustList } from '../message/generated/types.ts'
import { type Refusal, refuse } from '../message/refusal.ts'

/**
 * Why one State is no peer of another: nobody stands behind a demonstration, so no State that somebody stands behind may ever
 * take its word, nor may anybody practise on a real one. What the other has signed decides: each list says it of its State.
 *
 * @param isOwn - whether this node says of itself that it is one
 * @returns TRUST_LIST_DEMONSTRATION, or null where both are demonstrations or neither is
 */
export function apartRefusal(isOwn: boolean, list: Pick<TrustList, 'demonstration'>): Refusal | null {
  const isOther = list.demonstration === true
  if (isOwn === isOther) return null
  const detail = isOther
    ? 'it is a demonstration, behind which no State stands; this node is none'
    : 'this node is a demonstration, and it is none'
  return refuse('TRUST_LIST_DEMONSTRATION', { detail })
}
