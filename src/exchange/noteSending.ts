import { type PlacedPeople, approverIn, officerIn } from './approval.ts'
import type { Entry } from './judge.ts'
import type { Trail } from './trail.ts'

/** Notes who approved a message and that it was sent, in the record that it belongs to. */
export function noteSending(
  trail: Trail,
  { message, digest, peer }: Entry & { readonly peer: string },
  people: PlacedPeople,
): void {
  const { request, from, type, sequence } = message
  const approver = approverIn(people, from)
  if (approver !== null)
    trail.about(request, { event: 'decision.approved', actor: approver, digest, details: { type } })
  trail.about(request, {
    event: 'message.sent',
    actor: officerIn(people, from),
    peer,
    message: digest,
    ...(sequence === undefined ? {} : { sequence }),
  })
}
