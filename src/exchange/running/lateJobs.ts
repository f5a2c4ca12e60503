import { clockDueSince, deliveryDueSince } from '../../store/lateness.ts'
import { pendingSince } from '../../store/timeStamps.ts'
import { exchangeLimits } from '../limits.ts'
import type { Node } from '../node.ts'
import { endOf, lastCheck } from '../recheck/dailyCheck.ts'
import { type Found, type HealthItem, item } from './healthItem.ts'

/** The jobs of the node that should have done by now what lies there to be done. */
export async function lateJobs(node: Node): Promise<readonly HealthItem[]> {
  const { db } = node
  const { lateMs } = exchangeLimits.running
  const before = new Date(node.now().getTime() - lateMs)
  const pending = await pendingSince(db)
  const late: readonly (readonly [Found, Date | null])[] = [
    ['lateSequence', pending !== null && pending < before ? pending : null],
    ['lateDelivery', await deliveryDueSince(db, before)],
    ['lateClocks', await clockDueSince(db, before)],
    ['lateOwnLog', await ownLogDueSince(node)],
    ['lateTrustList', listDueSince(node)],
  ]
  const items = late.flatMap(([found, since]) =>
    since === null ? [] : [item('jobs', found, false, { at: since.toISOString() })],
  )
  return items.length === 0 ? [item('jobs', 'jobsOnTime', true)] : items
}

/** The own log is read each day, by the clock of the machine. */
async function ownLogDueSince(node: Node): Promise<Date | null> {
  const last = await lastCheck(node)
  if (last === null) return null
  const due = new Date(endOf(last).getTime() + exchangeLimits.ownTree.everyMs)
  return isLongAgo(due, node.machineNow()) ? due : null
}

/** The own trust list is signed anew when half of its life is over. */
function listDueSince({ trust, now }: Node): Date | null {
  const due = new Date(Date.parse(trust.own().list.issuedAt) + exchangeLimits.trustListLifeMs / 2)
  return isLongAgo(due, now()) ? due : null
}

function isLongAgo(due: Date, now: Date): boolean {
  return now.getTime() - due.getTime() > exchangeLimits.running.dailyLateMs
}
