import { type Hash, createHash } from 'node:crypto'
import { Transform } from 'node:stream'
import { DamagedExhibit } from '../../exhibit/chunkStreams.ts'
import { refuse } from '../../message/refusal.ts'
import type { ExhibitDepositRow } from '../../store/exhibits/exhibitTables.ts'

interface Hashing {
  /** Passes the clear file on. */
  readonly through: Transform
  /** Throws DamagedExhibit where what has passed is not the file of the row. */
  readonly check: () => void
}

/** Hashes a file as it passes, for it must be the one of the row. */
export function hashing(
  { bytes, sha256, sha512 }: ExhibitDepositRow,
  onBytes: (bytes: number) => void = () => undefined,
): Hashing {
  const hashes: readonly (readonly [Hash, Buffer])[] = [
    [createHash('sha256'), sha256],
    ...(sha512 === null ? [] : [[createHash('sha512'), sha512] as const]),
  ]
  let passed = 0
  return {
    through: new Transform({
      transform(piece: Buffer, _encoding, done) {
        passed += piece.length
        onBytes(piece.length)
        for (const [hash] of hashes) hash.update(piece)
        done(null, piece)
      },
    }),
    check() {
      const isWhole = passed === bytes && hashes.every(([hash, expected]) => hash.digest().equals(expected))
      if (!isWhole) throw new DamagedExhibit(refuse('EXHIBIT_DAMAGED', { detail: 'size or hash differ' }))
    },
  }
}
