import { readHead } from '../../store/audit.ts'
import { newestTimeStamp } from '../../store/timeStamps.ts'
import { exchangeLimits } from '../limits.ts'
import type { Node } from '../node.ts'
import { hasGrown } from '../timeStamping.ts'
import { witnessPolicyOf } from '../witness/ownWitnesses.ts'
import { isUnwitnessed, witnessedUpTo } from '../witness/witnessedUpTo.ts'
import { type HealthItem, item } from './healthItem.ts'

/** Whether others vouch for the log of this node: its witnesses, and the authority that stamps it where there is one. */
export async function attestingFindings(node: Node): Promise<readonly HealthItem[]> {
  const stamps = await ofTimeStamps(node)
  return [await ofWitnesses(node), ...(stamps === null ? [] : [stamps])]
}

async function ofWitnesses(node: Node): Promise<HealthItem> {
  if (witnessPolicyOf(node).witnesses.length === 0) return item('witnesses', 'noWitness', false)
  const { waitingSince } = await witnessedUpTo(node, await readHead(node.db))
  if (waitingSince === null) return item('witnesses', 'witnessed', true)
  const isLong = await isUnwitnessed(node)
  return item('witnesses', isLong ? 'unwitnessed' : 'witnessesAsked', !isLong, {
    at: waitingSince.toISOString(),
  })
}

async function ofTimeStamps(node: Node): Promise<HealthItem | null> {
  if (node.timeAuthority === null) return null
  const head = await readHead(node.db)
  const last = await newestTimeStamp(node.db, head.log)
  if (last === null) return item('timeStamps', 'stampAwaited', true)
  const { everyMs, unstampedMaxMs } = exchangeLimits.timeStamp
  const isOld = node.now().getTime() - last.stamped_at.getTime() > everyMs + unstampedMaxMs
  const isLate = isOld && (await hasGrown(node, head, last))
  return item('timeStamps', isLate ? 'unstamped' : 'stamped', !isLate, { at: last.stamped_at.toISOString() })
}
