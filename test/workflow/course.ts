import assert from 'node:assert/strict'
import type { MessageType } from '../../src/message/generated/types.ts'
import { decide } from '../../src/workflow/decide.ts'
import type { RequestState, Side } from '../../src/workflow/state.ts'
import { bodyOf, by, entry, exhibit, messageId, start } from './speak.ts'

/** One row of a course of events: sent at, by, message, measures or what is said of each, what it answers, states after. */
export interface Line {
  readonly at: string
  readonly by: 'Q' | 'S'
  readonly type: MessageType
  readonly of?: string | Readonly<Record<string, string>>
  /** The selector of a message whose body does not speak of measures one by one. */
  readonly says?: string
  readonly answers?: number
  readonly body?: object
  readonly after?: string
  readonly code?: string
}

const dayMs = 86_400_000
const begun = Date.parse('2027-02-01T09:00:00Z')

/** So many days after 1 February 2027. */
export function onDay(day: number): string {
  return new Date(begun + day * dayMs).toISOString()
}

/** A row of the requesting side, sent on that day. */
export function Q(day: number, type: MessageType, rest: Partial<Line> = {}): Line {
  return { at: onDay(day), by: 'Q', type, ...rest }
}

/** A row of the requested side, likewise. */
export function S(day: number, type: MessageType, rest: Partial<Line> = {}): Line {
  return { ...Q(day, type, rest), by: 'S' }
}

/** Plays the rows on an open request; the message of row n has the id of n. A row with a code is refused. */
export function play(request: RequestState, lines: readonly Line[]): RequestState {
  return lines.reduce((state, line, index) => {
    const decision = decide(state, entry(words(line, index + 1)))
    if (line.code !== undefined) {
      assert.equal(decision.ok ? 'accepted' : decision.code, line.code, `row ${index + 1}`)
      return state
    }
    assert.ok(decision.ok, `row ${index + 1}: ${JSON.stringify(decision)}`)
    assert.equal(decision.request.measures.map((one) => one.state).join(' '), line.after, `row ${index + 1}`)
    return decision.request
  }, request)
}

/** Types that hand over the file that their body names. */
const delivering: readonly MessageType[] = ['delivery', 'police-reply']

function words(line: Line, row: number) {
  const side: Side = line.by === 'Q' ? 'requesting' : 'requested'
  const at = Date.parse(line.at) - start
  const files = delivering.includes(line.type) ? { exhibits: [exhibit('E1')] } : {}
  const reply = line.answers === undefined ? {} : { inReplyTo: messageId(90_000 + line.answers) }
  const frame = { type: line.type, ...by(side), at: line.at, id: messageId(90_000 + row), ...files, ...reply }
  if (typeof line.of === 'object') return { ...frame, body: { ...spoken(line, at), ...line.body } }
  const named = line.of === undefined ? {} : { measures: line.of.split(' ') }
  return { ...frame, ...named, body: { ...bodyOf(line.type, line.says ?? null, 'm1', at), ...line.body } }
}

function spoken({ type, of }: Line, at: number): object {
  const each = Object.entries(of as Record<string, string>)
  const bodies = each.map(
    ([measure, outcome]) => bodyOf(type, outcome, measure, at) as { outcomes: object[] },
  )
  return { ...bodies[0], outcomes: bodies.flatMap(({ outcomes }) => outcomes) }
}
