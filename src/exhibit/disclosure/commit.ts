import { createHash, hash } from 'node:crypto'
import { type Range, append, emptyRange, rootOf } from '../../audit/tree.ts'
import { type Result, refuse } from '../../message/refusal.ts'
import {
  type Commitment,
  type Cut,
  type Openings,
  type Whole,
  digestOfCommitment,
  partLeaf,
  partsMax,
  saltsOf,
  wholeDigest,
} from './commitment.ts'
import type { Piece } from './pieces.ts'

/** A commitment, and what opens it. */
export interface Committed {
  readonly commitment: Commitment
  readonly openings: Openings
}

/**
 * Commits to an original: reads it once, in constant memory. Refuses with ORIGINAL_EMPTY or PARTS_TOO_MANY.
 *
 * @param seed - 32 random bytes, for this original alone
 * @throws whatever the source throws
 */
export async function commitTo(
  pieces: AsyncIterable<readonly Piece[]>,
  cut: Cut,
  seed: Uint8Array,
): Promise<Result<Committed>> {
  const reading = readingParts()
  const saltAt = saltsOf(seed)
  let range: Range = emptyRange
  for await (const some of pieces) {
    const leaves: Uint8Array[] = []
    for (const piece of some) {
      const sha256 = reading.add(piece)
      if (sha256 === null) continue
      const position = range.size + leaves.length + 1
      if (position > partsMax) return refuse('PARTS_TOO_MANY', { detail: `more than ${partsMax} parts` })
      leaves.push(partLeaf(saltAt(position), sha256, piece.name))
    }
    range = append(range, leaves)
  }
  if (range.size === 0) return refuse('ORIGINAL_EMPTY')
  const whole = reading.whole()
  const root = Buffer.from(rootOf(range)).toString('hex')
  const digest = wholeDigest(saltAt(0), whole)
  const commitment: Commitment = { v: 1, cut, parts: range.size, root, whole: digest }
  const openings: Openings = {
    v: 1,
    commitment: digestOfCommitment(commitment),
    seed: Buffer.from(seed).toString('base64url'),
    whole,
  }
  return { ok: true, commitment, openings }
}

/** What hashes the parts of an original one by one, and all of it. */
export interface ReadingParts {
  /** Takes the next piece; gives the SHA-256 of its part where that ends with it, and null else. */
  readonly add: (piece: Pick<Piece, 'bytes' | 'isLast'>) => Uint8Array | null
  /** What was read until now. */
  readonly whole: () => Whole
}

/** Begins to hash parts. */
export function readingParts(): ReadingParts {
  const all = createHash('sha256')
  let bytes = 0
  let part: ReturnType<typeof createHash> | null = null
  return {
    add(piece) {
      all.update(piece.bytes)
      bytes += piece.bytes.length
      // Nearly every part is one piece: it is hashed in one call.
      if (part === null && piece.isLast) return hash('sha256', piece.bytes, 'buffer')
      part ??= createHash('sha256')
      part.update(piece.bytes)
      if (!piece.isLast) return null
      const digest = part.digest()
      part = null
      return digest
    },
    whole: () => ({ bytes, sha256: all.copy().digest('hex') }),
  }
}
