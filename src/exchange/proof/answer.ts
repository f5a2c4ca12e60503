import { tilesOfSpans } from '../../audit/tile.ts'
import { hashOfSpan, inclusionSpans } from '../../audit/tree.ts'
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
  const placed = found
    .filter(({ index }) => index < size)
    .map(({ leaf, index }) => ({ leaf, index, spans: inclusionSpans(index, size) }))
  const tiles = tilesOfSpans(
    size,
    placed.flatMap(({ spans }) => spans),
  )
  // Entries that were logged together have most of their proofs in common; the source works out each hash once.
  const hashAt = await hashes(db, size, tiles)
  const proofs = placed.map(({ leaf, index, spans }) => ({
    leaf: leaf.toString('hex'),
    index,
    hashes: spans.map((span) => Buffer.from(hashOfSpan(span, hashAt)).toString('base64')),
  }))
  return { what: 'proofs', checkpoint: note, proofs }
}
