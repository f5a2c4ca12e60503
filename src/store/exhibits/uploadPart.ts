import { type FileHandle, open, unlink } from 'node:fs/promises'
import {
  type ChunkKeys,
  chunkBytes,
  deriveChunkKeys,
  headerBytes,
  headerOf,
  openChunk,
  openHeader,
  saltBytes,
  sealChunk,
  sealedChunkBytes,
} from '../../exhibit/chunkedEncryption.ts'
import { DamagedExhibit, type Sealing, inRows } from '../../exhibit/chunkStreams.ts'
import { refuse } from '../../message/refusal.ts'
import { readAt } from '../readAt.ts'

// A part of an upload on the disk: header and chunks of Cobblestone-256, under a salt of its own. How many bytes of it
// count, its name says; so it needs no chunk that ends it, and one that was torn is not counted.

/** Chunks that are read from the disk at a time: a mebibyte. */
const chunksAtOnce = 64

/** A part that is being written. */
export interface PartWriter {
  /** Bytes that were given to it. */
  readonly bytes: () => number
  /** Seals whole chunks and writes them; what is left of the last one waits in memory. */
  write(piece: Uint8Array): Promise<void>
  /** Seals what is left, and closes the file. When it returns, all of it is on the disk. */
  end(): Promise<void>
  /** Closes the file as it is. */
  drop(): Promise<void>
}

/** @param salt - 24 random bytes: no part is sealed under one of another, so that no nonce meets other bytes */
export async function beginPart(
  path: string,
  { fileKey, context }: Sealing,
  salt: Uint8Array,
): Promise<PartWriter> {
  const handle = await open(path, 'wx', 0o600)
  const keys = deriveChunkKeys(fileKey, salt, context)
  const rows = inRows(chunkBytes)
  let number = 0
  let bytes = 0
  const seal = (chunk: Uint8Array): Buffer[] => {
    const sealed = sealChunk(keys, number, chunk)
    number += 1
    return sealed
  }
  try {
    await handle.writeFile(headerOf(salt, keys))
  } catch (reason) {
    await handle.close()
    throw reason
  }
  return {
    bytes: () => bytes,
    async write(piece) {
      bytes += piece.length
      const sealed = rows.add(Buffer.from(piece)).flatMap(seal)
      if (sealed.length > 0) await handle.writeFile(Buffer.concat(sealed))
    },
    async end() {
      try {
        const rest = rows.rest()
        if (rest.length > 0) await handle.writeFile(Buffer.concat(seal(rest)))
        await syncOrUnlink(handle, path)
      } finally {
        await handle.close()
      }
    },
    drop: () => handle.close(),
  }
}

/**
 * Has all of a file on the disk when it returns; throws where the system could not write it, and the file is gone then. It says so
 * once, and a second sync of the same pages would find nothing wrong: none of it is believed.
 */
async function syncOrUnlink(handle: FileHandle, path: string): Promise<void> {
  try {
    await handle.sync()
  } catch (reason) {
    // If the process dies here: whoever comes next believes it.
    await unlink(path)
    throw reason
  }
}

/**
 * How much of a part a process that died has left: the chunks that open, up to the first that does not. When it returns, they are on
 * the disk; where they cannot be brought there it throws, and the part is gone, so that who looks again finds none.
 */
export async function bytesOfTornPart(path: string, sealing: Sealing): Promise<number> {
  const handle = await open(path, 'r+')
  try {
    const keys = await keysOf(handle, sealing)
    if (keys === null) return 0
    let bytes = 0
    for (let number = 0; ; number += 1) {
      const chunk = openChunk(keys, number, await sealedChunk(handle, number, sealedChunkBytes))
      bytes += chunk?.length ?? 0
      if (chunk === null || chunk.length < chunkBytes) break
    }
    await syncOrUnlink(handle, path)
    return bytes
  } finally {
    await handle.close()
  }
}

/**
 * The first bytes of a part, so many as its name says.
 *
 * @throws DamagedExhibit with EXHIBIT_DAMAGED where it does not open
 */
export async function* readPart(path: string, sealing: Sealing, bytes: number): AsyncGenerator<Buffer> {
  const handle = await open(path, 'r')
  const damaged = (where: string) => new DamagedExhibit(refuse('EXHIBIT_DAMAGED', { detail: where }))
  try {
    const keys = await keysOf(handle, sealing)
    if (keys === null) throw damaged('the header of a part of the upload')
    const chunks = Math.ceil(bytes / chunkBytes)
    for (let first = 0; first < chunks; first += chunksAtOnce) {
      const many = Math.min(chunksAtOnce, chunks - first)
      const sealed = await sealedChunk(handle, first, many * sealedChunkBytes)
      const opened = Array.from({ length: many }, (_, place) => {
        const number = first + place
        const length = Math.min(chunkBytes, bytes - number * chunkBytes)
        const at = place * sealedChunkBytes
        const chunk = openChunk(
          keys,
          number,
          sealed.subarray(at, at + length + sealedChunkBytes - chunkBytes),
        )
        if (chunk?.length !== length) throw damaged(`chunk ${number} of a part of the upload`)
        return chunk
      })
      yield Buffer.concat(opened)
    }
  } finally {
    await handle.close()
  }
}

async function keysOf(handle: FileHandle, { fileKey, context }: Sealing): Promise<ChunkKeys | null> {
  const opened = openHeader(fileKey, await readAt(handle, 0, headerBytes), context)
  return opened.ok ? opened.keys : null
}

async function sealedChunk(handle: FileHandle, number: number, length: number): Promise<Buffer> {
  return await readAt(handle, headerBytes + number * sealedChunkBytes, length)
}

/** Bytes of a salt that `beginPart` wants. */
export const partSaltBytes = saltBytes
