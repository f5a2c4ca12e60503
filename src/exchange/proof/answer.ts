import { multiproofSpans } from '../../audit/multiproof.ts'
import { tilesOfSpans } from '../../audit/tile.ts'
import { type Hash, type HashSource, type Span, hashOfSpan, inclusionSpans } from '../../audit/tree.ts'
import type { LogProof } from '../../audit/proof.ts'
import type { Found, Wanted } from '../../message/recall.ts'
import type { Db } from '../../store/database.ts'
import { findLeaves } from '../../store/placed.ts'
import type { Node } from '../node.ts'
import { checkpoint, hashes } from '../readLog.ts'

/** Where entries stand under the newest head, by their leaf hashes (hex); without those that are not there. */
interface Placed {
  /** The note of the head. */
  readonly note: string
  readonly size: number
  readonly places: ReadonlyMap<string, number>
}

/** Null before the first head. */
async function findPlaces(db: Db, leaves: readonly string[]): Promise<Placed | null> {
  const found = await findLeaves(
    db,
    leaves.map((leaf) => Buffer.from(leaf, 'hex')),
  )
  // Read after the leaves: whatever has a place is below this head.
  const note = await checkpoint(db)
  if (note === null) return null
  const size = Number(note.split('\n')[1])
  const below = found.filter(({ index }) => index < size)
  return { note, size, places: new Map(below.map(({ leaf, index }) => [leaf.toString('hex'), index])) }
}

async function hashesOfSpans(db: Db, size: number, spans: readonly Span[]): Promise<Hash[]> {
  const hashAt: HashSource = await hashes(db, size, tilesOfSpans(size, spans))
  return spans.map((span) => hashOfSpan(span, hashAt))
}

/**
 * Where the entries stand in the log of this node that its receipts have promised, and one proof of all of them for the newest head.
 * What is not there yet, or not at all, lacks. Null before the first head.
 */
export async function findProofsFor(
  { db }: Pick<Node, 'db'>,
  { leaves }: Extract<Wanted, { what: 'proofs' }>,
): Promise<Found | null> {
  const asked = [...new Set(leaves)]
  const placed = await findPlaces(db, asked)
  if (placed === null) return null
  const { note, size, places } = placed
  const indexes = asked.flatMap((leaf) => places.get(leaf) ?? [])
  const inOrder = indexes.toSorted((one, other) => one - other)
  const proof = indexes.length === 0 ? [] : await hashesOfSpans(db, size, multiproofSpans(inOrder, size))
  return {
    what: 'proofs',
    checkpoint: note,
    indexes,
    lacking: asked.filter((leaf) => !places.has(leaf)),
    hashes: Buffer.concat(proof).toString('base64'),
  }
}

/** That an entry of this node stands in its log, for the newest head; null: it is not there, or not yet. */
export async function findOwnProof({ db }: Pick<Node, 'db'>, leaf: string): Promise<LogProof | null> {
  const placed = await findPlaces(db, [leaf])
  const index = placed?.places.get(leaf)
  if (placed === null || index === undefined) return null
  const { note, size } = placed
  return { index, hashes: await hashesOfSpans(db, size, inclusionSpans(index, size)), checkpoint: note }
}
