import type { FileHandle } from 'node:fs/promises'

/** Bytes of a piece. */
const pieceBytes = 1024 * 1024
/** Spaces that wait to be used again: to get new memory from the system for each piece costs more than to send it. */
const idle: Buffer[] = []
const idleMax = 8
/** For so little, a space of its own costs less. */
const smallBytes = 64 * 1024

/**
 * The bytes of a file from `start` to `end`, both of them included, or up to where it ends; then it is closed. A piece
 * holds until the next one is asked for.
 */
export async function* piecesOf(
  handle: FileHandle,
  { start, end }: { readonly start: number; readonly end: number },
): AsyncGenerator<Buffer> {
  try {
    const length = end + 1 - start
    const space =
      length <= smallBytes ? Buffer.allocUnsafe(length) : (idle.pop() ?? Buffer.allocUnsafeSlow(pieceBytes))
    for (let at = start; at <= end;) {
      const { bytesRead } = await handle.read(space, 0, Math.min(space.length, end + 1 - at), at)
      if (bytesRead === 0) return
      at += bytesRead
      yield space.subarray(0, bytesRead)
    }
    // Only here: where whoever asked broke off, the system may be sending it still.
    if (space.length === pieceBytes && idle.length < idleMax) idle.push(space)
  } finally {
    await handle.close()
  }
}
