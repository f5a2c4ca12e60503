import type { Answer, Question } from './generated/types.ts'
import type { Result } from './refusal.ts'
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

/** Judges the shape of a question. Refuses with MESSAGE_INVALID. */
export function validateQuestion(value: unknown): Result<{ question: Question }> {
  return judge(validatorOf('question.json'), value) ?? { ok: true, question: value as Question }
}

/** Judges the shape of an answer. Refuses with MESSAGE_INVALID. */
export function validateAnswer(value: unknown): Result<{ answer: Answer }> {
  return judge(validatorOf('answer.json'), value) ?? { ok: true, answer: value as Answer }
}
