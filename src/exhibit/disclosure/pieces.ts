import type { Cut } from './commitment.ts'

/** Bytes of a piece at most: 256 KiB. Each piece of a part but its last has as many. */
export const pieceBytes = 262_144

const lineFeed = 0x0a

/** A piece of a part. A part that is no longer than a piece is one. */
export interface Piece {
  readonly bytes: Uint8Array
  /** Whether the part ends with it. */
  readonly isLast: boolean
  /** Of a page: the name of its file. */
  readonly name?: string
}

/** A page of an original that is a folder: a file of it. */
export interface Page {
  readonly name: string
  readonly source: AsyncIterable<Uint8Array>
}

/** The pieces of a file that is cut by lines or into blocks, in order, as many together as came together. */
export async function* piecesOfFile(
  source: AsyncIterable<Uint8Array>,
  cut: Exclude<Cut, { by: 'pages' }>,
): AsyncGenerator<readonly Piece[]> {
  const cutter = cutterOf(cut.by === 'lines' ? endOfLine : endOfBlock(cut.bytes))
  for await (const bytes of source) yield cutter.add(bytes)
  yield cutter.rest()
}

/** The pieces of a folder whose files are its parts, in the order in which they are given. */
export async function* piecesOfPages(
  pages: AsyncIterable<Page> | Iterable<Page>,
): AsyncGenerator<readonly Piece[]> {
  for await (const { name, source } of pages) {
    const cutter = cutterOf(() => null)
    const named = (pieces: readonly Piece[]): Piece[] => pieces.map((piece) => ({ ...piece, name }))
    let isEmpty = true
    for await (const bytes of source) {
      isEmpty &&= bytes.length === 0
      yield named(cutter.add(bytes))
    }
    yield named(isEmpty ? [{ bytes: Buffer.alloc(0), isLast: true }] : cutter.rest())
  }
}

/** Orders names by their bytes in UTF-8: the same everywhere, whatever language a machine speaks. */
export function inOrderOfBytes(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other))
}

/**
 * Where the part ends that has `before` bytes already: how many of these bytes belong to it, or null where it goes on.
 *
 * @param from - at which of these bytes to begin
 */
type End = (bytes: Uint8Array, from: number, before: number) => number | null

/** A line ends with its line feed, which belongs to it. */
const endOfLine: End = (bytes, from) => {
  const at = bytes.indexOf(lineFeed, from)
  return at < 0 ? null : at + 1
}

const endOfBlock =
  (length: number): End =>
  (bytes, from, before) => {
    const end = from + length - before
    return end <= bytes.length ? end : null
  }

interface Cutter {
  /** Takes bytes and gives the pieces of which all is known. */
  readonly add: (bytes: Uint8Array) => Piece[]
  /** What is left at the end: the last piece of the last part, or nothing. */
  readonly rest: () => Piece[]
}

function cutterOf(end: End): Cutter {
  /** What came of a piece that is not full yet, and how many bytes of its part came before it. */
  let held: Uint8Array = Buffer.alloc(0)
  let given = 0
  const take = (bytes: Uint8Array, isLast: boolean): Piece[] => {
    const pieces: Piece[] = []
    let all = held.length === 0 ? bytes : Buffer.concat([held, bytes])
    // A full piece waits for a byte more, or the end of the part: only a last piece may be followed by nothing.
    for (; all.length > pieceBytes; all = all.subarray(pieceBytes)) {
      pieces.push({ bytes: all.subarray(0, pieceBytes), isLast: false })
      given += pieceBytes
    }
    if (isLast) pieces.push({ bytes: all, isLast: true })
    held = isLast ? Buffer.alloc(0) : Buffer.from(all)
    if (isLast) given = 0
    return pieces
  }
  return {
    add(bytes) {
      const pieces: Piece[] = []
      let at = 0
      while (at < bytes.length) {
        const until = end(bytes, at, given + held.length)
        // One by one: a spread of a million pieces would not fit on the stack.
        for (const piece of take(bytes.subarray(at, until ?? bytes.length), until !== null))
          pieces.push(piece)
        at = until ?? bytes.length
      }
      return pieces
    },
    rest: () => (held.length === 0 ? [] : take(Buffer.alloc(0), true)),
  }
}
