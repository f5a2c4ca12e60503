import type { Entry } from './judge.ts'
import type { People } from './approval.ts'
import type { Trail } from './trail.ts'

/** Notes who approved a message and that it was sent, in the record that it belongs to. */
export function noteSending(
  trail: Trail,
  { message, digest, peer }: Entry & { readonly peer: string },
  { officer, approver }: People,
): void {
  const { request, from, type, sequence } = message
  if (approver !== undefined) {
    const actor = { person: approver, role: 'approver', authority: from }
    trail.about(request, { event: 'decision.approved', actor, digest, details: { type } })
  }
  trail.about(request, {
    event: 'message.sent',
    actor: { person: officer, role: 'officer', authority: from },
    peer,
    message: digest,
    ...(sequence === undefined ? {} : { sequence }),
  })
}
