import { type Stats, constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { CommandFailure, exitCodes, wrongUse } from './outcome.ts'

/** Bytes that are read at a time. */
const pieceBytes = 1024 * 1024

/** A file that a person hands to a command. */
export interface GivenFile {
  /** Its name, or the path to it; null: it has none. */
  readonly name: string | null
  /** Null: nobody knows before its end. */
  readonly bytes: number | null
  readonly source: AsyncIterable<Uint8Array>
  readonly close: () => Promise<void>
}

/**
 * Opens the file at a path, or standard input for `-`.
 *
 * @throws CommandFailure WRONG_USE where there is no file that can be read to its end
 */
export async function openGivenFile(path: string): Promise<GivenFile> {
  if (path === '-') return { name: null, bytes: null, source: process.stdin, close: () => Promise.resolve() }
  const given = await openedFile(path, constants.O_RDONLY)
  return { ...given, name: path }
}

/**
 * Opens the file at a path to read it to its end.
 *
 * @param flags - as open(2) takes them
 * @param seen - which file it must be, where somebody looked at it before
 * @throws CommandFailure WRONG_USE where there is no such file
 */
export async function openedFile(
  path: string | Buffer,
  flags: number,
  seen?: Pick<Stats, 'dev' | 'ino'>,
): Promise<GivenFile & { readonly bytes: number }> {
  const name = path.toString()
  const handle = await openedOrWrongUse(path, flags)
  const before = await handle.stat()
  const isOther = seen !== undefined && (seen.dev !== before.dev || seen.ino !== before.ino)
  if (!before.isFile() || isOther) {
    await handle.close()
    throw wrongUse(
      isOther
        ? `${name} is not the file any more that was there: try again when nobody writes there`
        : `${name} is no file: what comes from a device or a pipe is taken in by -`,
    )
  }
  const source = unchanged(name, handle, before)
  return { name, bytes: before.size, source, close: () => handle.close() }
}

async function openedOrWrongUse(path: string | Buffer, flags: number): Promise<FileHandle> {
  try {
    return await open(path, flags)
  } catch (reason) {
    throw wrongUse(
      `${path.toString()} cannot be read: ${reason instanceof Error ? reason.message : String(reason)}`,
    )
  }
}

/** Reads a file, and fails where somebody wrote to it meanwhile, as soon as it has more than it had: what was read was never there as a whole. */
async function* unchanged(path: string, handle: FileHandle, before: Stats): AsyncGenerator<Uint8Array> {
  let bytes = 0
  // One more than it has, so that a small one is read with the first piece.
  const length = Math.min(pieceBytes, before.size + 1)
  for (;;) {
    // A piece is not used again: whoever takes it may hold it.
    const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(length), 0, length)
    if (bytesRead === 0) break
    bytes += bytesRead
    if (bytes > before.size) throw fileChanged(path)
    yield buffer.subarray(0, bytesRead)
  }
  const { size, mtimeMs } = await handle.stat()
  if (bytes === before.size && size === bytes && mtimeMs === before.mtimeMs) return
  throw fileChanged(path)
}

function fileChanged(path: string): CommandFailure {
  return new CommandFailure(
    exitCodes.failed,
    'FILE_CHANGED',
    `${path} was changed while it was read, and nothing of it was taken in: try again when nobody writes to it`,
  )
}
