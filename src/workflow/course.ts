import { type Result } from '../message/refusal.ts'
import { type Entry, decide } from './decide.ts'
import { opener } from './open.ts'
import { sideOf } from './parties.ts'
import { type Said, said } from './said.ts'
import type { MeasureState, RequestState, Side } from './state.ts'

/** One message of a record, with what the request was before it and is after it. */
export interface Step {
  readonly message: Entry['message']
  readonly sequence: number
  readonly side: Side
  /** `sentAt` in milliseconds. */
  readonly at: number
  /**
   * When the other side's node took it, in milliseconds; `at` where that was soon after, as clocks differ, or is not known. A
   * message bears the time that its author gives it: what comes much later was on its way for long, or is dated back.
   */
  readonly came: number
  /** Null where the message opens the record. */
  readonly before: RequestState | null
  readonly after: RequestState
}

/** How much later than it says it was sent a message may come and still count as come at once. */
const onItsWayMs = 5 * 60_000

/**
 * The next step of a record. Pure; refuses as `decide` does where the message does not fit.
 *
 * @param takenAt - when the other side's node took the message, in milliseconds; null: not known
 */
export function stepOf(
  before: RequestState | null,
  entry: Entry,
  takenAt: number | null = null,
): Result<{ step: Step }> {
  const { message } = entry
  const speaker =
    before === null ? { ok: true as const, side: opener(message.type) } : sideOf(before, message)
  if (!speaker.ok) return speaker
  const decision = decide(before, entry)
  if (!decision.ok) return decision
  const after = decision.request
  const at = Date.parse(message.sentAt)
  const came = takenAt !== null && takenAt > at + onItsWayMs ? takenAt : at
  const { side } = speaker
  return { ok: true, step: { message, sequence: after.sequence, side, at, came, before, after } }
}

/** What the message of a step says of a measure, or of all that it concerns. */
export function saidOf({ message }: Pick<Step, 'message'>, measure: string): Said | null {
  return said(message).find((one) => one.measure === null || one.measure === measure) ?? null
}

/** The measure as it was before the step, or null where it was not there. */
export function measureBefore({ before }: Pick<Step, 'before'>, measure: string): MeasureState | null {
  return before?.measures.find(({ id }) => id === measure) ?? null
}
