import { type Result, refuse } from '../../message/refusal.ts'
import { append } from '../../store/audit.ts'
import { findHold, placeHold, releaseHold } from '../../store/erasure.ts'
import { inTransaction } from '../../store/failures.ts'
import { keepAgain } from '../../store/keeping.ts'
import { lockRequests } from '../../store/requests.ts'
import type { Node } from '../node.ts'
import { erasedRefusal } from '../records.ts'
import { type WantedAct, refusalNoted } from '../refusedActs.ts'
import { rolledBack, standingOf } from '../standing.ts'
import { openTrail } from '../trail.ts'

/** Who wants a record kept, or not kept any more, and why. */
export interface HoldOrder {
  /** UUID of the request. */
  readonly request: string
  readonly reason: string
  readonly person: string
}

/**
 * Puts a legal hold on a record, whatever its state: it may not be erased until it is released. Refuses with
 * REQUEST_UNKNOWN, RECORD_ERASED, RECORD_HELD or NODE_ROLLED_BACK.
 */
export async function holdRecord(node: Node, order: HoldOrder): Promise<Result<object>> {
  return await refusalNoted(node, actOf(order, 'hold'), changeHold(node, order, 'hold.placed'))
}

/** Releases it. Refuses with REQUEST_UNKNOWN, RECORD_ERASED, RECORD_NOT_HELD or
 * NODE_ROLLED_BACK. */
export async function releaseRecord(node: Node, order: HoldOrder): Promise<Result<object>> {
  return await refusalNoted(node, actOf(order, 'hold --release'), changeHold(node, order, 'hold.released'))
}

function actOf({ person, request }: HoldOrder, command: string): WantedAct {
  return { actor: { person, role: 'officer' }, wanted: `${command} ${request}`, request }
}

async function changeHold(
  node: Node,
  { request, reason, person }: HoldOrder,
  event: 'hold.placed' | 'hold.released',
): Promise<Result<object>> {
  return await inTransaction(node.db, async (trx) => {
    if ((await standingOf(node, trx)).isBehind) return rolledBack
    const now = node.now()
    const row = (await lockRequests(trx, [request])).get(request)
    if (row === undefined) return refuse('REQUEST_UNKNOWN')
    if (row.erased_at !== null) return erasedRefusal(row)
    const hold = await findHold(trx, request)
    if (event === 'hold.placed' && hold !== null)
      return refuse('RECORD_HELD', { detail: `since ${hold.placed_at.toISOString()}: ${hold.reason}` })
    if (event === 'hold.released' && hold === null) return refuse('RECORD_NOT_HELD')
    if (event === 'hold.placed') await placeHold(trx, { request, reason, person, placed_at: now })
    else await releaseHold(trx, request)
    await keepAgain(trx, request)
    const trail = await openTrail(node, trx, [request], now)
    const actor = { person, role: 'officer', authority: row.own_authority }
    trail.about(request, { event, actor, details: { reason } })
    await append(trx, trail.audit())
    return { ok: true }
  })
}
