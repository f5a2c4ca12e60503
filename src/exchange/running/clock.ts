import { readHead } from '../../store/audit.ts'
import { listCircuits } from '../../store/circuits.ts'
import { databaseTime } from '../../store/lateness.ts'
import { exchangeLimits } from '../limits.ts'
import type { Node } from '../node.ts'
import { type HealthItem, item } from './healthItem.ts'

/** Whether the time of the node is right, as far as can be seen from here: by its own log, its database and its peers. */
export async function clockFindings(node: Node, hasClockFile: boolean): Promise<readonly HealthItem[]> {
  const { signed_at } = await readHead(node.db)
  const before = node.machineNow().getTime()
  const database = (await databaseTime(node.db)).getTime()
  const after = node.machineNow().getTime()
  const apartMs = Math.max(0, before - database, database - after)
  const strangers = (await listCircuits(node.db)).filter(({ last_code }) => last_code === 'CLOCK_DIFFERS')
  const found = [
    ...(hasClockFile ? [item('clock', 'clockFromFile', false)] : []),
    ...(signed_at !== null && node.now() < signed_at
      ? [item('clock', 'clockBehind', false, { at: signed_at.toISOString() })]
      : []),
    ...(apartMs <= exchangeLimits.running.clockApartMaxMs
      ? []
      : [item('clock', 'clockApart', false, { count: Math.round(apartMs / 1000) })]),
    ...(strangers.length === 0
      ? []
      : [item('clock', 'clockOfPeers', false, { states: strangers.map(({ peer_state }) => peer_state) })]),
  ]
  return found.length === 0 ? [item('clock', 'clockRight', true)] : found
}
