import { hash } from 'node:crypto'
import type { Message } from '../../message/generated/types.ts'
import type { JsonObject, JsonValue } from '../../message/json.ts'
import { selectedIn } from '../../message/selectedIn.ts'
import { type Option, mayAnswer, options } from '../../workflow/allowed.ts'
import type { RequestState, Side } from '../../workflow/state.ts'
import { uuidV7 } from '../identifiers.ts'
import { type Filling, filled, openingsNamedIn } from './filling.ts'
import { type Script, type ScriptLine, type Scripted, typeOf } from './script.ts'

/** A record as the counterpart sees it. */
export interface SeenRecord {
  /** The side of the counterpart. */
  readonly side: Side
  readonly state: RequestState
  /** In its order; those that were erased are not among them. */
  readonly messages: readonly SeenMessage[]
  /** Ids of everything that the counterpart ever said in it, also of what has no place there. */
  readonly said: ReadonlySet<string>
}

export interface SeenMessage {
  readonly message: Message
  /** It is the counterpart's. */
  readonly isOwn: boolean
}

/** A line that was not said yet, and to what it would be. */
export interface OpenLine {
  readonly line: ScriptLine
  readonly trigger: Message
  /** The id under which it is said: the same however often it is tried, so it is said once. */
  readonly id: string
}

/** What is said, before its files are there. */
export interface Said {
  readonly measures?: readonly string[]
  readonly inReplyTo?: string
  readonly body: JsonObject
}

/**
 * The lines that are still to be said in a record, in the order of what they react to and of the script: what was said is known by
 * its id, which the record has.
 */
export function openLines({ lines }: Script, { side, messages, said }: SeenRecord): readonly OpenLine[] {
  const heard = messages.filter(({ isOwn }) => !isOwn).map(({ message }) => message)
  const all = heard.flatMap((trigger) =>
    lines
      .filter((line) => line.side === side && isAbout(line.on, trigger))
      .map((line) => ({ line, trigger, id: idOf(line, trigger) })),
  )
  const timesSaid = (of: ScriptLine): number =>
    all.filter(({ line, id }) => line.id === of.id && said.has(id)).length
  return all.filter(({ line, id }) => !said.has(id) && timesSaid(line) < (line.times ?? 1))
}

/** Whether a message is of a type and says an outcome, of itself or of a measure. */
export function isAbout(
  { type, outcome }: { readonly type: string; readonly outcome?: string },
  message: Pick<Message, 'type' | 'body'>,
): boolean {
  if (message.type !== type) return false
  return outcome === undefined || outcomesIn(message).includes(outcome)
}

/** What a message says of itself or of its measures. */
export function outcomesIn({ type, body }: Pick<Message, 'type' | 'body'>): readonly string[] {
  const said = body as unknown as JsonObject
  const list = Array.isArray(said.outcomes) ? said.outcomes : []
  const ofMeasures = list.flatMap((one) =>
    typeof one === 'object' && one !== null && 'outcome' in one && typeof one.outcome === 'string'
      ? [one.outcome]
      : [],
  )
  const own = selectedIn(type, said)
  return own === null ? ofMeasures : [own, ...ofMeasures]
}

function idOf({ id }: ScriptLine, trigger: Message): string {
  const random = hash('sha256', JSON.stringify(['training', trigger.from, trigger.id, id]), 'buffer')
  return uuidV7(new Date(trigger.sentAt), random.subarray(0, 10))
}

/**
 * What a line says now, or null where the workflow lets the counterpart say it of nothing, or where it names a request that has
 * not begun.
 */
export function saidNow(
  { say }: ScriptLine,
  trigger: Message,
  { state, side }: Pick<SeenRecord, 'state' | 'side'>,
  known: Omit<Filling, 'trigger'>,
): Said | null {
  const type = typeOf(say.type)
  const option = options(state, side).find((one) => one.type === type) ?? null
  if (option === null) return null
  if (openingsNamedIn(jsonOf(say.body)).some((opening) => !known.requests.has(opening))) return null
  const filling = { ...known, trigger: trigger as unknown as JsonValue }
  const outcomes = say.outcomes === undefined ? null : outcomesOf(say.outcomes, option, state)
  if (outcomes?.length === 0) return null
  const body = filled(outcomes === null ? jsonOf(say.body) : { ...say.body, outcomes }, filling)
  const own = selectedIn(type, body)
  const measures = say.measures === undefined ? null : chosen(say.measures, option, state, own)
  if (measures?.length === 0) return null
  const concerned = measures ?? (outcomes ?? []).map(({ measure }) => measure)
  const open = mayAnswer(type, option, concerned, own)
  if (open.length === 0 && !isSayable(option, own)) return null
  const inReplyTo = open.includes(trigger.id) ? trigger.id : open[0]
  return {
    body,
    ...(measures === null ? {} : { measures }),
    ...(inReplyTo === undefined ? {} : { inReplyTo }),
  }
}

/** Whether it may say that of itself where it need not answer. */
function isSayable({ measures }: Option, own: string | null): boolean {
  return own === null || measures.some(({ outcome }) => outcome === null || outcome === own)
}

type Choice = NonNullable<Scripted['measures']>

/** What is said of each measure of which the workflow lets it be said, by the first part of the script that fits it. */
function outcomesOf(
  parts: NonNullable<Scripted['outcomes']>,
  { measures }: Option,
  state: RequestState,
): (JsonObject & { readonly measure: string })[] {
  return state.measures.flatMap(({ id }) => {
    const part = parts.find(
      (one) =>
        fits(one, id, state) &&
        measures.some(({ measure, outcome }) => {
          const { outcome: said } = one.say as { readonly outcome?: unknown }
          return measure === id && (outcome === null || outcome === said)
        }),
    )
    return part === undefined ? [] : [{ measure: id, ...jsonOf(part.say) }]
  })
}

function chosen(
  choice: Choice,
  { measures }: Option,
  state: RequestState,
  own: string | null,
): readonly string[] {
  const sayable = measures.filter(({ outcome }) => own === null || outcome === null || outcome === own)
  return state.measures
    .map(({ id }) => id)
    .filter((id) => fits(choice, id, state) && sayable.some(({ measure }) => measure === id))
}

function fits({ kinds, place }: Choice, id: string, { measures }: RequestState): boolean {
  const at = measures.findIndex((measure) => measure.id === id)
  const kind = measures[at]?.kind
  const isLast = measures.length > 1 && at === measures.length - 1
  const stands = { first: at === 0, notFirst: at > 0, last: isLast, notLast: !isLast }
  const isOfKind = kinds === undefined || kinds.some((one) => JSON.stringify(one) === JSON.stringify(kind))
  return isOfKind && (place === undefined || stands[place])
}

/** What the schema leaves open is JSON: it was read as such. */
function jsonOf(value: object): JsonObject {
  return value as JsonObject
}
