import { pendingSince } from '../store/timeStamps.ts'
import { exchangeLimits } from './limits.ts'
import type { Node } from './node.ts'

/**
 * Whether the newest head of the log may be vouched for by others as of now: nothing has waited for its place for long. What has, as after
 * a pause of the node, would look as if it were dated back.
 */
export async function isNewest({ db, now }: Pick<Node, 'db' | 'now'>): Promise<boolean> {
  const since = await pendingSince(db)
  return since === null || now().getTime() - since.getTime() <= exchangeLimits.pendingMaxMs
}
