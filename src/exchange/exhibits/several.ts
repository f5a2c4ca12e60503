import { chunkPosition } from '../../exhibit/segments.ts'

/** Bytes of a sealed file of one chunk at most. Such files come several at once: of a cut no more than a chunk is lost. */
export const severalBytesMax = chunkPosition(1)

/** Before each file stands how long it is, in so many bytes, the first the highest; 0: it does not come with the others. */
const lengthBytes = 4

/** Files in the order in which they were asked for, as one body; null: one that does not come with the others. */
export function framesOf(files: readonly (Buffer | null)[]): Buffer {
  return Buffer.concat(
    files.flatMap((file) => {
      const length = Buffer.alloc(lengthBytes)
      length.writeUInt32BE(file?.length ?? 0)
      return file === null ? [length] : [length, file]
    }),
  )
}

/** The most bytes that so many files have in one body. */
export function framesBytesMax(count: number): number {
  return count * (lengthBytes + severalBytesMax)
}

/**
 * Reads files out of a body as it comes. Where it breaks off, or says what no sender would, there is nothing of the files that
 * had not come whole: null, as for those that do not come with the others.
 */
export async function filesIn(body: AsyncIterable<Buffer>, count: number): Promise<(Buffer | null)[]> {
  const files: (Buffer | null)[] = []
  let unread = Buffer.alloc(0)
  try {
    for await (const piece of body) {
      unread = Buffer.concat([unread, piece])
      while (files.length < count && unread.length >= lengthBytes) {
        const length = unread.readUInt32BE()
        if (length > severalBytesMax) return lacking(files, count)
        if (unread.length < lengthBytes + length) break
        // A copy: whoever writes it may give its memory away, and the rest of the body lies in the same.
        files.push(length === 0 ? null : Buffer.from(unread.subarray(lengthBytes, lengthBytes + length)))
        unread = unread.subarray(lengthBytes + length)
      }
    }
  } catch {
    // A cut: what had come whole is not asked for again.
  }
  return lacking(files, count)
}

function lacking(files: readonly (Buffer | null)[], count: number): (Buffer | null)[] {
  return Array.from({ length: count }, (_none, place) => files[place] ?? null)
}
