import { PassThrough, type Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { opening } from '../../exhibit/chunkStreams.ts'
import { exhibitContext } from '../../exhibit/context.ts'
import type { ExhibitDepositRow } from '../../store/exhibits/exhibitTables.ts'
import { hashing } from './hashing.ts'

/** How a sealed file is read through. */
export interface OpeningThrough {
  /** Breaks it off. */
  readonly signal?: AbortSignal | undefined
  /** Told of each piece of the sealed form. */
  readonly onSealed?: (piece: Buffer) => void
}

/**
 * Opens a sealed file to its end and hashes what is in it, of which nobody sees anything.
 *
 * @throws DamagedExhibit where it does not open, or is not the file of the row; what the signal says; what the disk says
 */
export async function openThrough(
  sealed: Readable,
  row: ExhibitDepositRow,
  fileKey: Uint8Array,
  { signal, onSealed = () => undefined }: OpeningThrough = {},
): Promise<void> {
  const seen = new PassThrough().on('data', onSealed)
  const open = opening({ fileKey, context: exhibitContext(row.state, row.given_id) })
  const { through, check } = hashing(row)
  await pipeline(sealed, seen, open, through.resume(), signal === undefined ? {} : { signal })
  check()
}
