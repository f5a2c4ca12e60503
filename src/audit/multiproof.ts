import { type Hash, type Span, hashBytes, leftSpan, nodeHash, sameHash } from './tree.ts'

/** A leaf and its place in the tree, counted from 0. */
export interface PlacedLeaf {
  readonly index: number
  readonly leaf: Hash
}

/** What a multiproof claims: that these leaves stand at their places in the tree of `size` leaves with this `root`. */
export interface MultiproofClaim {
  /** In the order of their places, each once. */
  readonly leaves: readonly PlacedLeaf[]
  readonly size: number
  readonly root: Hash
  readonly proof: readonly Hash[]
}

/**
 * One proof for many leaves of a tree: the hash of each subtree in which none of them stands, from left to right, as RFC 9162
 * section 2.1.1 splits the tree from the top. Everything else in their inclusion proofs follows from the leaves.
 *
 * @param indexes - in rising order, each once
 * @throws RangeError where they are not, or the tree has no such leaf
 */
export function multiproofSpans(indexes: readonly number[], size: number): Span[] {
  if (!arePlaces(indexes, size)) throw new RangeError(`not places of a tree of ${size} leaves, in order`)
  const spans: Span[] = []
  const walk = (start: number, end: number, few: readonly number[]): void => {
    if (few.length === 0) spans.push({ start, end })
    else if (end - start > 1) {
      const middle = start + leftSpan(end - start)
      const [left, right] = partsOf(few, (index) => index < middle)
      walk(start, middle, left)
      walk(middle, end, right)
    }
  }
  walk(0, size, indexes)
  return spans
}

interface Node {
  readonly hash: Hash
  /** Both halves; null for a leaf, and for a subtree of which no more is known. */
  readonly halves: { readonly middle: number; readonly left: Node; readonly right: Node } | null
}

/**
 * Verifies a multiproof, and returns the inclusion proof (RFC 9162 section 2.1.3.1) of each of its leaves, in their order. Null where it
 * is not exactly the proof of that claim.
 */
export function openMultiproof({ leaves, size, root, proof }: MultiproofClaim): Hash[][] | null {
  const indexes = leaves.map(({ index }) => index)
  const isShaped = [root, ...proof, ...leaves.map(({ leaf }) => leaf)].every(
    ({ length }) => length === hashBytes,
  )
  // Counted before any is joined: what is joined behind here is there.
  if (!isShaped || !arePlaces(indexes, size) || multiproofSpans(indexes, size).length !== proof.length)
    return null
  const given = proof.values()
  const top = joined(0, size, leaves, () => taken(given))
  return sameHash(top.hash, root) ? indexes.map((index) => pathTo(top, index)) : null
}

function joined(start: number, end: number, few: readonly PlacedLeaf[], next: () => Hash): Node {
  const [first] = few
  if (first === undefined) return { hash: next(), halves: null }
  if (end - start === 1) return { hash: first.leaf, halves: null }
  const middle = start + leftSpan(end - start)
  const [before, behind] = partsOf(few, ({ index }) => index < middle)
  const left = joined(start, middle, before, next)
  const right = joined(middle, end, behind, next)
  return { hash: nodeHash(left.hash, right.hash), halves: { middle, left, right } }
}

/** The hashes beside the way from the root to a leaf, from its sibling up. */
function pathTo(top: Node, index: number): Hash[] {
  const path: Hash[] = []
  for (let node = top; node.halves !== null;) {
    const { middle, left, right } = node.halves
    const [on, beside] = index < middle ? [left, right] : [right, left]
    path.push(beside.hash)
    node = on
  }
  return path.reverse()
}

/** Hashes that stand one behind the other in bytes; a rest that is no hash is the last of them. */
export function hashesIn(bytes: Uint8Array): Hash[] {
  const count = Math.ceil(bytes.length / hashBytes)
  return Array.from({ length: count }, (_, at) => bytes.subarray(at * hashBytes, (at + 1) * hashBytes))
}

function partsOf<One>(
  few: readonly One[],
  isLeft: (one: One) => boolean,
): readonly [readonly One[], readonly One[]] {
  const at = few.findIndex((one) => !isLeft(one))
  return at === -1 ? [few, []] : [few.slice(0, at), few.slice(at)]
}

function arePlaces(indexes: readonly number[], size: number): boolean {
  return (
    indexes.length > 0 &&
    Number.isSafeInteger(size) &&
    indexes.every(
      (index, at) => Number.isSafeInteger(index) && index > (indexes[at - 1] ?? -1) && index < size,
    )
  )
}

function taken(given: Iterator<Hash>): Hash {
  const next = given.next()
  if (next.done === true) throw new Error('a multiproof has fewer hashes than were counted')
  return next.value
}
