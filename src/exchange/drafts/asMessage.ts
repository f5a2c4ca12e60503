import type { Message } from '../../message/generated/types.ts'
import type { Result } from '../../message/refusal.ts'
import { validateMessage } from '../../message/validate.ts'
import { uuidV7 } from '../identifiers.ts'
import type { Node } from '../node.ts'
import type { Draft } from '../send.ts'

/** What a node gives a message, as long as it has given nothing. */
export function standIn(node: Node, now: Date) {
  return {
    v: 1,
    id: uuidV7(now, node.random(10)),
    sentAt: now.toISOString(),
    basis: { sequence: 0, head: '0'.repeat(64) },
    salt: Buffer.alloc(32).toString('base64url'),
  }
}

/** The message that a draft would become, for whoever looks at it before it is sent; refuses as `validateMessage`. */
export function asMessage(node: Node, draft: Omit<Draft, 'people'>): Result<{ readonly message: Message }> {
  const said = Object.fromEntries(Object.entries(draft).filter(([name]) => name !== 'people'))
  return validateMessage({ ...standIn(node, node.now()), ...said })
}
