import { createCipheriv, createDecipheriv, createHmac, timingSafeEqual } from 'node:crypto'
import { type Result, refuse } from '../message/refusal.ts'

// C2SP chunked-encryption, instance Cobblestone-256: HKDF-Expand with SHA-512, and AES-256-GCM. A file of any size is
// encrypted in chunks that can each be opened alone; the last one is always shorter than the others, so that nothing can be
// cut off unseen, and the header commits to the key, so that no ciphertext opens to two files under two keys.

const algorithm = 'aes-256-gcm'
const nonceBytes = 12
const tagBytes = 16
const commitmentBytes = 32

/** Bytes of the key of a file, which must be random and is used for that file alone. */
export const fileKeyBytes = 32
/** Bytes of the salt: random, new for each encryption under a key. */
export const saltBytes = 24
/** Bytes before the first chunk: the salt and the commitment. */
export const headerBytes = saltBytes + commitmentBytes
/** Bytes of a chunk of the file; the last one has fewer, and may have none. */
export const chunkBytes = 16 * 1024
/** Bytes of such a chunk when it is encrypted. */
export const sealedChunkBytes = chunkBytes + tagBytes
/** Chunks of one file: 16 PiB. */
const chunksMax = 2 ** 40

/** What the chunks of one file are encrypted with. */
export interface ChunkKeys {
  readonly key: Buffer
  readonly baseNonce: Buffer
  /** Stands in the header: whoever has another key, salt or context finds another one. */
  readonly commitment: Buffer
}

/**
 * Derives what the chunks are encrypted with.
 *
 * @param fileKey - 32 random bytes
 * @param salt - 24 bytes
 * @param context - what the file belongs to; the same bytes must be given to open it
 * @throws RangeError where key or salt have another length
 */
export function deriveChunkKeys(fileKey: Uint8Array, salt: Uint8Array, context: Uint8Array): ChunkKeys {
  if (fileKey.length !== fileKeyBytes || salt.length !== saltBytes)
    throw new RangeError('the key of a file has 32 bytes, and its salt 24')
  const info = Buffer.concat([
    Buffer.from('c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\0'),
    salt,
    context,
  ])
  const derived = expand(fileKey, info, fileKeyBytes + nonceBytes + commitmentBytes)
  return {
    key: derived.subarray(0, fileKeyBytes),
    baseNonce: derived.subarray(fileKeyBytes, fileKeyBytes + nonceBytes),
    commitment: derived.subarray(fileKeyBytes + nonceBytes),
  }
}

/** HKDF-Expand (RFC 5869 section 2.3) with SHA-512; Node.js has no expansion without an extraction. */
function expand(key: Uint8Array, info: Uint8Array, length: number): Buffer {
  let block = Buffer.alloc(0)
  const blocks: Buffer[] = []
  for (let bytes = 0, counter = 1; bytes < length; bytes += block.length, counter += 1) {
    block = createHmac('sha512', key).update(block).update(info).update(Uint8Array.of(counter)).digest()
    blocks.push(block)
  }
  return Buffer.concat(blocks).subarray(0, length)
}

/** Bytes of the encrypted form of a file of so many bytes. */
export function sealedBytes(bytes: number): number {
  return headerBytes + bytes + tagBytes * (Math.floor(bytes / chunkBytes) + 1)
}

/** Bytes of the file of which the encrypted form has so many; null where none has. */
export function openedBytes(sealed: number): number | null {
  const chunks = sealed - headerBytes
  const last = chunks % sealedChunkBytes
  if (chunks < 0 || last < tagBytes) return null
  return Math.floor(chunks / sealedChunkBytes) * chunkBytes + last - tagBytes
}

/**
 * Derives what the chunks are opened with, from the key of the file and the header of its encrypted form. Refuses with
 * EXHIBIT_TRUNCATED a header that ends early, and with EXHIBIT_KEY_WRONG where the header commits to another key, salt or
 * context.
 */
export function openHeader(
  fileKey: Uint8Array,
  header: Uint8Array,
  context: Uint8Array,
): Result<{ keys: ChunkKeys }> {
  if (header.length !== headerBytes) return refuse('EXHIBIT_TRUNCATED', { detail: 'it ends in its header' })
  if (fileKey.length !== fileKeyBytes) return refuse('EXHIBIT_KEY_WRONG')
  const keys = deriveChunkKeys(fileKey, header.subarray(0, saltBytes), context)
  return timingSafeEqual(keys.commitment, header.subarray(saltBytes))
    ? { ok: true, keys }
    : refuse('EXHIBIT_KEY_WRONG')
}

/** The header that stands before the chunks. */
export function headerOf(salt: Uint8Array, { commitment }: ChunkKeys): Buffer {
  return Buffer.concat([salt, commitment])
}

/**
 * Encrypts the chunk of that number, at most 16 KiB; a shorter one is the last.
 *
 * @throws RangeError where the file has more chunks than there are nonces
 */
export function sealChunk({ key, baseNonce }: ChunkKeys, number: number, chunk: Uint8Array): Buffer[] {
  const cipher = createCipheriv(algorithm, key, nonceOf(baseNonce, number))
  const body = cipher.update(chunk)
  cipher.final()
  return [body, cipher.getAuthTag()]
}

/** Opens the chunk of that number; null where it is not the one that was encrypted there. */
export function openChunk({ key, baseNonce }: ChunkKeys, number: number, sealed: Uint8Array): Buffer | null {
  const end = sealed.length - tagBytes
  if (end < 0) return null
  const decipher = createDecipheriv(algorithm, key, nonceOf(baseNonce, number), { authTagLength: tagBytes })
  decipher.setAuthTag(sealed.subarray(end))
  const chunk = decipher.update(sealed.subarray(0, end))
  try {
    decipher.final()
    return chunk
  } catch {
    return null
  }
}

/** The last five bytes of the nonce are combined with the number of the chunk, the high one first. */
function nonceOf(baseNonce: Buffer, number: number): Buffer {
  if (number >= chunksMax) throw new RangeError('a file has at most 2^40 chunks')
  const nonce = Buffer.from(baseNonce)
  const low = number % 2 ** 32
  nonce[7] = (nonce[7] ?? 0) ^ Math.floor(number / 2 ** 32)
  nonce.writeUInt32BE((nonce.readUInt32BE(8) ^ low) >>> 0, 8)
  return nonce
}
