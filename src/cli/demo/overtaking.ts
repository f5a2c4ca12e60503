import { stateOf } from '../../message/stateOf.ts'
import type { Sent } from '../../exchange/send.ts'
import { findQueued } from '../../store/outbox.ts'
import type { MessageStep } from './caseFile.ts'
import { persist, until } from './persist.ts'
import type { Stage } from './stage.ts'

/** Brings one queued message to the peer by hand, before those that stand before it. Returns the code of the answer. */
export async function inAdvance(
  stage: Pick<Stage, 'nodeOf'>,
  sent: Sent,
  step: MessageStep,
): Promise<string> {
  const { node, courier } = stage.nodeOf(stateOf(step.from))
  const queued = await persist(() => findQueued(node.db, sent.digest))
  const peer = node.trust.peer(stateOf(step.to))
  if (queued === null || peer === null) return 'nothing'
  let answer = ''
  await until(`${step.to} has answered what overtook`, async () => {
    try {
      ;[answer = ''] = await courier.post(peer.list.node.url, [queued.jwe])
      return true
    } catch {
      // It is coming back; the same bytes get the same answer.
      return false
    }
  })
  const payload = answer.split('.')[1]
  if (payload === undefined) return answer
  const { code } = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as {
    readonly code?: string
  }
  return code ?? 'accepted'
}
