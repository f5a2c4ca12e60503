import type { ErrorObject } from 'ajv/dist/2020.js'
import type { Message } from './generated/types.ts'
import type { JsonObject, JsonValue } from './json.ts'
import type { Refusal } from './refusal.ts'
import { thoroughValidatorOf } from './registry.ts'
import { faultOf } from './fault.ts'

/** A value of which any part may be missing, as long as somebody works on it: what is there is of its type. */
export type Unfinished<T> = T extends readonly (infer Item)[]
  ? readonly (Unfinished<Item> | undefined)[]
  : T extends object
    ? { readonly [Name in keyof T]?: Unfinished<T[Name]> | undefined }
    : T

/** What is to be said of the shape of a draft, and what of it can be read all the same. */
export interface DraftShape {
  /** Every fault, in the order of the schemas, at most `faultsMax`. */
  readonly faults: readonly Refusal[]
  /** How many more there are. */
  readonly more: number
  readonly readable: Unfinished<Message>
}

export const faultsMax = 50

/** Judges the shape of what somebody writes as a message of a known type: every fault, where `validateMessage` tells one. */
export function shapeOfDraft(draft: JsonObject, type: string): DraftShape {
  const validator = thoroughValidatorOf(type)
  validator.call({}, draft)
  const errors = validator.errors ?? []
  const faults = toldApart(errors)
  return {
    faults: faults.slice(0, faultsMax),
    more: Math.max(0, faults.length - faultsMax),
    readable: without(draft, errors),
  }
}

/** One fault of a body, for whoever words it: what is asked, and where. */
export interface BodyFault {
  /** In the body (RFC 6901). */
  readonly pointer: string
  /** The keyword of the schema that is not kept. */
  readonly keyword: string
  /** What the keyword says: a bound, the name of a member. */
  readonly params: Readonly<Record<string, unknown>>
  /** Where none of several alternatives fits: the members of which one would do. */
  readonly oneOf: readonly string[]
}

/** Every fault of the body of a message of a known type, in the order of the schemas, at most so many. */
export function faultsOfBody(type: string, body: JsonObject, most: number = faultsMax): readonly BodyFault[] {
  const validator = thoroughValidatorOf(type)
  validator.call({}, { type, body })
  const errors = (validator.errors ?? []).filter(({ instancePath }) => /^\/body(\/|$)/.test(instancePath))
  return toldErrors(errors)
    .slice(0, most)
    .map(({ error, below }) => ({
      pointer: error.instancePath.slice('/body'.length),
      keyword: error.keyword,
      params: error.params as Record<string, unknown>,
      oneOf: below.flatMap(({ params }) => {
        const { missingProperty }: Record<string, unknown> = params
        return typeof missingProperty === 'string' ? [missingProperty] : []
      }),
    }))
}

function toldApart(errors: readonly ErrorObject[]): readonly Refusal[] {
  const told = toldErrors(errors).map(({ error, below }) => faultOf(error, below))
  const keyOf = ({ pointer = '', detail = '' }: Refusal): string => `${pointer} ${detail}`
  const first = new Map(told.map((one) => [keyOf(one), one]))
  return [...first.values()]
}

/** An error that is told, and those of the alternatives of which it says that none fits. */
interface ToldError {
  readonly error: ErrorObject
  readonly below: readonly ErrorObject[]
}

/**
 * An alternative that was not meant has faults of its own: of those, only that none fits is told. Each error is looked at once: there
 * may be tens of thousands, and as many choices.
 */
function toldErrors(errors: readonly ErrorObject[]): readonly ToldError[] {
  const choices = choicesIn(errors)
  const told: ToldError[] = []
  for (const error of errors) {
    const around = choicesAround(choices, error)
    for (const below of around) below.push(error)
    if (error.keyword === 'if' || around.length > 0) continue
    told.push({ error, below: choices.get(error.schemaPath)?.get(error.instancePath) ?? [] })
  }
  return told
}

/** Errors that were found below a choice of which nothing fits, by where the schema states it and where the value stands. */
type Choices = ReadonlyMap<string, ReadonlyMap<string, ErrorObject[]>>

function choicesIn(errors: readonly ErrorObject[]): Choices {
  const choices = new Map<string, Map<string, ErrorObject[]>>()
  for (const { keyword, schemaPath, instancePath } of errors) {
    if (!alternatives.has(keyword)) continue
    const places = choices.get(schemaPath) ?? new Map<string, ErrorObject[]>()
    choices.set(schemaPath, places.set(instancePath, []))
  }
  return choices
}

function choicesAround(
  choices: Choices,
  { schemaPath, instancePath }: ErrorObject,
): readonly ErrorObject[][] {
  return parentsOf(schemaPath).flatMap((stated) => {
    const places = choices.get(stated)
    if (places === undefined) return []
    return [instancePath, ...parentsOf(instancePath)].flatMap((at) => {
      const below = places.get(at)
      return below === undefined ? [] : [below]
    })
  })
}

/** Every path that a path goes through before its end. */
function parentsOf(path: string): readonly string[] {
  const parents: string[] = []
  for (let end = path.lastIndexOf('/'); end >= 0; end = path.lastIndexOf('/', end - 1)) {
    parents.push(path.slice(0, end))
    if (end === 0) break
  }
  return parents
}

const alternatives: ReadonlySet<string> = new Set(['oneOf', 'anyOf', 'contains'])

/** Keywords that say that something is not there, or too little of it: what is there can be read. */
const ofAbsence: ReadonlySet<string> = new Set([
  ...alternatives,
  'required',
  'if',
  'minItems',
  'minProperties',
  'maxItems',
  'maxProperties',
  'uniqueItems',
  'oneChain',
])

/** The draft without what has not the shape that it should; an item of a list leaves its place empty for the others. */
function without(draft: JsonObject, errors: readonly ErrorObject[]): JsonObject {
  const wrong = new Set(
    errors.flatMap((error) => {
      const { instancePath, keyword } = error
      const { additionalProperty }: Record<string, unknown> = error.params
      if (typeof additionalProperty === 'string') return [`${instancePath}/${escaped(additionalProperty)}`]
      return ofAbsence.has(keyword) ? [] : [instancePath]
    }),
  )
  return (wrong.has('') ? {} : kept(draft, '', wrong)) as JsonObject
}

function kept(value: JsonValue, pointer: string, wrong: ReadonlySet<string>): unknown {
  if (Array.isArray(value))
    return value.map((item, place) =>
      wrong.has(`${pointer}/${place}`) ? undefined : kept(item, `${pointer}/${place}`, wrong),
    )
  if (typeof value !== 'object' || value === null) return value
  const members = Object.entries(value).filter(([name]) => !wrong.has(`${pointer}/${escaped(name)}`))
  return Object.fromEntries(
    members.map(([name, member]) => [name, kept(member, `${pointer}/${escaped(name)}`, wrong)]),
  )
}

/** As RFC 6901 writes a name in a pointer. */
function escaped(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1')
}
