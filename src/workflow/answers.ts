import type { Message } from '../message/generated/types.ts'
import { particular } from '../message/particular.ts'
import { type Refusal, refuse } from '../message/refusal.ts'
import { unanswered } from '../message/unanswered.ts'
import type { RequestState } from './state.ts'

/**
 * Refuses an answer to what the message that it answers did not ask (ANSWER_NOT_ASKED), and one that leaves a question of it without
 * an answer (ANSWER_MISSING): with it the question is over, and nobody could answer it any more. Of the sender alone: what came
 * from a node that did not know this is taken, and its letter says what it leaves open.
 *
 * @param asked - the message that is answered; undefined: it is not here
 */
export function answersRefusal(
  asked: Message | undefined,
  message: Message,
  state: RequestState | null,
): Refusal | null {
  if (asked?.type !== 'information-request' || message.type !== 'information-response') return null
  // What is not open any more is told by the workflow.
  const question = state?.questions.find((one) => one.message === asked.id)
  if (question === undefined) return null
  const items = asked.body.items.map(({ id }) => id)
  const place = message.body.answers.findIndex(({ item }) => !items.includes(item))
  const other = message.body.answers[place]
  if (other !== undefined)
    return refuse('ANSWER_NOT_ASKED', {
      pointer: `/body/answers/${place}/item`,
      says: [particular('itemNotAsked', { item: other.item, items })],
      expected: items,
    })
  const left = unanswered(asked, message, question.measures).map(({ id }) => id)
  if (left.length === 0) return null
  return refuse('ANSWER_MISSING', {
    pointer: '/body/answers',
    says: [particular('itemsUnanswered', { items: left })],
    expected: left,
  })
}
