import assert from 'node:assert/strict'
import type { MessageType } from '../../src/message/generated/types.ts'
import { marksAt } from '../../src/workflow/marks.ts'
import type { RequestState, Side } from '../../src/workflow/state.ts'
import { examplesOf, retold } from './examples.ts'
import { type Words, after, by, requestBody, start } from './speak.ts'
import { only } from './walk.ts'

/** The words of a published example, said at another time; `where` chooses among several. */
export function told(
  side: Side,
  type: MessageType,
  outcome: string | null,
  at: number,
  more: Partial<Words> & { readonly where?: (body: object) => boolean } = {},
): Words {
  const { where = () => true, ...rest } = more
  const found = examplesOf(type, outcome)
    .map((one) => retold(one, 'm1', start + at))
    .find(({ body }) => where(body))
  assert.ok(found !== undefined, `${type} ${String(outcome)}`)
  return { type, ...by(side), at: after(at), measures: ['m1'], ...found, ...rest }
}

/** Whether a body holds these characters anywhere. */
export function holding(characters: string): (body: object) => boolean {
  return (body) => JSON.stringify(body).includes(characters)
}

/** A request for one measure, in a record that is there or not. */
export function asks(kind: string, at: number, regime: string): Words {
  return {
    type: 'request',
    ...by('requesting'),
    at: after(at),
    body: requestBody([{ id: 'm1', kind }], regime),
  }
}

export function stateOf(request: RequestState): string {
  return only(request).state
}

/** The marks at an instant, each with its clock. */
export function marks(request: RequestState, at: number): readonly string[] {
  return marksAt(only(request), new Date(start + at)).map(({ clock, mark }) => `${clock} ${mark}`)
}

/** The clocks that run, but for the service target of the acknowledgement. */
export function running(request: RequestState): readonly string[] {
  return only(request)
    .clocks.filter(
      ({ name, stopped, paused }) => name !== 'ACK_TARGET' && stopped === null && paused === null,
    )
    .map(({ name }) => name)
}

/** When a clock of the measure began, after the beginning of the test. */
export function beginningOf(request: RequestState, name: string): number {
  return Date.parse(only(request).clocks.find((clock) => clock.name === name)?.started ?? '') - start
}
