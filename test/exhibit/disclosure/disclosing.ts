import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { commitTo } from '../../../src/exhibit/disclosure/commit.ts'
import type { Cut } from '../../../src/exhibit/disclosure/commitment.ts'
import { disclose } from '../../../src/exhibit/disclosure/disclose.ts'
import { type Piece, piecesOfFile, piecesOfPages } from '../../../src/exhibit/disclosure/pieces.ts'
import { type Proving, prove } from '../../../src/exhibit/disclosure/prove.ts'
import type { Run } from '../../../src/exhibit/disclosure/selection.ts'

/** The bytes in pieces of a length, as a file gives them. */
export function sourceOf(bytes: Uint8Array, length = 65_536): Readable {
  const count = Math.ceil(bytes.length / length)
  return Readable.from(
    Array.from({ length: count }, (_, at) => bytes.subarray(at * length, (at + 1) * length)),
  )
}

/** An original: a file and how it is cut, or pages by their names. */
export type Original =
  | { readonly file: Uint8Array; readonly cut: Exclude<Cut, { by: 'pages' }>; readonly length?: number }
  | { readonly pages: readonly (readonly [string, Uint8Array])[] }

/** How an original is cut. */
export function cutOf(original: Original): Cut {
  return 'pages' in original ? { by: 'pages' } : original.cut
}

/** The pieces of an original. */
export function piecesOf(original: Original): AsyncIterable<readonly Piece[]> {
  if ('file' in original) return piecesOfFile(sourceOf(original.file, original.length), original.cut)
  return piecesOfPages(original.pages.map(([name, bytes]) => ({ name, source: sourceOf(bytes) })))
}

/** Commits to an original that can be committed to. */
export async function committedTo(original: Original, seed: Uint8Array) {
  const committed = await commitTo(piecesOf(original), cutOf(original), seed)
  assert.ok(committed.ok)
  return committed
}

/** The disclosure of some parts of an original, as bytes. */
export async function disclosureOf(
  original: Original,
  seed: Uint8Array,
  runs: readonly Run[],
  tellsWhole = false,
): Promise<Buffer> {
  const { commitment, openings } = await committedTo(original, seed)
  const lines: string[] = []
  for await (const some of disclose(piecesOf(original), { commitment, openings, runs, tellsWhole }))
    lines.push(some)
  return Buffer.from(lines.join(''))
}

/** Proves a disclosure; `expected` as `prove` has it. */
export async function proven(disclosure: Uint8Array, proving: Proving = { expected: null }) {
  return await prove(sourceOf(disclosure), proving)
}

/** The code with which a disclosure is refused, or `proven`. */
export async function verdictOn(disclosure: Uint8Array, expected: string | null = null): Promise<string> {
  const result = await proven(disclosure, { expected })
  return result.ok ? 'proven' : result.code
}
