import type { Message } from '../message/generated/types.ts'
import { particular } from '../message/particular.ts'
import { type Result, refuse } from '../message/refusal.ts'
import { said } from './said.ts'
import type { Question, RequestState } from './state.ts'

/**
 * What parts ways is split: a message that speaks of `m1.1` and `m1.2` and says why puts them in the place of `m1`,
 * each with its own state from then on. Refuses a split into fewer than two parts, or beside its whole, with
 * MEASURE_UNKNOWN.
 */
export function split(request: RequestState, message: Message): Result<{ request: RequestState }> {
  const parts = partsIn(request, message)
  for (const [whole, ids] of parts) {
    if (ids.length < 2 || isNamed(message, whole))
      return refuse('MEASURE_UNKNOWN', { says: [particular('measuresAre', { measures: ids })] })
  }
  if (parts.size === 0) return { ok: true, request }
  const measures = request.measures.flatMap(
    (measure) => parts.get(measure.id)?.map((id) => ({ ...measure, id })) ?? [measure],
  )
  const questions = request.questions.map((question) => withParts(question, parts))
  return { ok: true, request: { ...request, measures, questions } }
}

function partsIn(request: RequestState, message: Message): ReadonlyMap<string, readonly string[]> {
  const parts = new Map<string, string[]>()
  const known = new Set(request.measures.map(({ id }) => id))
  for (const { measure, fields } of said(message)) {
    if (measure === null || fields.split === undefined || known.has(measure)) continue
    const [whole = ''] = measure.split('.')
    if (!known.has(whole)) continue
    parts.set(whole, [...(parts.get(whole) ?? []), measure])
  }
  return parts
}

function isNamed(message: Message, id: string): boolean {
  return said(message).some(({ measure }) => measure === id)
}

function withParts(question: Question, parts: ReadonlyMap<string, readonly string[]>): Question {
  return { ...question, measures: question.measures.flatMap((id) => parts.get(id) ?? [id]) }
}
