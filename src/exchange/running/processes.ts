import { listProcesses } from '../../store/leases.ts'
import type { Node } from '../node.ts'
import { type HealthItem, item } from './healthItem.ts'

/** The processes that serve the node: how many are up, and whether all are of one version of the program. */
export async function processFindings({ db }: Pick<Node, 'db'>): Promise<readonly HealthItem[]> {
  const up = (await listProcesses(db)).processes.filter(({ isUp }) => isUp)
  const versions = new Set(up.map(({ version }) => version))
  const count = up.length
  return versions.size > 1
    ? [item('processes', 'processesDiffer', false, { count })]
    : [item('processes', 'processesUp', true, { count })]
}
