import { createHash } from 'node:crypto'

/** Chunks that follow each other. */
export interface TakenChunks {
  /** As they lie in the sealed file. */
  readonly sealed: Uint8Array
  /** What came out of each. */
  readonly clear: readonly Uint8Array[]
}

/** Hashes of a clear file, in hex. */
export interface ClearDigests {
  readonly sha256: string
  /** Null: it was not asked for. */
  readonly sha512: string | null
}

/** Hashes of a file that was taken through, in hex. */
export interface ThroughDigests extends ClearDigests {
  readonly sealedSha256: string
}

/** Hashes a sealed file and what is in it, from its beginning on, as its chunks are taken. */
export interface ThroughHashes {
  /** When it returns, the chunks are done with, what came out of them is nobody's any more, and others may be taken. */
  readonly take: (chunks: TakenChunks) => Promise<void>
  readonly digests: () => Promise<ThroughDigests>
}

/** @param header - the sealed file before its first chunk */
export function throughHashes(header: Uint8Array, hasSecondHash: boolean): ThroughHashes {
  const clearHashes = hashesOfClear(hasSecondHash)
  const sealedHash = createHash('sha256').update(header)
  return {
    take({ sealed, clear }) {
      sealedHash.update(sealed)
      clearHashes.take(clear)
      return Promise.resolve()
    },
    digests: () =>
      Promise.resolve({ ...clearHashes.digests(), sealedSha256: sealedHash.copy().digest('hex') }),
  }
}

/** Both hashes of a clear file: as much work as all else that is done with it. */
export interface ClearHashes {
  readonly take: (clear: readonly Uint8Array[]) => void
  readonly digests: () => ClearDigests
}

export function hashesOfClear(hasSecondHash: boolean): ClearHashes {
  const hash = createHash('sha256')
  const second = hasSecondHash ? createHash('sha512') : null
  return {
    take(clear) {
      for (const chunk of clear) {
        hash.update(chunk)
        second?.update(chunk)
      }
    },
    digests: () => ({
      sha256: hash.copy().digest('hex'),
      sha512: second?.copy().digest('hex') ?? null,
    }),
  }
}
