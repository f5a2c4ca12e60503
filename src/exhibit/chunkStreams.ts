import { Transform, type TransformCallback } from 'node:stream'
import { type Refusal, refuse } from '../message/refusal.ts'
import {
  type ChunkKeys,
  chunkBytes,
  deriveChunkKeys,
  headerBytes,
  headerOf,
  openChunk,
  openHeader,
  sealChunk,
  sealedChunkBytes,
} from './chunkedEncryption.ts'

/** A file that is not, or not wholly, what was encrypted. The refusal says what of it. */
export class DamagedExhibit extends Error {
  readonly refusal: Refusal

  constructor(refusal: Refusal) {
    super(refusal.detail ?? refusal.code)
    this.refusal = refusal
  }
}

/** What a file is encrypted with. */
export interface Sealing {
  /** 32 random bytes, for this file alone. */
  readonly fileKey: Uint8Array
  /** What the file belongs to. */
  readonly context: Uint8Array
}

/**
 * Encrypts what is written to it, in constant memory.
 *
 * @param salt - 24 random bytes
 */
export function sealing({ fileKey, context }: Sealing, salt: Uint8Array): Transform {
  const keys = deriveChunkKeys(fileKey, salt, context)
  const rows = inRows(chunkBytes)
  let number = 0
  const seal = (chunk: Uint8Array): Buffer[] => {
    const sealed = sealChunk(keys, number, chunk)
    number += 1
    return sealed
  }
  let isBegun = false
  const begin = (): Buffer[] => {
    if (isBegun) return []
    isBegun = true
    return [headerOf(salt, keys)]
  }
  return new Transform({
    transform(bytes: Buffer, _encoding, done) {
      this.push(Buffer.concat([...begin(), ...rows.add(bytes).flatMap(seal)]))
      done()
    },
    flush(done) {
      // Also where nothing is left: only a chunk that is short ends a file.
      this.push(Buffer.concat([...begin(), ...seal(rows.rest())]))
      done()
    },
  })
}

/**
 * Opens what is written to it, in constant memory, chunk by chunk, and gives nothing of a chunk that does not hold. What
 * it gave is the beginning of the file only: nobody may see it before the stream has ended.
 *
 * @throws DamagedExhibit (as an error of the stream) with EXHIBIT_TRUNCATED, EXHIBIT_KEY_WRONG or EXHIBIT_DAMAGED
 */
export function opening({ fileKey, context }: Sealing): Transform {
  const rows = inRows(sealedChunkBytes)
  let header: Buffer = Buffer.alloc(0)
  let keys: ChunkKeys | null = null
  let number = 0

  /** Takes what is missing of the header; gives what stands behind it. */
  const begin = (bytes: Buffer): Buffer => {
    const missing = headerBytes - header.length
    header = Buffer.concat([header, bytes.subarray(0, missing)])
    if (header.length < headerBytes) return Buffer.alloc(0)
    const opened = openHeader(fileKey, header, context)
    if (!opened.ok) throw new DamagedExhibit(opened)
    keys = opened.keys
    return bytes.subarray(missing)
  }
  const open = (sealed: Uint8Array): Buffer => {
    const chunk = keys === null ? null : openChunk(keys, number, sealed)
    if (chunk === null) throw new DamagedExhibit(refuse('EXHIBIT_DAMAGED', { detail: `chunk ${number}` }))
    number += 1
    return chunk
  }
  return new Transform({
    transform(bytes: Buffer, _encoding, done) {
      attempt(done, () => {
        const chunks = keys === null ? begin(bytes) : bytes
        this.push(Buffer.concat(rows.add(chunks).map(open)))
      })
    },
    flush(done) {
      attempt(done, () => {
        const refusal = keys === null ? openHeader(fileKey, header, context) : null
        if (refusal?.ok === false) throw new DamagedExhibit(refusal)
        const last = rows.rest()
        if (last.length === 0)
          throw new DamagedExhibit(refuse('EXHIBIT_TRUNCATED', { detail: `after chunk ${number - 1}` }))
        this.push(open(last))
      })
    },
  })
}

function attempt(done: TransformCallback, work: () => unknown): void {
  try {
    work()
    done()
  } catch (reason) {
    done(reason as Error)
  }
}

/** Rows of a stream of bytes. */
export interface Rows {
  /** Takes bytes and gives the rows that are full. */
  add(bytes: Buffer): Buffer[]
  /** What is left: less than a row. */
  rest(): Buffer
}

/** Cuts a stream of bytes into rows of one length. */
export function inRows(length: number): Rows {
  let held: Buffer[] = []
  let heldBytes = 0
  return {
    add(bytes) {
      if (heldBytes + bytes.length < length) {
        held.push(bytes)
        heldBytes += bytes.length
        return []
      }
      const all = heldBytes === 0 ? bytes : Buffer.concat([...held, bytes])
      const rows: Buffer[] = []
      let at = 0
      for (; all.length - at >= length; at += length) rows.push(all.subarray(at, at + length))
      held = [all.subarray(at)]
      heldBytes = all.length - at
      return rows
    },
    rest: () => Buffer.concat(held),
  }
}
