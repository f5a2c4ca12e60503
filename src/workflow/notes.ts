import { canonicalText } from '../message/canonical.ts'
import assert from 'node:assert/strict'
import type { Condition, MessageType, Messages } from '../message/generated/types.ts'
import { readInstant, writeInstant } from './instant.ts'
import { valueAt } from './said.ts'
import type { Consultation, Delivery, MeasureState, Obligation, Offer } from './state.ts'
import type { Turn } from './turn.ts'

type Noting<T extends MessageType> = (turn: Turn & { readonly message: Messages[T] }) => MeasureState

/** What each type of message leaves noted on a measure; the others only move it. */
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
    bound({ ...measure, offer: null }, offerOf(measure).conditions, message.id),
  'conditions-decline': ({ measure }) => ({ ...measure, offer: { ...offerOf(measure), declined: true } }),
  decision: decided,
  postponed: ({ measure }) => ({ ...measure, consultation: null }),
  delivery: delivered,
  'delivery-receipt': received,
  'remedy-notice': ({ measure, message, said }) => ({
    ...measure,
    suspended: said.outcome === 'lodged' && (measure.suspended || message.body.suspensive),
  }),
  reopen: ({ measure, said }) =>
    said.outcome === 'confirmed' && measure.decision === 'refused' ? { ...measure, decision: null } : measure,
  'preservation-confirm': (turn) => ({ ...turn.measure, until: untilOf(turn) }),
  'preservation-extended': (turn) => ({ ...turn.measure, until: untilOf(turn) }),
  'use-consent': usesAnswered,
  'use-refuse': usesAnswered,
}

/** What a message leaves noted on the measure, beside the move itself. */
export function noted(turn: Turn): MeasureState {
  const note = notes[turn.message.type] as ((turn: Turn) => MeasureState) | undefined
  return note === undefined ? turn.measure : note(turn)
}

function consultation(turn: Turn & { readonly message: Messages['consult-open'] }): Consultation {
  const { intended, replyBy, grounds = [] } = turn.message.body
  const codes = grounds.map(({ code }) => code)
  return { message: turn.message.id, intended, grounds: codes, replyBy: instant(turn, replyBy), heard: false }
}

function decided(turn: Turn): MeasureState {
  const { measure, message, said } = turn
  const decision = said.outcome as MeasureState['decision']
  const after = { ...measure, decision, consultation: null, offer: null, suspended: false }
  return bound(after, conditionsOf(turn), message.id)
}

/** A new delivery takes the place of those that were doubted. */
function delivered(turn: Turn): MeasureState {
  const { measure, message, said } = turn
  const named = said.fields.exhibits as readonly string[]
  const exhibits = message.exhibits
    .filter(({ id }) => named.includes(id))
    .map(({ id, sha256 }) => ({ id, sha256 }))
  const delivery: Delivery = { message: message.id, doubted: false, exhibits, conditions: conditionsOf(turn) }
  const standing = measure.deliveries.filter(({ doubted }) => !doubted)
  return { ...measure, deliveries: [...standing, delivery], moreToCome: said.fields.final === false }
}

function received({ measure, message, said }: Turn): MeasureState {
  const delivery = measure.deliveries.find((one) => one.message === message.inReplyTo)
  assert(delivery !== undefined, 'a receipt answers an open delivery')
  if (said.outcome === 'discrepancy') {
    const deliveries = measure.deliveries.map((one) => (one === delivery ? { ...one, doubted: true } : one))
    return { ...measure, deliveries }
  }
  const deliveries = measure.deliveries.filter((one) => one !== delivery)
  return bound({ ...measure, deliveries }, delivery.conditions, message.id)
}

function usesAnswered(turn: Turn): MeasureState {
  const { measure, message } = turn
  assert(message.inReplyTo !== undefined, 'it answers an open request')
  const answer = { request: message.inReplyTo, answer: message.id, consented: message.type === 'use-consent' }
  return bound({ ...measure, uses: [...measure.uses, answer] }, conditionsOf(turn), message.id)
}

function offerOf({ offer }: MeasureState): Offer {
  assert(offer !== null, 'what is accepted or declined was offered')
  return offer
}

/** Conditions become obligations; the same one twice is one. They outlive every state (UN Convention 40(28)). */
function bound(measure: MeasureState, conditions: readonly Condition[], from: string): MeasureState {
  const added = conditions
    .filter(({ measures }) => measures?.includes(measure.id) !== false)
    .map((condition) => obligation(condition, from))
    .filter((one) => !measure.obligations.some((other) => isSame(one, other)))
  return { ...measure, obligations: [...measure.obligations, ...added] }
}

function obligation({ code, until, untilEvent, exhibits, text }: Condition, from: string): Obligation {
  return {
    code,
    until: until ?? null,
    untilEvent: untilEvent ?? null,
    exhibits: exhibits ?? [],
    text: text ?? null,
    from,
  }
}

function isSame(one: Obligation, other: Obligation): boolean {
  // Canonical, because a state that was stored comes back with its members in another order.
  return canonicalText({ ...one, from: '' }) === canonicalText({ ...other, from: '' })
}

function conditionsOf({ message, said }: Turn): readonly Condition[] {
  return (valueAt(message, said, '/conditions') ?? []) as unknown as readonly Condition[]
}

function untilOf(turn: Turn): string {
  return instant(turn, valueAt(turn.message, turn.said, '/until') as string)
}

function instant({ profile }: Turn, text: string): string {
  return writeInstant(readInstant(text, profile.zone))
}
