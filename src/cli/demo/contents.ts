/** After so many bytes they begin anew. */
const period = 251
const pieceBytes = period * 16_384
const pieceOfAll = Buffer.from(Array.from({ length: pieceBytes }, (_none, at) => at % period))

/**
 * What is in a file of a case, in pieces: byte `i` is `i mod 251`, so that anybody can make it and check the hashes that the case
 * gives.
 *
 * @param bytes - that it has
 * @param wrongByte - place, from 0, of the one that is XORed with 1; null: all are right
 */
export function* contentOf(bytes: number, wrongByte: number | null = null): Generator<Buffer> {
  for (let at = 0; at < bytes; at += pieceBytes) {
    const piece = pieceOfAll.subarray(0, Math.min(pieceBytes, bytes - at))
    const place = wrongByte === null ? -1 : wrongByte - at
    yield place >= 0 && place < piece.length ? withOtherBit(piece, place) : piece
  }
}

function withOtherBit(piece: Buffer, place: number): Buffer {
  const other = Buffer.from(piece)
  other[place] = (other[place] ?? 0) ^ 1
  return other
}
