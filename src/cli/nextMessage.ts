import type { MessageType } from '../message/generated/types.ts'
import type { JsonObject, JsonValue } from '../message/json.ts'
import { selectedIn } from '../message/selectedIn.ts'
import { type Option, mayAnswer } from '../workflow/allowed.ts'
import { bodyPlace, isObject, itemPlace, memberPlace, requires, wordsOf } from './bodySchema.ts'
import { CommandFailure, exitCodes, wrongUse } from './outcome.ts'
import { type Setting, withSetting } from './settings.ts'

/** What a person says of the body of a message. */
export interface Words {
  readonly type: MessageType
  /** From a file; an empty object where there is none. */
  readonly body: JsonValue
  readonly settings: readonly Setting[]
  readonly measures: readonly string[]
  readonly outcome?: string
  /** Every measure of the request, for a type that is not expected now: the refusal then says what is. */
  readonly allMeasures: readonly string[]
}

/** What goes into the message: the measures stand in the body where its type says something of each, else in the frame. */
export interface Composed {
  readonly body: JsonValue
  readonly measures?: readonly string[]
}

/**
 * Composes a body. Where the type says something of each measure and the body does not yet, the outcomes are begun:
 * for the measures named, else for those of which this may be said now.
 *
 * @param option - what may be said now, or null where this type is not expected
 * @throws CommandFailure WRONG_USE
 */
export function compose(words: Words, option: Option | null): Composed {
  const { type, body, settings, measures, outcome } = words
  const place = bodyPlace(type)
  if (!isObject(body)) throw wrongUse('the body must be a JSON object')
  const hasOutcomes = memberPlace(place, 'outcomes').length > 0
  if (!hasOutcomes && outcome !== undefined) throw wrongUse(`${type} has no outcomes; leave --outcome out`)
  const isSaid =
    Object.hasOwn(body, 'outcomes') || settings.some(({ path }) => path[0] === 'outcomes' && path[1] !== '*')
  if (hasOutcomes && isSaid && (measures.length > 0 || outcome !== undefined))
    throw wrongUse('the body names its measures and outcomes itself; leave --measure and --outcome out')
  const isBegun = hasOutcomes && !isSaid && (requires(place, 'outcomes') || isWanted(words))
  const begun: JsonObject = isBegun ? { ...body, outcomes: beginOutcomes(words, option) } : body
  const composed = settings.reduce((made, setting) => withSetting(made, place, setting), begun)
  return { body: composed, ...(isSaid || isBegun || measures.length === 0 ? {} : { measures }) }
}

/** Whether a person says something of each measure where the type lets it be left out. */
function isWanted({ outcome, settings }: Words): boolean {
  return outcome !== undefined || settings.some(({ path }) => path[0] === 'outcomes')
}

function beginOutcomes({ type, measures, outcome, allMeasures }: Words, option: Option | null): JsonValue[] {
  const place = memberPlace(itemPlace(memberPlace(bodyPlace(type), 'outcomes')), 'outcome')
  const offered = (option?.measures ?? []).filter(
    (one) =>
      (measures.length === 0 || measures.includes(one.measure)) &&
      (outcome === undefined || one.outcome === outcome),
  )
  const words = [...new Set(offered.flatMap((one) => (one.outcome === null ? [] : [one.outcome])))]
  const known = words.length === 0 ? wordsOf(place) : words
  const [only, ...others] = known
  const chosen = outcome ?? (others.length === 0 ? only : undefined)
  if (chosen === undefined) throw wrongUse(`say --outcome, one of: ${known.join(', ')}`)
  const sayable = offered.length > 0 ? offered.map(({ measure }) => measure) : allMeasures
  const concerned = measures.length > 0 ? measures : [...new Set(sayable)]
  return concerned.map((measure) => ({ measure, outcome: chosen }))
}

/**
 * The message that an answer answers: the one named, else the only one that is open. A closing or a reopening
 * confirms what the other side has proposed, where it has. Undefined where nothing has to be answered.
 *
 * @throws CommandFailure REPLY_MISSING with the open messages where there are several
 */
export function replyOf(
  type: MessageType,
  option: Option | null,
  body: JsonValue,
  measures: readonly string[],
): string | undefined {
  const concerned = [...measures, ...measuresIn(body)]
  const said = selectedIn(type, body)
  const open = mayAnswer(type, option, concerned, said)
  if (open.length === 0) return undefined
  const [only, ...others] = open
  if (others.length === 0) return only
  throw new CommandFailure(
    exitCodes.wrongUse,
    'REPLY_MISSING',
    `${type} may answer several messages; say which with --reply-to: ${open.join(', ')}`,
    { expected: open },
  )
}

function measuresIn(body: JsonValue): readonly string[] {
  const outcomes = isObject(body) && Array.isArray(body.outcomes) ? body.outcomes : []
  return outcomes.flatMap((one) => (isObject(one) && typeof one.measure === 'string' ? [one.measure] : []))
}
