import { type Hash, emptyRoot, isHash, isSize, nodeHash, sameHash } from './tree.ts'

/** What a consistency proof claims: that the tree of `to` leaves begins with the one of `from` leaves. */
export interface ConsistencyClaim {
  readonly from: number
  readonly fromRoot: Hash
  readonly to: number
  readonly toRoot: Hash
  readonly proof: readonly Hash[]
}

/** Verifies a consistency proof (RFC 9162 section 2.1.4.2). Anything that is not exactly a proof is false. */
export function verifyConsistency({ from, fromRoot, to, toRoot, proof }: ConsistencyClaim): boolean {
  if (!isSize(from) || !isSize(to) || from > to) return false
  if (![fromRoot, toRoot, ...proof].every(isHash)) return false
  if (from === to) return proof.length === 0 && sameHash(fromRoot, toRoot)
  if (from === 0) return proof.length === 0 && sameHash(fromRoot, emptyRoot)
  const roots = rootsOfConsistency(from, fromRoot, to, proof)
  return roots !== null && sameHash(roots.old, fromRoot) && sameHash(roots.next, toRoot)
}

/**
 * Whether a consistency proof shows the opposite of what is claimed: it leads to the root of `to` leaves, and from another root of
 * `from` leaves than the one that is claimed. Both roots come out of one proof, so a tree with this root has begun otherwise. Nothing is shown where
 * `from` is a power of two: such a proof does not carry the old root, and leads nowhere.
 */
export function showsOtherBeginning({ from, fromRoot, to, toRoot, proof }: ConsistencyClaim): boolean {
  if (!isSize(from) || !isSize(to) || from === 0 || from >= to) return false
  if (![fromRoot, toRoot, ...proof].every(isHash)) return false
  const roots = rootsOfConsistency(from, fromRoot, to, proof)
  return roots !== null && sameHash(roots.next, toRoot) && !sameHash(roots.old, fromRoot)
}

/** The roots that a proof leads to (RFC 9162 section 2.1.4.2), `from` below `to`; null: it has not the form of one for these sizes. */
function rootsOfConsistency(
  from: number,
  fromRoot: Hash,
  to: number,
  proof: readonly Hash[],
): { readonly old: Hash; readonly next: Hash } | null {
  let node = from - 1
  let last = to - 1
  while (node % 2 === 1) {
    node = (node - 1) / 2
    last = Math.floor(last / 2)
  }
  const path = node === 0 ? [fromRoot, ...proof] : [...proof]
  const seed = path.shift()
  if (seed === undefined) return null
  let oldRoot = seed
  let newRoot = seed
  for (const sibling of path) {
    if (last === 0) return null
    if (node % 2 === 1 || node === last) {
      oldRoot = nodeHash(sibling, oldRoot)
      newRoot = nodeHash(sibling, newRoot)
      while (node % 2 === 0 && node !== 0) {
        node /= 2
        last = Math.floor(last / 2)
      }
    } else {
      newRoot = nodeHash(newRoot, sibling)
    }
    node = Math.floor(node / 2)
    last = Math.floor(last / 2)
  }
  return last === 0 ? { old: oldRoot, next: newRoot } : null
}
