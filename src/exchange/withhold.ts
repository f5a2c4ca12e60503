import type { Message } from '../message/generated/types.ts'
import type { Refusal } from '../message/refusal.ts'
import { stateOf } from '../message/stateOf.ts'
import { type PlacedPeople, officerIn } from './approval.ts'
import type { LockedRecord } from './records.ts'
import type { Trail } from './trail.ts'

/** What is not signed because of what another State has given, or because it shows what does not hold, is in the log. */
export function withhold(
  { trail, locked }: { readonly trail: Trail; readonly locked: ReadonlyMap<string, LockedRecord> },
  message: Message,
  people: PlacedPeople,
  refusal: Refusal,
): Refusal {
  const { request, from, to, type } = message
  const event = {
    event: 'message.withheld',
    actor: officerIn(people, from),
    peer: stateOf(to),
    code: refusal.code,
    details: { type },
  } as const
  if (locked.get(request)?.row == null) trail.add(event)
  else trail.about(request, event)
  return refusal
}
