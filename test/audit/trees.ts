import { multiproofSpans } from '../../src/audit/multiproof.ts'
import {
  type Hash,
  type HashSource,
  emptyRoot,
  hashOfSpan,
  leafHash,
  nodeHash,
} from '../../src/audit/tree.ts'

export const hex = (hash: Uint8Array): string => Buffer.from(hash).toString('hex')

/** The entry of this index in the logs of these tests. */
export const entryOf = (index: number): Uint8Array => Buffer.from(`{"entry":${index}}`)

/** Leaves of the entries from `first` on. */
export const leavesOf = (count: number, first = 0): Hash[] =>
  Array.from({ length: count }, (_, index) => leafHash(entryOf(first + index)))

/** The root by the definition of RFC 9162 section 2.1.1, word for word: slow, and nothing of what is tested. */
export function recursiveRoot(leaves: readonly Hash[]): Hash {
  const [first] = leaves
  if (first === undefined) return emptyRoot
  if (leaves.length === 1) return first
  const middle = 2 ** Math.ceil(Math.log2(leaves.length) - 1)
  return nodeHash(recursiveRoot(leaves.slice(0, middle)), recursiveRoot(leaves.slice(middle)))
}

/** The hashes of complete subtrees, each by the definition. */
export function sourceOf(leaves: readonly Hash[]): HashSource {
  const found = new Map<string, Hash>()
  return (level, index) => {
    const place = `${level}/${index}`
    const hash = found.get(place) ?? recursiveRoot(leaves.slice(index * 2 ** level, (index + 1) * 2 ** level))
    found.set(place, hash)
    return hash
  }
}

/** One proof for these leaves of a tree, in the order of its spans. */
export function multiproof(indexes: readonly number[], size: number, hashAt: HashSource): Hash[] {
  return multiproofSpans(indexes, size).map((span) => hashOfSpan(span, hashAt))
}
