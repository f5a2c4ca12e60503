import assert from 'node:assert/strict'
import type { MessageType, Messages } from '../message/generated/types.ts'
import { codeText } from '../message/code.ts'
import { bind } from './consequences.ts'
import { restOf } from './handedOver.ts'
import { readInstant, writeInstant } from './instant.ts'
import { answeredBy, valueAt } from './said.ts'
import type { Consultation, MeasureState, Offer } from './state.ts'
import type { Turn } from './turn.ts'

type Noting<T extends MessageType> = (turn: Turn & { readonly message: Messages[T] }) => MeasureState

/** What the procedural messages, which are the same in every family, leave noted; everything else stands in the tables. */
const notes: { readonly [T in MessageType]?: Noting<T> } = {
  'consult-open': (turn) => ({ ...turn.measure, consultation: consultation(turn) }),
  'consult-view': ({ measure }) => ({
    ...measure,
    consultation: measure.consultation && { ...measure.consultation, heard: true },
  }),
  'conditions-offer': ({ measure, message }) => ({
    ...measure,
    offer: { message: message.id, conditions: message.body.conditions, declined: false },
  }),
  'conditions-accept': ({ measure, message }) =>
    bind({ ...measure, offer: null }, offerOf(measure).conditions, message.id),
  'conditions-decline': ({ measure }) => ({ ...measure, offer: { ...offerOf(measure), declined: true } }),
  'confidentiality-choice': (turn) => (turn.said.outcome === 'stop' ? nothingMore(turn) : turn.measure),
  postponed: ({ measure }) => ({ ...measure, consultation: null }),
  'reply-extension': moreTimeForView,
  'delivery-receipt': received,
  reopen: ({ measure, said }) =>
    said.outcome === 'confirmed' && measure.decision === 'refused' ? { ...measure, decision: null } : measure,
  'use-consent': useAnswered,
  'use-refuse': useAnswered,
  withdraw: nothingMore,
}

/** What a procedural message leaves noted on the measure, beside the move itself. */
export function noted(turn: Turn): MeasureState {
  const note = notes[turn.message.type] as ((turn: Turn) => MeasureState) | undefined
  return note === undefined ? turn.measure : note(turn)
}

function consultation(turn: Turn & { readonly message: Messages['consult-open'] }): Consultation {
  const { intended, replyBy, grounds = [] } = turn.message.body
  const codes = grounds.map(({ code }) => codeText(code))
  const until = writeInstant(readInstant(replyBy, turn.profile.zone))
  return { message: turn.message.id, intended, grounds: codes, replyBy: until, heard: false }
}

/** More time for a view: until then nobody has let the time for it pass. UN Convention 40(28). */
function moreTimeForView(turn: Turn & { readonly message: Messages['reply-extension'] }): MeasureState {
  const { measure, message, said, profile } = turn
  const replyBy = valueAt(message, said, '/replyBy')
  const { consultation } = measure
  // The clock is that of the consultation, and not of something that was asked for since.
  const isOfIt = measure.clocks.some(
    ({ name, stopped, ends }) => name === 'REPLY_BY' && stopped === null && ends === consultation?.replyBy,
  )
  if (said.outcome !== 'given' || consultation === null || !isOfIt || typeof replyBy !== 'string')
    return measure
  const until = writeInstant(readInstant(replyBy, profile.zone))
  return { ...measure, consultation: { ...consultation, replyBy: until } }
}

/** What is accepted of a delivery binds by its conditions, and only the rest of it is still to be accepted. */
function received({
  measure,
  message,
  said,
}: Turn & { readonly message: Messages['delivery-receipt'] }): MeasureState {
  const delivery = measure.deliveries.find((one) => one.message === answeredBy(message, said))
  assert(delivery !== undefined, 'a receipt answers an open delivery')
  const rest = restOf(delivery, message, said.outcome === 'discrepancy')
  const deliveries = measure.deliveries.flatMap((one) => (one === delivery ? (rest ?? []) : [one]))
  const isKept = rest === null || rest.exhibits.length < delivery.exhibits.length
  return isKept
    ? bind({ ...measure, deliveries }, delivery.conditions, message.id, delivery.message)
    : { ...measure, deliveries }
}

/** What was still to come is no longer asked for; what was handed over stays, with its obligations. */
function nothingMore({ measure }: Turn): MeasureState {
  return { ...measure, moreToCome: false }
}

function useAnswered({ measure, message }: Turn): MeasureState {
  assert(message.inReplyTo !== undefined, 'it answers an open request')
  const answer = { request: message.inReplyTo, answer: message.id, consented: message.type === 'use-consent' }
  return { ...measure, uses: [...measure.uses, answer] }
}

function offerOf({ offer }: MeasureState): Offer {
  assert(offer !== null, 'what is accepted or declined was offered')
  return offer
}
