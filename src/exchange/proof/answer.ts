import { tilesOfSpans } from '../../audit/tile.ts'
import { type Span, hashOfSpan, inclusionSpans } from '../../audit/tree.ts'
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
  // Entries that were logged together have most of their proofs in common: each hash is worked out and written once.
  const spans = new Map(placed.flatMap((one) => one.spans.map((span) => [nameOf(span), span] as const)))
  const hashAt = await hashes(db, size, tilesOfSpans(size, [...spans.values()]))
  const written = new Map<string, string>()
  for (const [name, span] of spans)
    written.set(name, Buffer.from(hashOfSpan(span, hashAt)).toString('base64'))
  const proofs = placed.map((one) => ({
    leaf: one.leaf.toString('hex'),
    index: one.index,
    hashes: one.spans.map((span) => written.get(nameOf(span)) ?? ''),
  }))
  return { what: 'proofs', checkpoint: note, proofs }
}

function nameOf({ start, end }: Span): string {
  return `${start} ${end}`
}
