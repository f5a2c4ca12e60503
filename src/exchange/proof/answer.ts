import { tilesRead } from '../../audit/tile.ts'
import { type Hash, type HashSource, inclusionProof } from '../../audit/tree.ts'
import type { Found, Wanted } from '../../message/recall.ts'
import { findLeaves } from '../../store/placed.ts'
import type { Node } from '../node.ts'
import { checkpoint, hashes } from '../readLog.ts'

/**
 * Where the entries stand in the log of this node that its receipts have promised, and the proofs for the newest head.
 * What is not there yet, or not at all, is left out. Null before the first head.
 */
export async function findProofsFor(
  { db }: Pick<Node, 'db'>,
  { leaves }: Extract<Wanted, { what: 'proofs' }>,
): Promise<Found | null> {
  const found = await findLeaves(
    db,
    leaves.map((leaf) => Buffer.from(leaf, 'hex')),
  )
  // Read after the leaves: whatever has a place is below this head.
  const note = await checkpoint(db)
  if (note === null) return null
  const size = Number(note.split('\n')[1])
  const read = (index: number) => (hashAt: HashSource) => inclusionProof(index, size, hashAt)
  const placed = found.filter(({ index }) => index < size)
  const tiles = placed.flatMap(({ index }) => tilesRead(size, read(index)))
  // Entries that stand near one another lie in the same tiles.
  const once = new Map(tiles.map((tile) => [`${tile.level} ${tile.index}`, tile]))
  const hashAt = remembered(await hashes(db, size, [...once.values()]))
  const proofs = placed.map(({ leaf, index }) => ({
    leaf: leaf.toString('hex'),
    index,
    hashes: read(index)(hashAt).map((one) => Buffer.from(one).toString('base64')),
  }))
  return { what: 'proofs', checkpoint: note, proofs }
}

/** Entries that were logged together have most of their proofs in common: each hash of those is worked out once. */
function remembered(hashAt: HashSource): HashSource {
  const known = new Map<string, Hash>()
  return (level, index) => {
    const name = `${level} ${index}`
    const hash = known.get(name) ?? hashAt(level, index)
    known.set(name, hash)
    return hash
  }
}
