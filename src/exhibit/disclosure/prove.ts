import { type Range, append, appendSubtree, emptyRange, rootOf, subtrees } from '../../audit/tree.ts'
import { type Refusal, type RefusalCode, type Result, refuse } from '../../message/refusal.ts'
import { readingParts } from './commit.ts'
import { type Commitment, type Whole, digestOfCommitment, partLeaf, wholeDigest } from './commitment.ts'
import { linesOf } from './lines.ts'
import type { Run } from './selection.ts'
import { type Heading, type ShownPiece, type WithheldRun, headingIn, statementIn } from './statement.ts'

/** Runs of shown parts that a proof names; the rest is counted. */
export const namedRunsMax = 1_000

/** What a disclosure shows, and what it does not. */
export interface Proof {
  readonly commitment: Commitment
  /** SHA-256 of the commitment, in hex: what a signed message must say. */
  readonly digest: string
  /** How many parts are shown; the others are withheld. */
  readonly shown: number
  readonly withheld: number
  readonly shownBytes: number
  /** Which parts are shown, the first `namedRunsMax` runs of them. */
  readonly runs: readonly Run[]
  readonly moreRuns: number
  /** Size and hash of the whole original, where they are told. */
  readonly whole: Whole | null
}

/** A piece of a part that is shown, before anything is proven. */
export interface UnprovenPiece {
  readonly part: number
  readonly name: string | null
  readonly bytes: Uint8Array
  readonly isLast: boolean
}

/** What a disclosure is held against, and who is given its parts. */
export interface Proving {
  /** SHA-256 of the commitment in hex, from where it was signed; null: nothing to hold it against is known. */
  readonly expected: string | null
  /** Is given what is shown, which counts for nothing before the proof is there. */
  readonly onPiece?: (piece: UnprovenPiece) => Promise<void>
}

/**
 * Proves that a disclosure shows parts of the original that was committed to, at their places, and nothing else: reads it
 * once, in constant memory. Refuses with DISCLOSURE_INVALID, DISCLOSURE_TRUNCATED, DISCLOSURE_TOO_LONG,
 * DISCLOSURE_OUT_OF_ORDER, COMMITMENT_OTHER or COMMITMENT_MISMATCH.
 *
 * @throws whatever the source or `onPiece` throws
 */
export async function prove(
  source: AsyncIterable<Uint8Array>,
  { expected, onPiece = () => Promise.resolve() }: Proving,
): Promise<Result<{ proof: Proof }>> {
  let number = 0
  let found: Found | null = null
  for await (const some of linesOf(source)) {
    if (!some.ok) return some
    for (const line of some.lines) {
      number += 1
      const at = `line ${number}`
      if (found === null) {
        const begun = begin(line, expected)
        if (!begun.ok) return begun
        found = begun.found
        continue
      }
      const statement = statementIn(line)
      if (statement === null) return refuse('DISCLOSURE_INVALID', { detail: at })
      const refusal: Refusal | null =
        statement.kind === 'withheld' ? found.withhold(statement, at) : found.show(statement, at)
      if (refusal !== null) return refusal
      if (statement.kind === 'shown') await onPiece(found.piece(statement))
    }
  }
  return found === null ? refuse('DISCLOSURE_TRUNCATED', { detail: 'it is empty' }) : found.end()
}

/** How a refusal of `prove` weighs, as an exit code of `rogatory verify`: 30 lacks, too many or of another; 40 does not hold. */
export function weightOf(code: RefusalCode): 30 | 40 {
  const differs: readonly RefusalCode[] = [
    'DISCLOSURE_TRUNCATED',
    'DISCLOSURE_TOO_LONG',
    'DISCLOSURE_OUT_OF_ORDER',
    'COMMITMENT_OTHER',
  ]
  return differs.includes(code) ? 30 : 40
}

/** What was read of a disclosure until now. */
interface Found {
  readonly show: (piece: ShownPiece, at: string) => Refusal | null
  readonly withhold: (run: WithheldRun, at: string) => Refusal | null
  /** The piece that was shown last, with its place. */
  readonly piece: (piece: ShownPiece) => UnprovenPiece
  readonly end: () => Result<{ proof: Proof }>
}

function begin(line: Uint8Array, expected: string | null): Result<{ found: Found }> {
  const heading = headingIn(line)
  if (heading === null) return refuse('DISCLOSURE_INVALID', { detail: 'line 1' })
  const { commitment, whole } = heading
  const digest = digestOfCommitment(commitment)
  if (expected !== null && digest !== expected)
    return refuse('COMMITMENT_OTHER', { detail: `it is of ${digest}`, expected: [expected] })
  if (whole !== null && wholeDigest(whole.salt, whole) !== commitment.whole)
    return refuse('COMMITMENT_MISMATCH', { detail: 'size and hash of the whole are not those committed to' })
  return { ok: true, found: foundIn(heading, digest) }
}

function foundIn({ commitment, whole }: Heading, digest: string): Found {
  const { parts } = commitment
  const reading = readingParts()
  const runs: { first: number; last: number }[] = []
  let runCount = 0
  let lastShown = 0
  let shown = 0
  let range: Range = emptyRange
  let open: ShownPiece['begins'] = null
  let current: { part: number; name: string | null } = { part: 0, name: null }
  let wasWithheld = false

  /** Why nothing may begin at this place. */
  const misplaced = (first: number, last: number, at: string): Refusal | null => {
    if (open !== null) return refuse('DISCLOSURE_INVALID', { detail: `${at}: part ${open.part} has no end` })
    const next = range.size + 1
    if (next > parts) return refuse('DISCLOSURE_TOO_LONG', { detail: `${at} follows the last part` })
    if (first !== next)
      return refuse('DISCLOSURE_OUT_OF_ORDER', { detail: `${at} has part ${first} where ${next} belongs` })
    return last > parts ? refuse('DISCLOSURE_TOO_LONG', { detail: `${at}: there are ${parts} parts` }) : null
  }

  const count = (part: number): void => {
    shown += 1
    const run = runs.at(-1)
    if (lastShown !== part - 1 || runCount === 0) {
      runCount += 1
      if (runs.length < namedRunsMax) runs.push({ first: part, last: part })
    } else if (run !== undefined && runCount <= namedRunsMax) run.last = part
    lastShown = part
  }

  return {
    show(piece, at) {
      if (piece.begins !== null) {
        const { part, name } = piece.begins
        const refusal = misplaced(part, part, at)
        if (refusal !== null) return refusal
        if ((name !== null) !== (commitment.cut.by === 'pages'))
          return refuse('DISCLOSURE_INVALID', { detail: `${at}: pages have names, and nothing else has` })
        open = piece.begins
        current = { part, name }
      }
      if (open === null) return refuse('DISCLOSURE_INVALID', { detail: `${at} belongs to no part` })
      wasWithheld = false
      const sha256 = reading.add(piece)
      if (sha256 === null) return null
      range = append(range, [partLeaf(open.salt, sha256, open.name ?? '')])
      count(open.part)
      open = null
      return null
    },
    withhold({ first, last, hashes }, at) {
      const refusal = misplaced(first, last, at)
      if (refusal !== null) return refusal
      const covered = subtrees(first - 1, last)
      // One form for each selection: what is withheld together is one run.
      if (wasWithheld || covered.length !== hashes.length)
        return refuse('DISCLOSURE_INVALID', { detail: `${at} does not cover what it withholds` })
      for (const [place, hash] of hashes.entries())
        range = appendSubtree(range, covered[place]?.level ?? 0, hash)
      wasWithheld = true
      return null
    },
    piece: ({ bytes, isLast }) => ({ ...current, bytes, isLast }),
    end() {
      if (open !== null || range.size < parts)
        return refuse('DISCLOSURE_TRUNCATED', { detail: `it ends after part ${range.size} of ${parts}` })
      if (Buffer.from(rootOf(range)).toString('hex') !== commitment.root)
        return refuse('COMMITMENT_MISMATCH', {
          detail: 'a part, a salt or a hash is not the one committed to',
        })
      const read = reading.whole()
      const told = whole === null ? null : { bytes: whole.bytes, sha256: whole.sha256 }
      if (shown === parts && told !== null && (told.bytes !== read.bytes || told.sha256 !== read.sha256))
        return refuse('COMMITMENT_MISMATCH', { detail: 'the parts together are not the whole that is told' })
      const withheld = parts - shown
      const moreRuns = runCount - runs.length
      const proof = {
        commitment,
        digest,
        shown,
        withheld,
        shownBytes: read.bytes,
        runs,
        moreRuns,
        whole: told,
      }
      return { ok: true, proof }
    },
  }
}
