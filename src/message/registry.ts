import assert from 'node:assert/strict'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import { fullFormats } from 'ajv-formats/dist/formats.js'
import { documents } from './documents.ts'
import type { MessageType } from './generated/types.ts'
import type { JsonObject, JsonValue } from './json.ts'
import { type Documents, exhibitsOf, namesIn, schemaBase } from './unions.ts'
import { addVocabulary } from './vocabulary.ts'

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
  /^((code|measure|message|part|result)\/[a-z0-9-]+|answer|carrier|carrier-receipt|case|envelope|exhibit-manifest|exhibit-report|lote|made|measure|message|profile|question|receipt|request-content|result|text|training|trust-list|workflow)\.json$/

/** The part that stands beside the codes of a list which a State may add to. */
const extensionCode = `${schemaBase}part/extension-code.json`

const compiled = new Map<string, ValidateFunction>()
let shared: Ajv2020 | null = null
let thorough: Ajv2020 | null = null
let types: ReadonlySet<string> | null = null

/**
 * Whether a message of this type can be read here. The types that this State has added to the published ones are
 * unknown to the compiler, and are treated like those it knows.
 */
export function isMessageType(type: string): type is MessageType {
  types ??= new Set(namesIn(documents(), 'message'))
  return types.has(type)
}

/** Every type of message that can be read here, sorted. */
export function knownMessageTypes(): readonly MessageType[] {
  return namesIn(documents(), 'message').filter(isMessageType)
}

/** The validator of a schema by its path, `receipt.json`. It is compiled at its first use and kept. */
export function validatorOf(path: string): ValidateFunction {
  return cached(path, () => ({ $ref: schemaBase + path }))
}

/** The validator of one type of message: the frame, and the body that this type asks for. */
export function validatorOfMessage(type: string): ValidateFunction {
  return cached(`type ${type}`, () => messageSchema(type))
}

/**
 * A validator of one type of message that goes on after the first fault, for what somebody here is writing: never for
 * what a peer sends, who could make that cost. It is compiled apart, at its first use, so that a node that only
 * exchanges never pays for it: not quite a second and 4 MB for a request.
 */
export function thoroughValidatorOf(type: string): ValidateFunction {
  return cached(
    `every fault of ${type}`,
    () => messageSchema(type),
    () => (thorough ??= registryOf(documents(), { areChecked: true, allErrors: true })),
  )
}

function messageSchema(type: string): JsonObject {
  return {
    type: 'object',
    allOf: [{ $ref: `${schemaBase}envelope.json` }],
    properties: {
      type: { const: type },
      body: { $ref: `${schemaBase}message/${type}.json` },
      ...exhibitsOf(documents(), type),
    },
  }
}

function cached(
  key: string,
  schema: () => JsonObject,
  // The published schemas are checked by the tests, and those that a State has added when they were added.
  registry = () => (shared ??= registryOf(documents(), { areChecked: true })),
): ValidateFunction {
  const known = compiled.get(key)
  if (known !== undefined) return known
  const validator = registry().compile(schema())
  compiled.set(key, validator)
  return validator
}

/**
 * A validator that knows these schemas. `ownProperties`: a required member must not be satisfied by the prototype.
 * `allErrors` is for drafts alone: it can be made to cost. The code that is made is left as it comes: to shorten it takes longer
 * than it ever saves.
 *
 * @param areChecked - the schemas are known to be schemas, and are not looked through again
 */
export function registryOf(all: Documents, { areChecked = false, allErrors = false } = {}): Ajv2020 {
  const ajv = new Ajv2020({
    strict: true,
    // A condition asks for members that the object around it defines.
    strictRequired: false,
    allErrors,
    ownProperties: true,
    discriminator: true,
    validateSchema: !areChecked,
    code: { optimize: false, ...(allErrors ? { process: gatheringErrors } : {}) },
    // The caller may hand over an object in which the version of what was used is noted.
    passContext: true,
  })
  for (const name of formatNames) ajv.addFormat(name, fullFormats[name])
  addVocabulary(ajv)
  for (const [path, document] of Object.entries(all)) {
    if (schemaPath.test(path)) ajv.addSchema(withListsAsEnumerations(path, document))
  }
  return ajv
}

/**
 * The code of a validator that gathers every error where it stands: as it is made, each reference copies all errors that were found before
 * it, so that a list of many empty rows takes the square of them.
 */
function gatheringErrors(code: string): string {
  return code.replaceAll(
    /vErrors\.concat\((\w+)\.errors\)/g,
    '($1.errors.forEach((one) => vErrors.push(one)), vErrors)',
  )
}

/**
 * A published list of codes carries a label and a source for each; to the validator it is an enumeration, which costs
 * one look into a set. Where a State may add codes of its own, an object is judged as one of those.
 */
function withListsAsEnumerations(path: string, document: JsonObject): JsonObject {
  if (!path.startsWith('code/')) return document
  const { oneOf, ...rest } = document
  assert(Array.isArray(oneOf), `${path} is a list of codes`)
  const branches = oneOf.filter(isObject)
  const codes = { enum: branches.flatMap(({ const: code }) => (code === undefined ? [] : [code])) }
  const added = branches.find(({ $ref }) => $ref === extensionCode)
  const list = { ...rest, ...newerCodes(branches) }
  return added === undefined
    ? { ...list, ...codes }
    : { ...list, if: { type: 'object' }, then: added, else: codes }
}

/** Codes that came in a later version say so when they are used. */
function newerCodes(branches: readonly JsonObject[]): JsonObject {
  const newer = branches.flatMap(({ const: code, since }) =>
    code === undefined || since === undefined ? [] : [{ if: { const: code }, then: { since } }],
  )
  return newer.length === 0 ? {} : { allOf: newer }
}

function isObject(value: JsonValue): value is JsonObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}
