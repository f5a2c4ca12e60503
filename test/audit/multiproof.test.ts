import assert from 'node:assert/strict'
import fc from 'fast-check'
import { hashesIn, multiproofSpans, openMultiproof } from '../../src/audit/multiproof.ts'
import { type Hash, inclusionProof } from '../../src/audit/tree.ts'
import { hex, leavesOf, multiproof, recursiveRoot, sourceOf } from './trees.ts'

const leaves = leavesOf(300)

/** A tree, some of its places in order, and their multiproof. */
const some = fc.integer({ min: 1, max: leaves.length }).chain((size) =>
  fc.record({
    size: fc.constant(size),
    indexes: fc
      .uniqueArray(fc.integer({ min: 0, max: size - 1 }), { minLength: 1, maxLength: 40 })
      .map((places) => places.toSorted((one, other) => one - other)),
  }),
)

function claimOf(indexes: readonly number[], size: number) {
  const tree = leaves.slice(0, size)
  return {
    leaves: indexes.map((index) => ({ index, leaf: leaves[index] ?? new Uint8Array() })),
    size,
    root: recursiveRoot(tree),
    proof: multiproof(indexes, size, sourceOf(tree)),
  }
}

const changed = (hash: Hash): Hash => {
  const other = Buffer.from(hash)
  other[0] = (other[0] ?? 0) ^ 1
  return other
}

describe('one proof for many leaves of a tree', () => {
  it('gives each leaf the very inclusion proof of RFC 9162, in trees of any size', () => {
    fc.assert(
      fc.property(some, ({ size, indexes }) => {
        const source = sourceOf(leaves.slice(0, size))
        const opened = openMultiproof(claimOf(indexes, size))
        assert.deepEqual(
          opened?.map((path) => path.map(hex)),
          indexes.map((index) => inclusionProof(index, size, source).map(hex)),
        )
      }),
      { numRuns: 300 },
    )
  })

  it('holds no hash that follows from the leaves: none at all where all of them are there', () => {
    const all = leaves.map((_, index) => index)
    assert.deepEqual(multiproofSpans(all, leaves.length), [])
    assert.deepEqual(multiproofSpans([2, 3], 7), [
      { start: 0, end: 2 },
      { start: 4, end: 7 },
    ])
  })

  it('is refused with another leaf, place, root or hash, one more, one less, or all in the wrong order', () => {
    fc.assert(
      fc.property(some, fc.nat(), ({ size, indexes }, pick) => {
        const claim = claimOf(indexes, size)
        const at = pick % claim.leaves.length
        const hashAt = claim.proof.length === 0 ? 0 : pick % claim.proof.length
        const other = claim.leaves.with(at, {
          index: claim.leaves[at]?.index ?? 0,
          leaf: changed(claim.leaves[at]?.leaf ?? new Uint8Array(32)),
        })
        const wrong = [
          { ...claim, leaves: other },
          { ...claim, leaves: claim.leaves.slice(1) },
          { ...claim, leaves: [...claim.leaves, ...claim.leaves.slice(-1)] },
          { ...claim, leaves: claim.leaves.map((one) => ({ ...one, index: one.index + 1 })) },
          { ...claim, root: changed(claim.root) },
          { ...claim, proof: [...claim.proof, claim.root] },
          ...(claim.proof.length === 0
            ? []
            : [
                { ...claim, proof: claim.proof.slice(1) },
                { ...claim, proof: claim.proof.with(hashAt, changed(claim.proof[hashAt] ?? claim.root)) },
              ]),
          ...(claim.proof.length < 2 ? [] : [{ ...claim, proof: claim.proof.toReversed() }]),
        ]
        for (const one of wrong) assert.equal(openMultiproof(one), null)
      }),
      { numRuns: 200 },
    )
  })

  it('is refused where a hash has not 32 bytes, no leaf is named, or a place is none', () => {
    const claim = claimOf([3], 5)
    const bytes = Buffer.concat(claim.proof)
    assert.deepEqual(hashesIn(bytes).map(hex), claim.proof.map(hex))
    const wrong = [
      { ...claim, proof: hashesIn(bytes.subarray(0, -1)) },
      { ...claim, leaves: [] },
      { ...claim, leaves: [{ index: -1, leaf: claim.root }] },
      { ...claim, leaves: [{ index: 0.5, leaf: claim.root }] },
      { ...claim, size: Number.NaN },
    ]
    for (const one of wrong) assert.equal(openMultiproof(one), null)
    for (const indexes of [[], [5], [2, 1], [1, 1]])
      assert.throws(() => multiproofSpans(indexes, 5), RangeError)
  })
})
