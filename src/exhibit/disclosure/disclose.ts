import { type Range, type Subtree, append, emptyRange, rootOf, subtrees } from '../../audit/tree.ts'
import { canonicalText } from '../../message/canonical.ts'
import { type Refusal, refuse } from '../../message/refusal.ts'
import { type Commitment, type Openings, digestOfCommitment, partLeaf, saltsOf } from './commitment.ts'
import { readingParts } from './commit.ts'
import type { Piece } from './pieces.ts'
import type { Run } from './selection.ts'

/** The original is not, or no longer, the one that was committed to. What was written until then is to be thrown away. */
export class OtherOriginal extends Error {
  readonly refusal: Refusal

  constructor(detail: string) {
    super(detail)
    this.refusal = refuse('ORIGINAL_MISMATCH', { detail })
  }
}

/** What is disclosed of which original. */
export interface Disclosing {
  readonly commitment: Commitment
  readonly openings: Openings
  /** In order, and none past the last part: `readSelection` gives them. */
  readonly runs: readonly Run[]
  /** Whether size and hash of the original as a whole are told. */
  readonly tellsWhole: boolean
}

/**
 * The lines of a disclosure, some at a time, each with its line feed: which commitment it is of, then, in the order of the
 * original, each part that is shown, with its salt, and each run that is withheld, as the hashes of the complete subtrees
 * of which it consists. In constant memory.
 *
 * @throws OtherOriginal at the end, where what was read is another original
 */
export async function* disclose(
  pieces: AsyncIterable<readonly Piece[]>,
  { commitment, openings, runs, tellsWhole }: Disclosing,
): AsyncGenerator<string> {
  if (openings.commitment !== digestOfCommitment(commitment))
    throw new OtherOriginal('the openings are those of another commitment')
  const saltAt = saltsOf(Buffer.from(openings.seed, 'base64url'))
  const whole = { ...openings.whole, salt: saltAt(0).toString('base64url') }
  yield lineOf({ v: 1, commitment, ...(tellsWhole ? { whole } : {}) })
  const reading = readingParts()
  const withheld = withheldRuns(commitment.parts, runs)
  const shown = shownIn(runs)
  let range: Range = emptyRange
  let isInPart = false
  for await (const some of pieces) {
    const lines: string[] = []
    for (const piece of some) {
      const position = range.size + 1
      if (position > commitment.parts) throw new OtherOriginal(`it has more than ${commitment.parts} parts`)
      const isShown = shown(position)
      const salt = saltAt(position)
      if (isShown)
        lines.push(lineOf({ ...(isInPart ? {} : headOf(position, salt, piece)), ...contentOf(piece) }))
      isInPart = !piece.isLast
      const sha256 = reading.add(piece)
      if (sha256 === null) continue
      const leaf = partLeaf(salt, sha256, piece.name)
      range = append(range, [leaf])
      const run = isShown ? null : withheld(position, leaf)
      if (run !== null) lines.push(lineOf(run))
    }
    if (lines.length > 0) yield lines.join('')
  }
  if (Buffer.from(rootOf(range)).toString('hex') !== commitment.root || range.size !== commitment.parts)
    throw new OtherOriginal('its parts are not those that were committed to')
}

function lineOf(value: object): string {
  return `${canonicalText(value)}\n`
}

function headOf(position: number, salt: Buffer, { name }: Piece): object {
  return { part: position, salt: salt.toString('base64url'), ...(name === undefined ? {} : { name }) }
}

function contentOf({ bytes, isLast }: Piece): object {
  return { content: Buffer.from(bytes).toString('base64url'), ...(isLast ? {} : { more: true }) }
}

/** Whether a part is shown, asked for one after the other. */
function shownIn(runs: readonly Run[]): (position: number) => boolean {
  let next = 0
  return (position) => {
    while ((runs[next]?.last ?? Number.MAX_SAFE_INTEGER) < position) next += 1
    return (runs[next]?.first ?? Number.MAX_SAFE_INTEGER) <= position
  }
}

/** Takes the leaves that are withheld one after the other; gives, with the last of a run, what stands for the run. */
function withheldRuns(
  parts: number,
  runs: readonly Run[],
): (position: number, leaf: Uint8Array) => { withheld: [number, number]; hashes: string[] } | null {
  let next = 0
  let first: number | null = null
  let last = 0
  let open: Subtree[] = []
  let hashes: string[] = []
  let range: Range = emptyRange
  return (position, leaf) => {
    if (first === null) {
      while ((runs[next]?.first ?? Number.MAX_SAFE_INTEGER) < position) next += 1
      first = position
      last = (runs[next]?.first ?? parts + 1) - 1
      open = subtrees(first - 1, last)
      hashes = []
    }
    range = append(range, [leaf])
    if (range.size === 2 ** (open[hashes.length]?.level ?? 0)) {
      hashes.push(Buffer.from(rootOf(range)).toString('hex'))
      range = emptyRange
    }
    if (position !== last) return null
    const run = { withheld: [first, last] as [number, number], hashes }
    first = null
    return run
  }
}
