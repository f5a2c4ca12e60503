import { createHash } from 'node:crypto'
import type { Actor } from '../../audit/events.ts'
import { DamagedExhibit, opening } from '../../exhibit/chunkStreams.ts'
import { exhibitContext } from '../../exhibit/context.ts'
import type { CustodyEvent } from '../../message/generated/types.ts'
import { limits } from '../../message/limits.ts'
import { codeText } from '../../message/code.ts'
import { type Result, refuse } from '../../message/refusal.ts'
import { validateCustodyEvent } from '../../message/validate.ts'
import type { Trx } from '../../store/database.ts'
import { insertNote } from '../../store/exhibits/custodyNotes.ts'
import { findDeposit, sealedFormsOf } from '../../store/exhibits/deposits.ts'
import type { ExhibitDepositRow } from '../../store/exhibits/exhibitTables.ts'
import { inTransaction } from '../../store/failures.ts'
import { keyOf } from '../exhibits/save.ts'
import { type DepositEvent, tellOfDeposits } from '../exhibits/tellOfDeposit.ts'
import { whereKept } from '../exhibits/whereKept.ts'
import { isUuid } from '../identifiers.ts'
import type { Node } from '../node.ts'
import { refusalNoted } from '../refusedActs.ts'
import { checkSealed } from './checkSealed.ts'

/** What a person notes of the custody of a deposit. */
export interface CustodyOrder {
  readonly person: string
  /** Id of the authority for which the person acts. */
  readonly authority: string
  readonly event: Omit<CustodyEvent, 'sha256' | 'authority'>
  /** Whether the file is opened and hashed again for it. */
  readonly isHashed: boolean
  /** Told how many bytes more were opened. */
  readonly onBytes?: (bytes: number) => void
}

/** A note that is kept: its number among those of the deposit, and what it says. */
export interface CustodyNoted {
  readonly number: number
  readonly event: CustodyEvent
}

/**
 * Notes who had a file, or what it was taken from, in hands; with the hash of the clear file where it was hashed again for
 * it. Notes only grow; the log tells of each in the same transaction. Refuses with EXHIBIT_UNKNOWN, EXHIBIT_ERASED,
 * MESSAGE_INVALID, TIME_OUT_OF_RANGE (a time that is still to come), EXHIBIT_NOT_WHOLE, EXHIBIT_STORE_UNAVAILABLE or EXHIBIT_DAMAGED
 * where it was to be hashed: then its sealed file was read as well, and set aside where that is damaged.
 */
export async function noteCustody(
  node: Node,
  deposit: string,
  order: CustodyOrder,
): Promise<Result<CustodyNoted>> {
  const actor = { person: order.person, role: 'officer', authority: order.authority }
  const wanted = `exhibit note ${deposit}`
  return await refusalNoted(node, { actor, wanted }, whereKept(noteAndTell(node, deposit, order, actor)))
}

async function noteAndTell(
  node: Node,
  deposit: string,
  { event: said, person, authority, isHashed, onBytes }: CustodyOrder,
  actor: { readonly person: string; readonly role: string; readonly authority: string },
): Promise<Result<CustodyNoted>> {
  const row = isUuid(deposit) ? await findDeposit(node.db, deposit) : null
  if (row === null) return refuse('EXHIBIT_UNKNOWN', { detail: deposit })
  if (row.status === 'erased') return refuse('EXHIBIT_ERASED')
  const valid = validateCustodyEvent({ ...said, authority })
  if (!valid.ok) return valid
  if (Date.parse(said.at) > node.now().getTime() + limits.clockSkewMs)
    return refuse('TIME_OUT_OF_RANGE', { pointer: '/at', detail: 'it is still to come' })
  const hashed = isHashed ? await clearHash(node, row, onBytes) : { ok: true as const, sha256: null }
  if (!hashed.ok) {
    if (hashed.code === 'EXHIBIT_DAMAGED' && row.status === 'whole')
      await checkSealed(node, deposit, { actor })
    return hashed
  }
  const event = { ...valid.event, ...(hashed.sha256 === null ? {} : { sha256: hashed.sha256 }) }
  const [number = 0] = await inTransaction(node.db, (trx) =>
    keepNotes(node, trx, [deposit], { event, person, actor }),
  )
  return { ok: true, number, event }
}

/** A note that was judged. */
interface JudgedNote {
  readonly event: CustodyEvent
  readonly person: string
  readonly actor: Actor
}

/** Keeps the same note of each of these deposits, which are here, and tells of them in the log; the number of each. */
export async function keepNotes(
  node: Node,
  trx: Trx,
  deposits: readonly string[],
  { event, person, actor }: JudgedNote,
): Promise<readonly number[]> {
  if (deposits.length === 0) return []
  const text = JSON.stringify(event)
  const sealed = await sealedFormsOf(trx, deposits)
  const told: { readonly deposit: string; readonly number: number; readonly event: DepositEvent }[] = []
  for (const deposit of deposits) {
    const number = await insertNote(trx, { deposit, noted_at: node.now(), event: text, person })
    const note: DepositEvent = {
      event: 'exhibit.noted',
      actor,
      digest: sealed.get(deposit)?.toString('hex') ?? '',
      code: codeText(event.action),
      count: number,
      details: { deposit, event: text },
    }
    told.push({ deposit, number, event: note })
  }
  await tellOfDeposits(node, trx, told)
  return told.map(({ number }) => number)
}

/** SHA-256 (hex) of the clear file as it opens now. Whether it is the one that it was, the chain says. */
async function clearHash(
  node: Node,
  row: ExhibitDepositRow,
  onBytes: (bytes: number) => void = () => undefined,
): Promise<Result<{ sha256: string }>> {
  const key = keyOf(row)
  if (!key.ok) return key
  const sealed = await node.exhibits.read(row.sealed_sha256.toString('hex'))
  if (sealed === null)
    return refuse('EXHIBIT_DAMAGED', { detail: 'its sealed file is not where it was kept' })
  const context = exhibitContext(row.state, row.given_id)
  const clear = sealed.compose(opening({ fileKey: key.fileKey, context })) as AsyncIterable<Buffer>
  const hash = createHash('sha256')
  try {
    for await (const piece of clear) {
      hash.update(piece)
      onBytes(piece.length)
    }
  } catch (reason) {
    if (reason instanceof DamagedExhibit) return refuse('EXHIBIT_DAMAGED', { detail: reason.message })
    throw reason
  } finally {
    sealed.destroy()
  }
  return { ok: true, sha256: hash.digest('hex') }
}
