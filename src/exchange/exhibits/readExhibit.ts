import { pipeline } from 'node:stream/promises'
import { isUuid } from '../identifiers.ts'
import { DamagedExhibit, opening } from '../../exhibit/chunkStreams.ts'
import { exhibitContext } from '../../exhibit/context.ts'
import { folderLimits } from '../../exhibit/manifest.ts'
import { type Result, refuse } from '../../message/refusal.ts'
import { findDeposit } from '../../store/exhibits/deposits.ts'
import type { ExhibitDepositRow } from '../../store/exhibits/exhibitTables.ts'
import type { Node } from '../node.ts'
import { hashing } from './hashing.ts'
import { type SavingOrder, foundDamaged, keyOf, tellOpened } from './save.ts'

/**
 * The content of a small file of this node, in memory, once all of it has opened and is the one that was hashed; the log
 * tells of it. Refuses with EXHIBIT_UNKNOWN, EXHIBIT_NOT_WHOLE, EXHIBIT_ERASED, EXHIBIT_TOO_LARGE or EXHIBIT_DAMAGED.
 *
 * @param deposit - UUID
 */
export async function readExhibit(
  node: Node,
  deposit: string,
  order: SavingOrder,
): Promise<Result<{ readonly row: ExhibitDepositRow; readonly bytes: Buffer }>> {
  const row = isUuid(deposit) ? await findDeposit(node.db, deposit) : null
  if (row === null) return refuse('EXHIBIT_UNKNOWN', { detail: deposit })
  const key = keyOf(row)
  if (!key.ok) return key
  if (row.bytes > folderLimits.manifestBytesMax) return refuse('EXHIBIT_TOO_LARGE')
  const sealed = await node.exhibits.read(row.sealed_sha256.toString('hex'))
  if (sealed === null) return await foundDamaged(node, row, order, 'its sealed file is not where it was kept')
  const pieces: Buffer[] = []
  try {
    await tellOpened(node, row, order)
    const open = opening({ fileKey: key.fileKey, context: exhibitContext(row.state, row.given_id) })
    const { through, check } = hashing(row)
    await pipeline(sealed, open, through, async (clear: AsyncIterable<Buffer>) => {
      for await (const piece of clear) pieces.push(piece)
    })
    check()
  } catch (reason) {
    if (reason instanceof DamagedExhibit) return await foundDamaged(node, row, order, reason.message)
    throw reason
  } finally {
    sealed.destroy()
  }
  return { ok: true, row, bytes: Buffer.concat(pieces) }
}
