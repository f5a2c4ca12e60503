import assert from 'node:assert/strict'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import { fullFormats } from 'ajv-formats/dist/formats.js'
import { documents } from './generated/schemas.ts'
import { isHumanText } from './humanText.ts'
import type { JsonObject, JsonValue } from './json.ts'

const base = 'https://rogatory.example/schemas/'
const formatNames = [
  'date',
  'date-time',
  'email',
  'hostname',
  'ipv4',
  'ipv6',
  'json-pointer',
  'uri',
  'uuid',
] as const
/** Where in `documents` the schemas are; the rest are tables. */
const schemaPath =
  /^((code|measure|message|part)\/[a-z0-9-]+|case|envelope|message|receipt|trust-list)\.json$/

const compiled = new Map<string, ValidateFunction>()
let shared: Ajv2020 | null = null

/** The validator of a schema by its path, `receipt.json`. It is compiled at its first use and kept. */
export function validatorOf(path: string): ValidateFunction {
  return cached(path, () => ({ $ref: base + path }))
}

/** The validator of one type of message: the frame, and the body that this type asks for. */
export function validatorOfMessage(type: string): ValidateFunction {
  return cached(`type ${type}`, () => ({
    type: 'object',
    allOf: [{ $ref: `${base}envelope.json` }],
    properties: { type: { const: type }, body: { $ref: `${base}message/${type}.json` } },
  }))
}

function cached(key: string, schema: () => JsonObject): ValidateFunction {
  const known = compiled.get(key)
  if (known !== undefined) return known
  shared ??= registry()
  const validator = shared.compile(schema())
  compiled.set(key, validator)
  return validator
}

/** `ownProperties`: a required member must not be satisfied by the prototype. `allErrors` stays off: it can be made to cost. */
function registry(): Ajv2020 {
  const ajv = new Ajv2020({
    strict: true,
    // A condition asks for members that the object around it defines.
    strictRequired: false,
    allErrors: false,
    ownProperties: true,
    discriminator: true,
  })
  for (const name of formatNames) ajv.addFormat(name, fullFormats[name])
  ajv.addKeyword({
    keyword: 'humanText',
    type: 'string',
    schemaType: 'string',
    metaSchema: { enum: ['line', 'lines'] },
    validate: (kind: 'line' | 'lines', text: string) => isHumanText(kind, text),
  })
  for (const [path, document] of Object.entries(documents)) {
    if (schemaPath.test(path)) ajv.addSchema(withListsAsEnumerations(path, document))
  }
  return ajv
}

/** A published list of codes carries a label and a source for each; to the validator it is an enumeration. */
function withListsAsEnumerations(path: string, document: JsonObject): JsonObject {
  if (!path.startsWith('code/')) return document
  const { oneOf, ...rest } = document
  assert(Array.isArray(oneOf), `${path} is a list of codes`)
  return { ...rest, enum: oneOf.map(constant) }
}

function constant(branch: JsonValue): JsonValue {
  assert(branch !== null && typeof branch === 'object' && !Array.isArray(branch))
  return branch.const ?? null
}
