import { type Clocks, type LastTimes, hastenBeyond, shortenBeyond } from '../store/hastening.ts'
import { longestTellDelayMs } from './custody/tellPeers.ts'
import { exchangeLimits } from './limits.ts'
import type { Node } from './node.ts'
import { retryLimits } from './retry.ts'

/** So much more than the longest pause: processes of several machines have clocks of their own. */
const slackMs = 10 * 60_000

/**
 * Lets be tried at once what waits for a time that only a clock which was ahead can have set, and lets nothing that such a clock has
 * begun count for longer. A message that failed for that very clock would else wait for as long as it was ahead, and so would all that is
 * queued for that peer later; whoever proved just then to be who he is would have to prove it for as long no more. False: there is nothing more.
 */
export async function hastenRound(node: Node): Promise<boolean> {
  const clocks = { now: node.now(), machineNow: node.machineNow() }
  const last = lastTimes(clocks)
  const hastened = await hastenBeyond(node.db, last, clocks)
  if (hastened > 0)
    node.log.warn(
      { rows: hastened },
      'a clock was ahead: what waits for a time that no pause reaches is tried now',
    )
  const shortened = await shortenBeyond(node.db, last, clocks)
  if (shortened > 0)
    node.log.warn(
      { rows: shortened },
      'a clock was ahead: what people proved by it counts no longer for that',
    )
  return false
}

function lastTimes({ now, machineNow }: Clocks): LastTimes {
  const after = (from: Date, ms: number): Date => new Date(from.getTime() + ms + slackMs)
  const { webhooks, proof } = exchangeLimits
  return {
    delivery: after(now, retryLimits.longestDelayMs),
    promise: after(now, Math.max(proof.againMs, proof.lateAgainMs)),
    webhook: {
      others: after(machineNow, webhooks.restMs),
      byAttempts: webhooks.pausesMs.map((pauseMs) => after(machineNow, (1 + webhooks.drawnShare) * pauseMs)),
    },
    report: after(machineNow, longestTellDelayMs),
    past: after(machineNow, 0),
  }
}
