import type { JsonObject, JsonValue } from './json.ts'
import { isLinear } from './pattern.ts'

/** A rule that every schema of a message keeps, and which a schema has broken. */
export type SchemaFault =
  | 'ANYTHING_ALLOWED'
  | 'LIST_UNBOUNDED'
  | 'NUMBER_UNBOUNDED'
  | 'OBJECT_OPEN'
  | 'PATTERN_NOT_LINEAR'
  | 'SECRET_NAMED'
  | 'STRING_UNBOUNDED'

export interface SchemaProblem {
  readonly code: SchemaFault
  /** Where in the document, RFC 6901 without escapes. */
  readonly pointer: string
  readonly words: string
}

/**
 * What a schema lets pass that no message may hold: anything without a bound, an object that takes members which
 * nobody has described, a pattern that can be made to cost, a member for a key or a recovery phrase. The same
 * rules hold for the published schemas and for those that a State adds.
 */
export function schemaProblems(document: JsonObject): readonly SchemaProblem[] {
  return [...describedIn(document, '', 'value')].flatMap(({ schema, pointer, role }) =>
    rules.flatMap((rule) => rule(schema, pointer, role)),
  )
}

/**
 * What a schema is there for. `member`: alone to say what stands at a place. `value`: together with others. `condition`:
 * to narrow or to tell apart what another one describes.
 */
type Role = 'member' | 'value' | 'condition'

interface Described {
  readonly schema: JsonObject
  readonly pointer: string
  readonly role: Role
}

type Rule = (schema: JsonObject, pointer: string, role: Role) => readonly SchemaProblem[]

const bounded: Rule = (schema, pointer, role) => {
  if (role === 'condition') return []
  const is = (type: string) => schema.type === type || listOf(schema.type).includes(type)
  return [
    ...(is('string') && !isBoundString(schema)
      ? [problem('STRING_UNBOUNDED', pointer, 'a string without maxLength')]
      : []),
    ...(is('array') && typeof schema.maxItems !== 'number'
      ? [problem('LIST_UNBOUNDED', pointer, 'a list without maxItems')]
      : []),
    ...(is('array') && schema.items === undefined && schema.maxItems !== 0
      ? [problem('ANYTHING_ALLOWED', pointer, 'a list of which nobody knows what its items are')]
      : []),
    ...(is('number') || (is('integer') && !isBetween(schema))
      ? [problem('NUMBER_UNBOUNDED', pointer, 'a number that is no integer with minimum and maximum')]
      : []),
  ]
}

function isBoundString({ maxLength, enum: list, const: constant, oneOf }: JsonObject): boolean {
  if (typeof maxLength === 'number' || Array.isArray(list) || constant !== undefined) return true
  const choices = listOf(oneOf)
  return choices.length > 0 && choices.every((one) => isObject(one) && ('const' in one || '$ref' in one))
}

function isBetween({ minimum, maximum, enum: list, const: constant }: JsonObject): boolean {
  return (
    (typeof minimum === 'number' && typeof maximum === 'number') ||
    Array.isArray(list) ||
    constant !== undefined
  )
}

const closed: Rule = (schema, pointer, role) => {
  const isOfObjects = schema.type === 'object' || isObject(schema.properties)
  return role === 'condition' || !isOfObjects || isClosed(schema)
    ? []
    : [problem('OBJECT_OPEN', pointer, 'an object that takes members which it does not describe')]
}

/** Closed itself, as a bounded map, by one that is said of it as well, or by each of its alternatives. */
function isClosed(schema: JsonValue): boolean {
  if (!isObject(schema)) return schema === false
  const { additionalProperties, unevaluatedProperties, maxProperties, $ref, not } = schema
  if (additionalProperties === false || unevaluatedProperties === false || typeof $ref === 'string')
    return true
  if (isObject(additionalProperties)) return typeof maxProperties === 'number'
  if (isObject(not) && Object.keys(not).length === 0) return true
  const choices = listOf(schema.oneOf ?? schema.anyOf)
  return listOf(schema.allOf).some(isClosed) || (choices.length > 0 && choices.every(isClosed))
}

const meant: Rule = (schema, pointer, role) =>
  role !== 'member' || saysWhat(schema)
    ? []
    : [problem('ANYTHING_ALLOWED', pointer, 'a place of which nobody knows what stands there')]

function saysWhat(schema: JsonValue): boolean {
  if (!isObject(schema)) return schema === false
  if (['type', '$ref', 'const', 'enum'].some((keyword) => keyword in schema)) return true
  const choices = listOf(schema.oneOf ?? schema.anyOf)
  return listOf(schema.allOf).some(saysWhat) || (choices.length > 0 && choices.every(saysWhat))
}

const linear: Rule = ({ pattern, patternProperties }, pointer) =>
  [pattern, ...Object.keys(isObject(patternProperties) ? patternProperties : {})]
    .filter((one) => typeof one === 'string')
    .filter((one) => !isLinear(one))
    .map((one) => problem('PATTERN_NOT_LINEAR', pointer, `the pattern ${one} is not linear`))

/** What members are called that hold a private key, or the words from which one is made again. */
const secret =
  /private|secret|seed|mnemonic|recovery|passphrase|password|spend.?key|view.?key|signing.?key|xprv|\bwif\b/i

const withoutSecrets: Rule = ({ properties }, pointer) =>
  Object.keys(isObject(properties) ? properties : {})
    .filter((name) => secret.test(name))
    .map((name) =>
      problem('SECRET_NAMED', `${pointer}/properties/${name}`, 'no member may hold a key (R-22)'),
    )

const rules: readonly Rule[] = [bounded, closed, meant, linear, withoutSecrets]

function problem(code: SchemaFault, pointer: string, words: string): SchemaProblem {
  return { code, pointer, words }
}

const conditions = ['if', 'contains', 'not', 'propertyNames'] as const
const members = ['items', 'additionalProperties', 'unevaluatedProperties', 'unevaluatedItems'] as const
const named = ['properties', 'patternProperties'] as const
const others = ['then', 'else'] as const

/** Every schema inside a schema, with its pointer. Names of properties are not taken for keywords. */
function* describedIn(schema: JsonObject, pointer: string, role: Role): Generator<Described> {
  yield { schema, pointer, role }
  const inside = (inner: JsonValue | undefined, path: string, part: Role): Generator<Described> =>
    describedAt(inner, `${pointer}/${path}`, role === 'condition' ? 'condition' : part)
  // Where the object is closed by itself or by a part of all, what is said of it besides can only narrow it.
  const isClosedBeside = schema.additionalProperties === false || listOf(schema.allOf).some(isClosed)
  const beside: Role = isClosedBeside ? 'condition' : 'value'
  for (const key of conditions) yield* inside(schema[key], key, 'condition')
  for (const key of members) yield* inside(schema[key], key, 'member')
  for (const key of others) yield* inside(schema[key], key, beside)
  for (const key of ['oneOf', 'anyOf'])
    for (const [place, inner] of listOf(schema[key]).entries())
      yield* inside(inner, `${key}/${place}`, beside)
  for (const [place, inner] of listOf(schema.allOf).entries())
    yield* inside(inner, `allOf/${place}`, isClosed(inner) ? 'value' : beside)
  for (const [place, inner] of listOf(schema.prefixItems).entries())
    yield* inside(inner, `prefixItems/${place}`, 'member')
  for (const key of named)
    for (const [name, inner] of membersOf(schema[key])) yield* inside(inner, `${key}/${name}`, 'member')
  for (const key of ['$defs', 'definitions'])
    for (const [name, inner] of membersOf(schema[key])) yield* inside(inner, `${key}/${name}`, 'member')
  for (const [name, inner] of membersOf(schema.dependentSchemas))
    yield* inside(inner, `dependentSchemas/${name}`, beside)
}

/** `true` lets everything pass; it is told like a schema that says nothing. */
function* describedAt(inner: JsonValue | undefined, pointer: string, role: Role): Generator<Described> {
  if (inner === true) yield { schema: {}, pointer, role }
  if (isObject(inner)) yield* describedIn(inner, pointer, role)
}

function membersOf(value: JsonValue | undefined): readonly [string, JsonValue][] {
  return isObject(value) ? Object.entries(value) : []
}

function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? value : []
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
