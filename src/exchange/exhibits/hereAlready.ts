import { createHash } from 'node:crypto'
import { DamagedExhibit } from '../../exhibit/chunkStreams.ts'
import type { ExhibitDepositRow } from '../../store/exhibits/exhibitTables.ts'
import type { Node } from '../node.ts'
import { openThrough } from './openThrough.ts'

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
  const hash = createHash('sha256')
  try {
    await openThrough(stream, row, fileKey, { signal, onSealed: (piece) => hash.update(piece) })
  } catch (reason) {
    if (reason instanceof DamagedExhibit) return false
    throw reason
  }
  if (hash.digest('hex') !== name) return false
  // The system reads back what the disk may not have taken: only now is it told as whole.
  await exhibits.settle(name)
  return true
}
