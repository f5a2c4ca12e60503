import type { Node } from '../../../exchange/node.ts'
import { waitingUnder } from '../../../exchange/waitingUnder.ts'
import { counted } from '../../inWords.ts'
import type { Terminal } from '../../terminal.ts'

/** What became of certificates: they are not used any more, and count for what they have signed; or they count for nothing. */
type Became = 'left' | 'revoked'

const advice: Readonly<Record<Became, readonly string[]>> = {
  left: [
    'They go as they were signed. The certificate before counts for them for 31 days, and for nothing at all once it is revoked.',
    'Where the key was only replaced: wait until they are delivered (rogatory outbox), or carry them (rogatory carrier write), before you revoke it.',
    'Where it was stolen: revoke it at once. These messages are lost then, and what they say is to be said anew.',
  ],
  revoked: [
    'No node takes them any more, by whatever way they come, and what stands behind them in their records goes nowhere either.',
    'Ask anew, as a new request, what the other State was to have by them (rogatory send), tell it of the one before by its reference, and go on there.',
  ],
}

/** Tells beside the result what waits still that was signed with these certificates (SHA-256 in hex), for whom, and what to do. */
export async function noteStillWaiting(
  terminal: Terminal,
  node: Pick<Node, 'db'>,
  certificates: readonly string[],
  became: Became,
): Promise<void> {
  const waiting = [...(await waitingUnder(node, certificates))].sort(([a], [b]) => (a < b ? -1 : 1))
  if (waiting.length === 0) return
  for (const [state, messages] of waiting)
    terminal.note(
      `${state}: ${counted(messages, 'message')} in the queue signed with ${certificates.join(', ')}`,
    )
  for (const line of advice[became]) terminal.note(line)
}
