import type { Answer, Question } from './generated/types.ts'
import { type Refusal, type Result, refuse } from './refusal.ts'
import { validatorOf } from './registry.ts'
import { judge } from './validate.ts'

/** Bounds of what two nodes ask and tell each other about their records; those of the lists are the ones of the schemas. */
export const recallLimits = {
  /** Ranges of one question, and the records that the asker puts into one of its ranges. */
  rangesMax: 400,
  rangeRecords: 250,
  /** Records that one answer lists. */
  recordsMax: 500,
  /** Messages that one answer hands over, and the characters of their sealed lines (one may be longer). */
  messagesMax: 20,
  sealedCharactersMax: 3 * 1024 * 1024,
  /** Messages that one answer about a balance lists. */
  balanceMessagesMax: 1_000,
  /** Promised entries that one question asks about. */
  proofsMax: 500,
} as const

/** What is asked: which records differ, what there is of one, the newest trust list of the asker, a balance. */
export type Wanted = Question['want']

/** What is told: of the kind that was asked for. */
export type Found = Answer['found']

/** Some records, in the order of their ids: how many, and their marks XORed. */
export type Range = Extract<Wanted, { what: 'records' }>['ranges'][number]

/** Where a record stands at the node that answers. */
export type ToldRecord = Extract<Found, { what: 'records' }>['records'][number]

/** Judges the shape of a question, and that its ranges follow one another. Refuses with MESSAGE_INVALID. */
export function validateQuestion(value: unknown): Result<{ question: Question }> {
  const misshapen = judge(validatorOf('question.json'), value)
  if (misshapen !== null) return misshapen
  const question = value as Question
  return outOfOrder(question.want) ?? { ok: true, question }
}

/** Whoever answers reads each range: those that lie in one another would have all records read once for each. */
function outOfOrder(want: Wanted): Refusal | null {
  if (want.what !== 'records') return null
  let from = want.after ?? ''
  let isToTheEnd = false
  for (const [at, { until }] of want.ranges.entries()) {
    if (isToTheEnd || (until !== undefined && until <= from))
      return refuse('MESSAGE_INVALID', { pointer: `/want/ranges/${at}${isToTheEnd ? '' : '/until'}` })
    isToTheEnd = until === undefined
    from = until ?? from
  }
  return null
}

/** Judges the shape of an answer. Refuses with MESSAGE_INVALID. */
export function validateAnswer(value: unknown): Result<{ answer: Answer }> {
  return judge(validatorOf('answer.json'), value) ?? { ok: true, answer: value as Answer }
}
