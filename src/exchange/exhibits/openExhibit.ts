import { type Readable, Transform, pipeline } from 'node:stream'
import { DamagedExhibit, opening } from '../../exhibit/chunkStreams.ts'
import { exhibitContext } from '../../exhibit/context.ts'
import { type Result, refuse } from '../../message/refusal.ts'
import { findDeposit } from '../../store/exhibits/deposits.ts'
import type { ExhibitDepositRow } from '../../store/exhibits/exhibitTables.ts'
import type { Node } from '../node.ts'
import { refusalNoted } from '../refusedActs.ts'
import { depositId } from './depositId.ts'
import { type SavingOrder, foundDamaged, hashing, keyOf, openerOf, tellOpened } from './save.ts'
import { whereKept } from './whereKept.ts'

/** A file that is being opened. */
export interface OpenedExhibit {
  readonly row: ExhibitDepositRow
  /** The clear file, each chunk only once it has opened; it breaks off where what has passed is not the file that was hashed. */
  readonly clear: Readable
}

/**
 * Opens a file of this node for whoever takes it as it comes; the log tells of it before the first byte. Refuses with
 * EXHIBIT_UNKNOWN, EXHIBIT_NOT_WHOLE, EXHIBIT_ERASED, EXHIBIT_STORE_UNAVAILABLE or EXHIBIT_DAMAGED, which the log tells.
 *
 * @param deposit - UUID
 */
export async function openExhibit(
  node: Node,
  deposit: string,
  order: SavingOrder,
): Promise<Result<OpenedExhibit>> {
  const act = { actor: openerOf(order), wanted: `exhibit save ${deposit}` }
  return await refusalNoted(node, act, whereKept(openAndTell(node, deposit, order)))
}

async function openAndTell(node: Node, deposit: string, order: SavingOrder): Promise<Result<OpenedExhibit>> {
  const row = depositId.test(deposit) ? await findDeposit(node.db, deposit) : null
  if (row === null) return refuse('EXHIBIT_UNKNOWN', { detail: deposit })
  const key = keyOf(row)
  if (!key.ok) return key
  const sealed = await node.exhibits.read(row.sealed_sha256.toString('hex'))
  if (sealed === null) return await foundDamaged(node, row, order, 'its sealed file is not where it was kept')
  try {
    await tellOpened(node, row, order)
  } catch (reason) {
    sealed.destroy()
    throw reason
  }
  const { through, check } = hashing(row)
  const checked = new Transform({
    transform: (piece: Buffer, _encoding, done) => done(null, piece),
    flush(done) {
      try {
        check()
        done()
      } catch (reason) {
        done(reason as Error)
      }
    },
  })
  const open = opening({ fileKey: key.fileKey, context: exhibitContext(row.state, row.given_id) })
  // What goes wrong in it breaks off what comes out of it: whoever takes that is told, and the rest need not wait for it.
  pipeline(sealed, open, through, checked, (reason) => {
    if (reason instanceof DamagedExhibit)
      foundDamaged(node, row, order, reason.message).catch((cause: unknown) => {
        node.log.error({ deposit: row.id, reason: String(cause) }, 'a damaged file could not be looked at')
      })
  })
  return { ok: true, row, clear: checked }
}
