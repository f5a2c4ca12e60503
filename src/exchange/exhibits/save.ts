import type { ActedFrom, Actor } from '../../audit/events.ts'
import { DamagedExhibit, opening } from '../../exhibit/chunkStreams.ts'
import { exhibitContext } from '../../exhibit/context.ts'
import { type Refusal, type Result, refuse } from '../../message/refusal.ts'
import { findDeposit } from '../../store/exhibits/deposits.ts'
import type { ExhibitDepositRow } from '../../store/exhibits/exhibitTables.ts'
import { inTransaction } from '../../store/failures.ts'
import { FileExists, isTaken, writeNewFile } from '../../store/newFile.ts'
import type { Node } from '../node.ts'
import { refusalNoted } from '../refusedActs.ts'
import { checkSealed } from '../custody/checkSealed.ts'
import { whereDone } from '../custody/whereDone.ts'
import { isUuid } from '../identifiers.ts'
import { hashing } from './hashing.ts'
import { tellOfDeposit } from './tellOfDeposit.ts'
import { whereKept } from './whereKept.ts'

/** Who wants a file out of the node, and why. */
export interface SavingOrder {
  readonly person: string
  /** Id of the authority for which the person acts. */
  readonly authority: string
  readonly reason: string
  /** Where it is wanted; absent: where the node stands, as far as that is said. */
  readonly place?: string
  /** From where; absent: from where the node was opened. */
  readonly from?: ActedFrom
  /** Told how many bytes more were opened. */
  readonly onBytes?: (bytes: number) => void
}

/** A file that was saved. */
export interface Saved {
  readonly name: string
  readonly bytes: number
  /** SHA-256 in hex. */
  readonly sha256: string
}

/**
 * Opens a file of this node to a new one at `target`, which has its name only once all of it has opened and is the one
 * that was hashed. Refuses with EXHIBIT_UNKNOWN, EXHIBIT_NOT_WHOLE, EXHIBIT_ERASED, EXHIBIT_TARGET_EXISTS,
 * EXHIBIT_STORE_UNAVAILABLE or EXHIBIT_DAMAGED, which the log tells; nothing is at `target` then that was not there before. What is damaged is set aside, as `checkSealed` does.
 *
 * @param deposit - UUID
 */
export async function saveExhibit(
  node: Node,
  deposit: string,
  target: string,
  order: SavingOrder,
): Promise<Result<Saved>> {
  const { person, authority } = order
  const act = { actor: { person, role: 'officer', authority }, wanted: `exhibit save ${deposit}` }
  return await refusalNoted(node, act, whereKept(saveAndTell(node, deposit, target, order)))
}

async function saveAndTell(
  node: Node,
  deposit: string,
  target: string,
  order: SavingOrder,
): Promise<Result<Saved>> {
  const row = isUuid(deposit) ? await findDeposit(node.db, deposit) : null
  if (row === null) return refuse('EXHIBIT_UNKNOWN', { detail: deposit })
  const key = keyOf(row)
  if (!key.ok) return key
  if (await isTaken(target)) return targetExists
  const sealed = await node.exhibits.read(row.sealed_sha256.toString('hex'))
  if (sealed === null) return await foundDamaged(node, row, order, 'its sealed file is not where it was kept')
  try {
    // Before the first byte is in the clear: of what somebody can read, the log tells, also if the process dies meanwhile.
    await tellOpened(node, row, order)
    const context = exhibitContext(row.state, row.given_id)
    const { through, check } = hashing(row, order.onBytes)
    const clear = [sealed, opening({ fileKey: key.fileKey, context }), through] as const
    await writeNewFile(target, clear, check)
  } catch (reason) {
    if (reason instanceof DamagedExhibit) return await foundDamaged(node, row, order, reason.message)
    if (reason instanceof FileExists) return targetExists
    throw reason
  } finally {
    sealed.destroy()
  }
  return { ok: true, name: row.name, bytes: row.bytes, sha256: row.sha256.toString('hex') }
}

const targetExists = refuse('EXHIBIT_TARGET_EXISTS', { detail: 'it is left as it is: name another' })

/** Whatever of it does not hold: what lies here is not the file that was taken in. */
function damaged(detail: string): Refusal {
  return refuse('EXHIBIT_DAMAGED', { detail })
}

/**
 * What is found as somebody opens a file is no less damage than what a round finds: its sealed file is read as a whole, and where it
 * is not what it was it is set aside, and the other States between which it lies are told.
 */
export async function foundDamaged(
  node: Node,
  { id }: ExhibitDepositRow,
  order: SavingOrder,
  detail: string,
): Promise<Refusal> {
  await checkSealed(node, id, { actor: openerOf(order) })
  return damaged(detail)
}

/** What opens the file, where it may be opened. */
export function keyOf({ status, refusal, file_key }: ExhibitDepositRow): Result<{ fileKey: Buffer }> {
  if (status === 'erased' || file_key === null) return refuse('EXHIBIT_ERASED')
  if (status === 'damaged') return damaged(refusal ?? 'it was set aside')
  return status === 'whole'
    ? { ok: true, fileKey: file_key }
    : refuse('EXHIBIT_NOT_WHOLE', { detail: status })
}

/** Whoever has a file opened, as the log names them. */
export function openerOf({ person, authority, from }: SavingOrder): Actor {
  return { person, role: 'officer', authority, ...(from === undefined ? {} : { from }) }
}

/** Tells the log that somebody has a file opened. */
export async function tellOpened(
  node: Node,
  { id, sealed_sha256 }: ExhibitDepositRow,
  order: SavingOrder,
): Promise<void> {
  const event = {
    event: 'exhibit.opened',
    actor: openerOf(order),
    digest: sealed_sha256.toString('hex'),
    details: { deposit: id, reason: order.reason, ...whereDone(node, order.place) },
  } as const
  await inTransaction(node.db, (trx) => tellOfDeposit(node, trx, id, event))
}
