import { type Hash, createHash, hash } from 'node:crypto'
import { pipeline } from 'node:stream/promises'
import { type Result, refuse } from '../message/refusal.ts'
import { type Sealing, sealing } from './chunkStreams.ts'
import { chunkBytes, deriveChunkKeys, headerOf, sealChunk } from './chunkedEncryption.ts'

/** Bytes that a file may have: 16 TiB, as schemas/part/exhibit.json says. */
export const exhibitBytesMax = 2 ** 44

/** Bytes at the beginning of a file by which its type is known. */
export const headBytesMax = 4096

/** What is known of a file once all of it was read. */
export interface TakenIn {
  /** Of the clear file. */
  readonly bytes: number
  readonly sha256: Buffer
  readonly sha512: Buffer
  /** Its first 4 KiB, or all of it where it has fewer. */
  readonly head: Buffer
  /** Of its sealed form. */
  readonly sealed: { readonly bytes: number; readonly sha256: Buffer }
}

/** How a file is taken in. */
export interface TakingIn extends Sealing {
  /** 24 random bytes. */
  readonly salt: Uint8Array
  /** Bytes after which it is refused. */
  readonly bytesMax?: number
}

/**
 * Reads a file once, in constant memory: hashes it, seals it and hands the sealed pieces to `write`, the next one only
 * after the one before was written. Refuses with EXHIBIT_TOO_LARGE; what was written until then is to be thrown away.
 *
 * @throws whatever the source or `write` throws
 */
export async function takeIn(
  source: AsyncIterable<Uint8Array>,
  { salt, bytesMax = exhibitBytesMax, ...keys }: TakingIn,
  write: (sealed: Uint8Array) => Promise<void>,
): Promise<Result<TakenIn>> {
  const clear = reading(bytesMax)
  const sealed = { bytes: 0, hash: createHash('sha256') }
  try {
    await pipeline(source, clear.read, sealing(keys, salt), async (pieces: AsyncIterable<Uint8Array>) => {
      for await (const piece of pieces) {
        sealed.bytes += piece.length
        sealed.hash.update(piece)
        await write(piece)
      }
    })
  } catch (reason) {
    if (reason instanceof TooLarge)
      return refuse('EXHIBIT_TOO_LARGE', { detail: `more than ${bytesMax} bytes` })
    throw reason
  }
  return {
    ok: true,
    ...clear.found(),
    sealed: { bytes: sealed.bytes, sha256: sealed.hash.digest() },
  }
}

/** A file that lies in memory, and its hashes. */
export interface WholeFile {
  readonly clear: Buffer
  readonly sha256: Buffer
  readonly sha512: Buffer
}

export function wholeFile(clear: Buffer): WholeFile {
  return { clear, sha256: hash('sha256', clear, 'buffer'), sha512: hash('sha512', clear, 'buffer') }
}

/** What `takeIn` tells of a file that lies in memory, and its sealed form. */
export function sealWhole(
  { clear, sha256, sha512 }: WholeFile,
  { fileKey, context, salt }: TakingIn,
): TakenIn & { readonly sealedForm: Buffer } {
  const keys = deriveChunkKeys(fileKey, salt, context)
  const chunks: Buffer[] = []
  // The last chunk is shorter than the others, and has nothing where they take all.
  for (let number = 0; number * chunkBytes <= clear.length; number += 1)
    chunks.push(...sealChunk(keys, number, clear.subarray(number * chunkBytes, (number + 1) * chunkBytes)))
  const sealedForm = Buffer.concat([headerOf(salt, keys), ...chunks])
  return {
    bytes: clear.length,
    sha256,
    sha512,
    head: clear.subarray(0, headBytesMax),
    sealed: { bytes: sealedForm.length, sha256: hash('sha256', sealedForm, 'buffer') },
    sealedForm,
  }
}

/** Ends the reading of a file that has no end in sight. */
class TooLarge extends Error {}

interface Reading {
  /** Passes a file on and looks at it meanwhile. */
  readonly read: (source: AsyncIterable<Uint8Array>) => AsyncGenerator<Uint8Array>
  /** What was found, once all was read. */
  readonly found: () => Omit<TakenIn, 'sealed'>
}

function reading(bytesMax: number): Reading {
  const hashes: readonly [Hash, Hash] = [createHash('sha256'), createHash('sha512')]
  let bytes = 0
  let head = Buffer.alloc(0)
  return {
    async *read(source) {
      for await (const piece of source) {
        bytes += piece.length
        if (bytes > bytesMax) throw new TooLarge()
        for (const hash of hashes) hash.update(piece)
        if (head.length < headBytesMax)
          head = Buffer.concat([head, piece.subarray(0, headBytesMax - head.length)])
        yield piece
      }
    },
    found: () => ({ bytes, sha256: hashes[0].digest(), sha512: hashes[1].digest(), head }),
  }
}
