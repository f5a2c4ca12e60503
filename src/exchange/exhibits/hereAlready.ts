import { createHash } from 'node:crypto'
import { PassThrough } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { DamagedExhibit, opening } from '../../exhibit/chunkStreams.ts'
import { exhibitContext } from '../../exhibit/context.ts'
import type { ExhibitDepositRow } from '../../store/exhibits/exhibitTables.ts'
import type { Node } from '../node.ts'

/**
 * Whether the sealed file of a deposit lies under its name already, opens, and is the one that was announced: a process
 * has died between keeping it and noting it, the disk did not take it for good, or it was put back from a backup. It is on the
 * disk when this returns. Whatever else lies there is none of it.
 */
export async function isHereAlready(
  { exhibits }: Pick<Node, 'exhibits'>,
  row: ExhibitDepositRow,
  fileKey: Buffer,
  signal: AbortSignal,
): Promise<boolean> {
  const name = row.sealed_sha256.toString('hex')
  if ((await exhibits.sizeOf(name)) !== row.sealed_bytes) return false
  const stream = await exhibits.read(name)
  if (stream === null) return false
  const hashes = { sealed: createHash('sha256'), clear: createHash('sha256') }
  const sealed = new PassThrough().on('data', (piece: Buffer) => hashes.sealed.update(piece))
  const opened = opening({ fileKey, context: exhibitContext(row.state, row.given_id) })
  try {
    const hashing = async (pieces: AsyncIterable<Buffer>): Promise<void> => {
      for await (const piece of pieces) hashes.clear.update(piece)
    }
    await pipeline(stream, sealed, opened, hashing, { signal })
  } catch (reason) {
    if (reason instanceof DamagedExhibit) return false
    throw reason
  }
  if (hashes.sealed.digest('hex') !== name || !hashes.clear.digest().equals(row.sha256)) return false
  // The system reads back what the disk may not have taken: only now is it told as whole.
  await exhibits.settle(name)
  return true
}
