import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { showsOtherBeginning, verifyConsistency } from '../../src/audit/consistency.ts'
import {
  type Hash,
  append,
  consistencyProof,
  emptyRange,
  emptyRoot,
  inclusionProof,
  leafHash,
  rangeAt,
  rootOf,
  verifyInclusion,
} from '../../src/audit/tree.ts'
import { hex, leavesOf, recursiveRoot, sourceOf } from './trees.ts'

/** The inputs and roots of the reference tests of Certificate Transparency (RFC 6962), sizes 0 to 8. */
const inputs = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
]
const roots = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
]
const known = inputs.map((input) => leafHash(Buffer.from(input, 'hex')))
const largest = 70
const leaves = leavesOf(largest)
const hashAt = sourceOf(leaves)
const rootsBySize = Array.from({ length: largest + 1 }, (_, size) => recursiveRoot(leaves.slice(0, size)))
const rootOfSize = (size: number): Hash => rootsBySize[size] ?? emptyRoot

describe('the Merkle tree', () => {
  it('has the roots of the reference tests of RFC 6962', () => {
    roots.forEach((root, size) => {
      assert.equal(hex(rootOf(append(emptyRange, known.slice(0, size)))), root)
      assert.equal(hex(rootOf(rangeAt(size, sourceOf(known)))), root)
    })
  })

  it('has leaves of any length, each hash apart from those after it', () => {
    const entries = [0, 64, 4_095, 4_096, 65_535].map((length) => Buffer.alloc(length, length))
    const made = entries.map(leafHash)
    entries.forEach((entry, at) => {
      const byHand = createHash('sha256').update(Buffer.of(0)).update(entry).digest('hex')
      assert.equal(hex(made[at] ?? emptyRoot), byHand)
    })
  })

  it('gives the audit paths of the reference tests of RFC 6962', () => {
    const paths: readonly (readonly [number, number, readonly string[]])[] = [
      [0, 1, []],
      [
        0,
        8,
        [
          '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
          '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
          '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
        ],
      ],
      [
        5,
        8,
        [
          'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
          'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
          'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
        ],
      ],
      [2, 3, ['fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125']],
      [
        1,
        5,
        [
          '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
          '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
          'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
        ],
      ],
    ]
    for (const [index, size, path] of paths) {
      assert.deepEqual(inclusionProof(index, size, sourceOf(known)).map(hex), path)
    }
  })

  it('proves every leaf of every tree up to 70 leaves, and with no other index, leaf, size or root', () => {
    for (let size = 1; size <= largest; size += 1) {
      for (let index = 0; index < size; index += 1) {
        const leaf = leaves[index] ?? emptyRoot
        const claim = {
          leaf,
          index,
          size,
          root: rootOfSize(size),
          proof: inclusionProof(index, size, hashAt),
        }
        assert.ok(verifyInclusion(claim), `${index} of ${size}`)
        assert.ok(
          !verifyInclusion({ ...claim, index: (index + 1) % (size + 1) }),
          `index of ${index} of ${size}`,
        )
        assert.ok(!verifyInclusion({ ...claim, leaf: emptyRoot }))
        assert.ok(!verifyInclusion({ ...claim, root: rootOfSize(size - 1) }))
        assert.ok(!verifyInclusion({ ...claim, proof: [...claim.proof, emptyRoot] }))
        assert.ok(size === 1 || !verifyInclusion({ ...claim, proof: claim.proof.slice(1) }))
      }
    }
  })

  it('proves that every tree up to 70 leaves begins with every smaller one, and with no other', () => {
    for (let to = 0; to <= largest; to += 1) {
      for (let from = 0; from <= to; from += 1) {
        const proof = consistencyProof(from, to, hashAt)
        const claim = { from, fromRoot: rootOfSize(from), to, toRoot: rootOfSize(to), proof }
        assert.ok(verifyConsistency(claim), `${from} in ${to}`)
        assert.ok(
          !verifyConsistency({ ...claim, fromRoot: rootOfSize(from + 1) }),
          `other start ${from} in ${to}`,
        )
        assert.ok(
          from === 0 || !verifyConsistency({ ...claim, toRoot: rootOfSize(to + 1) }),
          `${from} in other ${to}`,
        )
        assert.ok(!verifyConsistency({ ...claim, proof: [...proof, emptyRoot] }))
        assert.ok(proof.length === 0 || !verifyConsistency({ ...claim, proof: proof.slice(0, -1) }))
        assert.ok(proof.length === 0 || !verifyConsistency({ ...claim, proof: [] }))
      }
    }
  })

  it('shows by a proof that a tree begins otherwise, wherever that carries the old root, and never by one that only is wrong', () => {
    for (let to = 0; to <= largest; to += 1) {
      for (let from = 0; from <= to; from += 1) {
        const proof = consistencyProof(from, to, hashAt)
        const right = { from, fromRoot: rootOfSize(from), to, toRoot: rootOfSize(to), proof }
        const other = { ...right, fromRoot: rootOfSize(from + 1) }
        const isShown = from < to && from > 0 && !Number.isInteger(Math.log2(from))
        assert.equal(showsOtherBeginning(other), isShown, `${from} in ${to}`)
        for (const honest of [
          right,
          { ...right, proof: [] },
          { ...right, proof: [...proof, emptyRoot] },
          { ...right, proof: proof.slice(1) },
          { ...right, proof: proof.map((hash, at) => (at === 0 ? emptyRoot : hash)) },
          { ...right, proof: proof.map((hash, at) => (at === proof.length - 1 ? emptyRoot : hash)) },
        ])
          assert.ok(!showsOtherBeginning(honest), `${from} in ${to}`)
      }
    }
    assert.ok(
      !showsOtherBeginning({ from: 3, fromRoot: emptyRoot.subarray(1), to: 5, toRoot: emptyRoot, proof: [] }),
    )
    assert.ok(!showsOtherBeginning({ from: 1.5, fromRoot: emptyRoot, to: 5, toRoot: emptyRoot, proof: [] }))
  })

  it('grows by ranges of any size to the same root', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 12 }), (batches) => {
        let range = emptyRange
        for (const batch of batches) range = append(range, leavesOf(batch, range.size))
        assert.equal(hex(rootOf(range)), hex(recursiveRoot(leavesOf(range.size))))
      }),
    )
  })

  it('accepts nothing that is not a size, a leaf of the tree or a hash of 32 bytes', () => {
    const leaf = leaves[0] ?? emptyRoot
    const claim = { leaf, index: 0, size: 1, root: leaf, proof: [] }
    assert.ok(verifyInclusion(claim))
    for (const wrong of [
      { index: -1 },
      { index: 1 },
      { size: 1.5 },
      { index: NaN },
      { leaf: leaf.subarray(1), root: leaf.subarray(1) },
    ]) {
      assert.ok(!verifyInclusion({ ...claim, ...wrong }))
    }
    const grown = { from: 1, fromRoot: leaf, to: 1, toRoot: leaf, proof: [] }
    assert.ok(verifyConsistency(grown))
    for (const wrong of [
      { from: 2 },
      { from: -1 },
      { to: 1.5 },
      { fromRoot: leaf.subarray(1), toRoot: leaf.subarray(1) },
    ]) {
      assert.ok(!verifyConsistency({ ...grown, ...wrong }))
    }
  })

  it('has no proof of what it does not hold', () => {
    for (const [index, size] of [
      [1, 1],
      [-1, 3],
      [0.5, 3],
      [0, 1.5],
    ] as const) {
      assert.throws(() => inclusionProof(index, size, hashAt), RangeError)
    }
    for (const [from, to] of [
      [2, 1],
      [-1, 1],
      [0.5, 3],
      [0, 1.5],
    ] as const) {
      assert.throws(() => consistencyProof(from, to, hashAt), RangeError)
    }
  })

  it('does not append to a range that lacks a subtree', () => {
    assert.throws(() => append({ size: 1, hashes: [] }, leaves), /lacks a subtree/)
  })
})
