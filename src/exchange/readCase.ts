import { append } from '../store/audit.ts'
import { inTransaction } from '../store/failures.ts'
import { listRecord, listUnplaced } from '../store/messages.ts'
import { listRefusalsOf } from '../store/refusals.ts'
import { lockRequests } from '../store/requests.ts'
import type { Trx } from '../store/database.ts'
import type { MessageRow, RefusalRow, RequestRow } from '../store/tables.ts'
import type { RequestState } from '../workflow/state.ts'
import type { Node } from './node.ts'
import type { Reader } from './reader.ts'
import { openRecord } from './records.ts'
import { openTrail } from './trail.ts'

/** A case as a person reads it. */
export interface ReadCase {
  readonly row: RequestRow
  /** Null until the opening message has its place. */
  readonly state: RequestState | null
  /** Messages in their order, from the place asked for. */
  readonly record: readonly MessageRow[]
  /** Own messages without a place: they wait for the peer's receipt, or the peer refused them. */
  readonly unplaced: readonly MessageRow[]
  /** Messages of the peer that this node refused. */
  readonly refusals: readonly RefusalRow[]
}

/** Messages that one reading of a record returns at most. */
export const readingMax = 1_000

/**
 * Reads a case from the place after `after`, or null where there is none for this reader. What was read, and by whom, is in the log
 * before it is returned.
 *
 * @param limit - messages at most
 */
export async function readCase(
  node: Node,
  request: string,
  reader: Reader,
  after = 0,
  limit = readingMax,
): Promise<ReadCase | null> {
  return await inTransaction(node.db, async (trx) => {
    const row = await noteReading(node, trx, request, reader, `record from ${after + 1}`)
    if (row === null) return null
    return {
      row,
      state: openRecord(row).state,
      record: await listRecord(trx, request, after, limit),
      unplaced: await listUnplaced(trx, request),
      refusals: await listRefusalsOf(trx, request),
    }
  })
}

/** A message and the case that it belongs to. */
export interface ReadMessage {
  readonly row: RequestRow
  readonly message: MessageRow
}

/** Reads one message of a case by its sequence or its id, or null; it is in the log before it is returned. */
export async function readMessage(
  node: Node,
  request: string,
  name: { readonly sequence: number } | { readonly id: string },
  reader: Reader,
): Promise<ReadMessage | null> {
  return await inTransaction(node.db, async (trx) => {
    const query = trx.selectFrom('message').selectAll().where('request', '=', request)
    const named = 'id' in name ? query.where('id', '=', name.id) : query.where('sequence', '=', name.sequence)
    const message = await named.executeTakeFirst()
    if (message === undefined) return null
    const part = `message ${message.sequence ?? message.id}`
    const row = await noteReading(node, trx, request, reader, part)
    return row === null ? null : { row, message }
  })
}

/** Notes that a part of a case was read; null, and nothing is noted, where it is not there for this reader. */
export async function noteReading(
  node: Node,
  trx: Trx,
  request: string,
  reader: Reader,
  part: string,
): Promise<RequestRow | null> {
  const row = (await lockRequests(trx, [request])).get(request) ?? null
  if (row === null || isOfAnother(row, reader)) return null
  const trail = await openTrail(node, trx, [request], node.now())
  trail.about(request, {
    event: 'case.read',
    actor: { ...reader, authority: row.own_authority },
    details: { part },
  })
  await append(trx, trail.audit())
  return row
}

function isOfAnother({ own_authority }: RequestRow, { authority = own_authority }: Reader): boolean {
  return authority !== own_authority
}
