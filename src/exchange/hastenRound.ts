import { hastenBeyond } from '../store/hastening.ts'
import { longestTellDelayMs } from './custody/tellPeers.ts'
import { exchangeLimits } from './limits.ts'
import type { Node } from './node.ts'
import { retryLimits } from './retry.ts'

/** So much more than the longest pause: processes of several machines have clocks of their own. */
const slackMs = 10 * 60_000

/**
 * Lets be tried at once what waits for a time that only a clock which was ahead can have set. A message that failed for that very clock
 * would else wait for as long as it was ahead, and so would all that is queued for that peer later. False: there is nothing more.
 */
export async function hastenRound(node: Node): Promise<boolean> {
  const [now, machineNow] = [node.now(), node.machineNow()]
  const after = (from: Date, ms: number): Date => new Date(from.getTime() + ms + slackMs)
  const { webhooks } = exchangeLimits
  const rows = await hastenBeyond(
    node.db,
    {
      delivery: after(now, retryLimits.longestDelayMs),
      webhook: after(machineNow, (1 + webhooks.drawnShare) * Math.max(...webhooks.pausesMs)),
      report: after(machineNow, longestTellDelayMs),
    },
    { now, machineNow },
  )
  if (rows > 0)
    node.log.warn({ rows }, 'a clock was ahead: what waits for a time that no pause reaches is tried now')
  return false
}
