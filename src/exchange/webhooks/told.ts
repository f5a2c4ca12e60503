import type { EventName } from '../../audit/events.ts'
import type { ToldEntry } from '../../store/webhooks/deliveries.ts'

/** Events of the log of which systems may be told, with what they mean to them. */
export const toldEvents = {
  'message.received': 'a message of the other State is in the record',
  'message.placed': 'the other State has acknowledged a message of ours, which has its place now',
  'message.rejected': 'the other State has refused a message of ours',
  'receipt.received': 'the other State has acknowledged a message of ours',
  'delivery.abandoned': 'a message of ours could not be delivered, and a person must look',
  'clock.ranOut': 'a deadline has passed, or the date of a condition',
  'exhibit.received': 'a file is here as a whole, and verified',
  'exhibit.damaged': 'what came of a file is not what was announced',
  'draft.approved': 'a person has approved a draft of a system',
  'draft.returned': 'a draft of a system came back',
  'draft.dropped': 'a draft of a system was dropped',
} as const satisfies Partial<Record<EventName, string>>

export type ToldEvent = keyof typeof toldEvents

/** Whether systems may be told of it. */
export function isToldEvent(name: string): name is ToldEvent {
  return Object.hasOwn(toldEvents, name)
}

/** What a system is told: which event, when, and the ids by which it asks for the rest. Never a word of a case. */
export function payloadOf({
  index,
  event,
  at,
  request,
  message,
  draft,
  deposit,
  measure,
}: ToldEntry): string {
  const ids = { request, message, draft, deposit, measure }
  const named = Object.fromEntries(Object.entries(ids).filter(([, id]) => id !== null))
  return JSON.stringify({ type: event, timestamp: at.toISOString(), data: { entry: index, ...named } })
}
