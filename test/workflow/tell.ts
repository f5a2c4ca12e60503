import assert from 'node:assert/strict'
import type { MessageType } from '../../src/message/generated/types.ts'
import type { JsonObject, JsonValue } from '../../src/message/json.ts'
import type { MeasureState, RequestState, Side } from '../../src/workflow/state.ts'
import { examplesOf, retold } from './examples.ts'
import { type Words, after, by, start } from './speak.ts'
import { only } from './walk.ts'

/** What the published example of a type and outcome says, at a time. */
export function tells(type: MessageType, outcome: string | null, side: Side, at: number): Words {
  const [example] = examplesOf(type, outcome)
  assert.ok(example !== undefined, `${type} ${outcome ?? ''}`)
  return { type, ...by(side), at: after(at), measures: ['m1'], ...retold(example, 'm1', start + at) }
}

/** The same words with other members in what they say of the measure. */
export function changed(words: Words, members: object): Words {
  const body = words.body as { outcomes: readonly JsonObject[] }
  return { ...words, body: { ...body, outcomes: body.outcomes.map((one) => ({ ...one, ...members })) } }
}

/** What the requested side says of the measure. */
export function says(type: MessageType, outcome: string, at: number, members: object): Words {
  const body = { outcomes: [{ measure: 'm1', outcome, ...members }] }
  return { type, ...by('requested'), at: after(at), body }
}

export function stateOf(request: RequestState): string {
  return only(request).state
}

export function factsOf(request: RequestState): Readonly<Record<string, JsonValue>> {
  return only(request).facts
}

/** The clocks that run, each with its end. */
export function running({ clocks }: MeasureState): readonly (readonly [string, string])[] {
  return clocks.filter(({ stopped }) => stopped === null).map(({ name, ends }) => [name, ends] as const)
}

export function money(amount: string, currency = 'QAR'): object {
  return { amount, currency }
}
