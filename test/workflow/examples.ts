import { existsSync, readFileSync, readdirSync } from 'node:fs'
import type { Message, MessageType } from '../../src/message/generated/types.ts'
import type { JsonObject, JsonValue } from '../../src/message/json.ts'
import { schemaBase } from '../../src/message/unions.ts'
import { placesOf } from '../../src/workflow/concerned.ts'
import { said } from '../../src/workflow/said.ts'
import { isObject } from '../message/schemaWalk.ts'

const folder = 'schemas/example'
const moment = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{3})?(Z|[+-]\d{2}:\d{2})$/
const date = /^\d{4}-\d{2}-\d{2}$/

/** A message of the published examples, with what it says of its first measure. */
export interface Example {
  readonly type: MessageType
  readonly outcome: string | null
  readonly message: Message
}

/** Every published example of a message: one file for each type, `type.json`, and more of them as `type.what.json`. */
export const examples: readonly Example[] = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name) => JSON.parse(readFileSync(`${folder}/${name}`, 'utf8')) as JsonObject)
  .filter((value) => typeof value.type === 'string' && isObject(value.body))
  .flatMap((value) => {
    const message = value as unknown as Message
    const outcomes = [...new Set(said(message).map(({ outcome }) => outcome))]
    return outcomes.map((outcome) => ({ type: message.type, outcome, message }))
  })

/** The examples of one type and outcome. */
export function examplesOf(type: string, outcome: string | null): readonly Example[] {
  return examples.filter((one) => one.type === type && one.outcome === outcome)
}

/** The published example of this kind of measure, or a further one, `kind.what.json`. */
export function measureExample(kind: string, what?: string): JsonObject {
  const name = what === undefined ? kind : `${kind}.${what}`
  return JSON.parse(readFileSync(`${folder}/measure/${name}.json`, 'utf8')) as JsonObject
}

/** The published example of what came of this kind of measure. */
export function resultExample(kind: string): JsonObject {
  return JSON.parse(readFileSync(`${folder}/result/${kind}.json`, 'utf8')) as JsonObject
}

/** What the further examples of this kind of measure are called. */
export function furtherExamples(kind: string): readonly string[] {
  return readdirSync(`${folder}/measure`)
    .filter((name) => name.startsWith(`${kind}.`) && name !== `${kind}.json`)
    .map((name) => name.slice(kind.length + 1, -'.json'.length))
}

/** What an example says, with a result of this kind where the type takes one of any kind. */
export function withResultOf(kind: string, type: string, body: JsonObject): JsonObject {
  if (placesOf(`message/${type}.json`, `${schemaBase}result.json`).length === 0) return body
  if (!existsSync(`${folder}/result/${kind}.json`)) return body
  const fitting = (said: JsonObject): JsonObject =>
    isObject(said.result) && said.result.kind !== kind ? { ...said, result: resultExample(kind) } : said
  const { outcomes } = body
  return fitting(
    Array.isArray(outcomes)
      ? { ...body, outcomes: outcomes.map((one) => (isObject(one) ? fitting(one) : one)) }
      : body,
  )
}

/** What an example says, as if it were sent at `at` (milliseconds) about another measure; its dates move with it. */
export function retold(
  { message, outcome }: Example,
  measure: string,
  at: number,
): { body: JsonObject; exhibits: readonly object[] } {
  const shiftMs = at - Date.parse(message.sentAt)
  const body = shifted(message.body as unknown as JsonObject, shiftMs) as JsonObject
  return { body: about(body, measure, outcome), exhibits: message.exhibits }
}

/** An example as a value whose dates are where they would be had it been said at another time. */
export function shifted(value: JsonValue, shiftMs: number): JsonValue {
  if (typeof value === 'string') return shiftedText(value, shiftMs)
  if (Array.isArray(value)) return value.map((one) => shifted(one, shiftMs))
  if (!isObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, shifted(one, shiftMs)]))
}

function shiftedText(text: string, shiftMs: number): string {
  if (moment.test(text)) return new Date(Date.parse(text) + shiftMs).toISOString()
  return date.test(text) ? new Date(Date.parse(text) + shiftMs).toISOString().slice(0, 10) : text
}

function about(body: JsonObject, measure: string, outcome: string | null): JsonObject {
  const renamed = withoutMeasures(body) as JsonObject
  if (!Array.isArray(renamed.outcomes)) return renamed
  const first = renamed.outcomes.find((one) => isObject(one) && one.outcome === outcome)
  return { ...renamed, outcomes: [{ ...(first as JsonObject), measure }] }
}

/** Conditions without the measures that they name: they are for those of the message. */
function withoutMeasures(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(withoutMeasures)
  if (!isObject(value)) return value
  const isCondition = typeof value.code === 'string' && Array.isArray(value.measures)
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !(isCondition && name === 'measures'))
      .map(([name, one]) => [name, withoutMeasures(one)]),
  )
}
