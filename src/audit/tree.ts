import { hash } from 'node:crypto'

/** A SHA-256 value of the tree: 32 bytes. */
export type Hash = Uint8Array

/** Bytes of a hash, and so of every node of the tree. */
export const hashBytes = 32

/**
 * Where the hashes of the complete subtrees come from: `level` 0 are the leaves, level l spans 2^l leaves, `index`
 * counts from the left. It is only asked for subtrees that are complete in a tree of the size in question.
 */
export type HashSource = (level: number, index: number) => Hash

/** The hash of a leaf: SHA-256 over 0x00 and the entry (RFC 9162 section 2.1.1). */
export function leafHash(entry: Uint8Array): Hash {
  const input = roomFor(1 + entry.length)
  input[0] = 0
  input.set(entry, 1)
  return sha256(input)
}

/** The hash of an inner node: SHA-256 over 0x01 and both children (RFC 9162 section 2.1.1). */
export function nodeHash(left: Hash, right: Hash): Hash {
  const input = roomFor(1 + 2 * hashBytes)
  input[0] = 1
  input.set(left, 1)
  input.set(right, 1 + hashBytes)
  return sha256(input)
}

/** What is hashed next stands here, for a new array costs more than the hash itself; nobody waits between filling and hashing. */
const room = new Uint8Array(4_096)

function roomFor(length: number): Uint8Array {
  return length > room.length ? new Uint8Array(length) : room.subarray(0, length)
}

/** By way of a text of its bytes, which takes less than half of the time of asking for a buffer. */
function sha256(input: Uint8Array): Hash {
  return Buffer.from(hash('sha256', input, 'binary'), 'latin1')
}

/** The root of the tree without leaves: SHA-256 of nothing (RFC 9162 section 2.1.1). */
export const emptyRoot: Hash = hash('sha256', '', 'buffer')

/** True where both hashes have the same bytes; they are public, so time need not be constant. */
export function sameHash(left: Hash, right: Hash): boolean {
  return Buffer.compare(left, right) === 0
}

/** The roots of the complete subtrees of which a tree consists, largest first: a compact range from 0 to `size`. */
export interface Range {
  readonly size: number
  readonly hashes: readonly Hash[]
}

/** The compact range of the tree without leaves. */
export const emptyRange: Range = { size: 0, hashes: [] }

/** The compact range with more leaves at its right end. */
export function append(range: Range, leaves: Iterable<Hash>): Range {
  const hashes = [...range.hashes]
  let size = range.size
  for (const leaf of leaves) {
    carry(hashes, size, leaf)
    size += 1
  }
  return { size, hashes }
}

/**
 * The compact range with all leaves of a complete subtree more, of which no more than the root is known.
 *
 * @param level - its height: it has 2^level leaves
 * @throws RangeError where no such subtree begins at the end of the range
 */
export function appendSubtree({ size, hashes }: Range, level: number, root: Hash): Range {
  const span = 2 ** level
  if (!isSize(level) || !isSize(size + span) || size % span !== 0)
    throw new RangeError(`no subtree of ${span} leaves begins at ${size}`)
  const joined = [...hashes]
  carry(joined, size / span, root)
  return { size: size + span, hashes: joined }
}

/** As in binary addition: every trailing one of `row` is a subtree that the new one completes. */
function carry(hashes: Hash[], row: number, added: Hash): void {
  let carried = added
  for (let rest = row; rest % 2 === 1; rest = (rest - 1) / 2) carried = nodeHash(take(hashes.pop()), carried)
  hashes.push(carried)
}

/** The root of the tree of a compact range. */
export function rootOf(range: Range): Hash {
  return fold(range.hashes)
}

/** The compact range of the first `size` leaves, from a source of hashes. */
export function rangeAt(size: number, hashAt: HashSource): Range {
  return { size, hashes: subtrees(0, size).map(({ level, index }) => hashAt(level, index)) }
}

/** A complete subtree: its height and its place in the row of subtrees of that height. */
export interface Subtree {
  readonly level: number
  readonly index: number
}

/** The complete subtrees, left to right, of the leaves from `start` (inclusive) to `end` (exclusive). */
export function subtrees(start: number, end: number): Subtree[] {
  const found: Subtree[] = []
  for (let at = start; at < end;) {
    let level = 0
    let span = 1
    while (at % (2 * span) === 0 && at + 2 * span <= end) {
      level += 1
      span *= 2
    }
    found.push({ level, index: at / span })
    at += span
  }
  return found
}

/** Joins the roots of subtrees from the right, as RFC 9162 section 2.1.1 splits them from the left. */
function fold(hashes: readonly Hash[]): Hash {
  const last = hashes.at(-1)
  if (last === undefined) return emptyRoot
  return hashes.slice(0, -1).reduceRight((right, left) => nodeHash(left, right), last)
}

/** Leaves from `start` (inclusive) to `end` (exclusive) whose hash stands in a proof. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** The hash over the leaves of a span, as it stands in a proof. */
export function hashOfSpan({ start, end }: Span, hashAt: HashSource): Hash {
  return fold(subtrees(start, end).map(({ level, index }) => hashAt(level, index)))
}

/**
 * The inclusion proof of a leaf, from its sibling up to the child of the root (RFC 9162 section 2.1.3.1).
 *
 * @throws RangeError when the tree has no such leaf
 */
export function inclusionProof(index: number, size: number, hashAt: HashSource): Hash[] {
  return inclusionSpans(index, size).map((span) => hashOfSpan(span, hashAt))
}

/**
 * What the hashes of an inclusion proof are over, in their order.
 *
 * @throws RangeError when the tree has no such leaf
 */
export function inclusionSpans(index: number, size: number): Span[] {
  if (!isSize(index) || !isSize(size) || index >= size) {
    throw new RangeError(`a tree of ${size} leaves has no leaf ${index}`)
  }
  const spans: Span[] = []
  let start = 0
  let end = size
  while (end - start > 1) {
    const middle = start + leftSpan(end - start)
    if (index < middle) {
      spans.push({ start: middle, end })
      end = middle
    } else {
      spans.push({ start, end: middle })
      start = middle
    }
  }
  return spans.reverse()
}

/**
 * The proof that the tree of `to` leaves begins with the tree of `from` leaves (RFC 9162 section 2.1.4.1). It is
 * empty where both have the same size or the first is empty.
 *
 * @throws RangeError when `from` is greater than `to`
 */
export function consistencyProof(from: number, to: number, hashAt: HashSource): Hash[] {
  return consistencySpans(from, to).map((span) => hashOfSpan(span, hashAt))
}

/**
 * What the hashes of a consistency proof are over, in their order.
 *
 * @throws RangeError when `from` is greater than `to`
 */
export function consistencySpans(from: number, to: number): Span[] {
  if (!isSize(from) || !isSize(to) || from > to) {
    throw new RangeError(`a tree of ${to} leaves cannot begin with one of ${from}`)
  }
  if (from === 0 || from === to) return []
  const spans: Span[] = []
  let start = 0
  let end = to
  while (from !== end) {
    const middle = start + leftSpan(end - start)
    if (from <= middle) {
      spans.push({ start: middle, end })
      end = middle
    } else {
      spans.push({ start, end: middle })
      start = middle
    }
  }
  // The verifier knows the old root already where the old tree is the left edge itself.
  if (start > 0) spans.push({ start, end })
  return spans.reverse()
}

/** What an inclusion proof claims: that `leaf` stands at `index` in the tree of `size` leaves with this `root`. */
export interface InclusionClaim {
  readonly leaf: Hash
  readonly index: number
  readonly size: number
  readonly root: Hash
  readonly proof: readonly Hash[]
}

/** Verifies an inclusion proof (RFC 9162 section 2.1.3.2). Anything that is not exactly a proof is false. */
export function verifyInclusion({ leaf, index, size, root, proof }: InclusionClaim): boolean {
  if (!isSize(index) || !isSize(size) || index >= size) return false
  if (![leaf, root, ...proof].every(isHash)) return false
  let node = index
  let last = size - 1
  let result = leaf
  for (const sibling of proof) {
    if (last === 0) return false
    if (node % 2 === 1 || node === last) {
      result = nodeHash(sibling, result)
      while (node % 2 === 0 && node !== 0) {
        node /= 2
        last = Math.floor(last / 2)
      }
    } else {
      result = nodeHash(result, sibling)
    }
    node = Math.floor(node / 2)
    last = Math.floor(last / 2)
  }
  return last === 0 && sameHash(result, root)
}

/** The largest power of two below `size`: where RFC 9162 splits a tree of two leaves or more. */
export function leftSpan(size: number): number {
  let span = 1
  while (span * 2 < size) span *= 2
  return span
}

/** Whether it can be the number of leaves of a tree. */
export function isSize(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0
}

export function isHash(value: Hash): boolean {
  return value.length === hashBytes
}

function take(value: Hash | undefined): Hash {
  if (value === undefined) throw new RangeError('a compact range lacks a subtree of its size')
  return value
}
