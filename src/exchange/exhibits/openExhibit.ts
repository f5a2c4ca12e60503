import { type Readable, Transform, pipeline } from 'node:stream'
import { isUuid } from '../identifiers.ts'
import { DamagedExhibit, opening } from '../../exhibit/chunkStreams.ts'
import { exhibitContext } from '../../exhibit/context.ts'
import { type Result, refuse } from '../../message/refusal.ts'
import { findDeposit } from '../../store/exhibits/deposits.ts'
import type { ExhibitDepositRow } from '../../store/exhibits/exhibitTables.ts'
import type { Node } from '../node.ts'
import { refusalNoted } from '../refusedActs.ts'
import { openThrough } from './openThrough.ts'
import { hashing } from './hashing.ts'
import { type SavingOrder, foundDamaged, keyOf, openerOf, tellOpened } from './save.ts'
import { whereKept } from './whereKept.ts'

/** A file that is being opened. */
export interface OpenedExhibit {
  readonly row: ExhibitDepositRow
  /**
   * The clear file. It breaks off, short of its end, where it has become another since it was looked at: whoever takes it must not take
   * what came for whole.
   */
  readonly clear: Readable
}

/**
 * Opens a file of this node for whoever takes it as it comes. All of it has opened once before, and was the one that was hashed: of one
 * that is not, nobody sees a byte. Then the log tells of it, and only then comes the first byte. Refuses with EXHIBIT_UNKNOWN,
 * EXHIBIT_NOT_WHOLE, EXHIBIT_ERASED, EXHIBIT_STORE_UNAVAILABLE or EXHIBIT_DAMAGED, which the log tells; what is damaged is set aside.
 *
 * @param deposit - UUID
 * @param gone - says that nobody waits for it any more
 * @throws what `gone` says
 */
export async function openExhibit(
  node: Node,
  deposit: string,
  order: SavingOrder,
  gone?: AbortSignal,
): Promise<Result<OpenedExhibit>> {
  const act = { actor: openerOf(order), wanted: `exhibit save ${deposit}` }
  return await refusalNoted(node, act, whereKept(openAndTell(node, deposit, order, gone)))
}

async function openAndTell(
  node: Node,
  deposit: string,
  order: SavingOrder,
  gone?: AbortSignal,
): Promise<Result<OpenedExhibit>> {
  const row = isUuid(deposit) ? await findDeposit(node.db, deposit) : null
  if (row === null) return refuse('EXHIBIT_UNKNOWN', { detail: deposit })
  const key = keyOf(row)
  if (!key.ok) return key
  const fault = await faultOf(node, row, key.fileKey, gone)
  if (fault !== null) return await foundDamaged(node, row, order, fault)
  const sealed = await sealedFile(node, row)
  if (sealed === null) return await foundDamaged(node, row, order, lost)
  try {
    await tellOpened(node, row, order)
  } catch (reason) {
    sealed.destroy()
    throw reason
  }
  const open = opening({ fileKey: key.fileKey, context: exhibitContext(row.state, row.given_id) })
  const { through, check } = hashing(row)
  const clear = endingOnlyIf(check)
  // What goes wrong in it breaks off what comes out of it: whoever takes that is told, and the rest need not wait for it.
  pipeline(sealed, open, through, clear, (reason) => {
    if (reason instanceof DamagedExhibit)
      foundDamaged(node, row, order, reason.message).catch((cause: unknown) => {
        node.log.error({ deposit: row.id, reason: String(cause) }, 'a damaged file could not be looked at')
      })
  })
  return { ok: true, row, clear }
}

const lost = 'its sealed file is not where it was kept'

async function sealedFile(
  { exhibits }: Pick<Node, 'exhibits'>,
  { sealed_sha256 }: ExhibitDepositRow,
): Promise<Readable | null> {
  return await exhibits.read(sealed_sha256.toString('hex'))
}

/** What is wrong with a file that is opened and hashed to its end; null: nothing. */
async function faultOf(
  node: Pick<Node, 'exhibits'>,
  row: ExhibitDepositRow,
  fileKey: Uint8Array,
  signal: AbortSignal | undefined,
): Promise<string | null> {
  const sealed = await sealedFile(node, row)
  if (sealed === null) return lost
  try {
    await openThrough(sealed, row, fileKey, { signal })
    return null
  } catch (reason) {
    if (reason instanceof DamagedExhibit) return reason.message
    throw reason
  } finally {
    sealed.destroy()
  }
}

/** Passes a file on and keeps its last piece back until `check` has not thrown: what ends is whole. */
function endingOnlyIf(check: () => void): Transform {
  let last: Buffer | null = null
  return new Transform({
    transform(piece: Buffer, _encoding, done) {
      if (piece.length > 0) {
        if (last !== null) this.push(last)
        last = piece
      }
      done()
    },
    flush(done) {
      try {
        check()
        done(null, last ?? undefined)
      } catch (reason) {
        done(reason as Error)
      }
    },
  })
}
