import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import type { AskingWanted, MoveWanted, Rewriting } from '../../exchange/systems/orders.ts'
import type { PlacedFault } from '../../message/placedFault.ts'
import type { MessageType } from '../../message/generated/types.ts'
import type { JsonObject, JsonValue } from '../../message/json.ts'
import { type Result, refuse } from '../../message/refusal.ts'
import { knownMessageTypes } from '../../message/registry.ts'
import { mayOpen } from '../../workflow/open.ts'

const id = { type: 'string', maxLength: 36, pattern: '^[0-9a-f-]{36}$' } as const
const language = { type: 'string', minLength: 2, maxLength: 35, pattern: '^[A-Za-z0-9-]+$' } as const
const body = { type: 'object' } as const
const handed = {
  type: 'object',
  additionalProperties: false,
  required: ['id', 'deposit'],
  properties: {
    id: { type: 'string', maxLength: 6, pattern: '^E[0-9]+$' },
    deposit: {
      ...id,
      description: 'Of a file of the authority that is here as a whole: an upload tells it.',
    },
    title: { type: 'object' },
  },
} as const
/** A file of this node, by its deposit; or one of which the message only tells. What opens a file, nobody brings. */
const exhibits = {
  type: 'array',
  maxItems: 200,
  items: {
    type: 'object',
    if: { type: 'object', properties: { deposit: {} }, required: ['deposit'] },
    then: handed,
    else: { type: 'object', properties: { sealed: false } },
  },
} as const
const measures = {
  type: 'array',
  minItems: 1,
  maxItems: 100,
  uniqueItems: true,
  items: { type: 'string', maxLength: 60, pattern: '^[^\\u0000-\\u001f]*$' },
} as const

const ofMove = {
  inReplyTo: {
    ...id,
    description: 'The open message that it answers; absent: the only one that is open, or none.',
  },
  measures: { ...measures, description: 'Measures that it names beside its body.' },
  language: { ...language, description: 'Absent: as this side has written before.' },
}
const ofAsking = {
  to: { type: 'string', maxLength: 60, description: 'Id of the authority that is asked.' },
  reference: { type: 'string', minLength: 1, maxLength: 100, description: 'Of the own authority.' },
  language,
  matter: { ...id, description: 'The affair that ties this record to others.' },
}

/** What is asked for, as far as it is the same whatever is said: the frame around a body. */
const frames = {
  Asking: {
    required: ['to', 'reference', 'language', 'body'],
    properties: { type: { type: 'string', maxLength: 60 }, ...ofAsking, body, exhibits },
  },
  Move: {
    required: ['type', 'body'],
    properties: { type: { type: 'string', maxLength: 60 }, ...ofMove, body, exhibits },
  },
  Rewriting: { required: ['body'], properties: { ...ofMove, body, exhibits } },
} as const

export type OrderName = keyof typeof frames

/** What an order says that has the form, by its name. */
interface Orders {
  readonly Asking: AskingWanted
  readonly Move: MoveWanted
  readonly Rewriting: Rewriting
}

/**
 * What may be asked for, for the document: of each type what its body must be.
 *
 * @param schemaOf - the name of a published schema in the document
 */
export function orderSchemas(schemaOf: (path: string) => string): Readonly<Record<string, JsonObject>> {
  const files = { type: 'array', maxItems: 200, items: ref('WantedFile') }
  const ofType = (name: 'Asking' | 'Move', type: MessageType): JsonObject => ({
    type: 'object',
    additionalProperties: false,
    required: name === 'Move' ? ['type', 'body'] : ['type', 'to', 'reference', 'language', 'body'],
    properties: {
      type: { type: 'string', const: type },
      ...(name === 'Move' ? ofMove : ofAsking),
      body: ref(schemaOf(`message/${type}.json`)),
      exhibits: files,
    },
  })
  const each = (name: 'Asking' | 'Move', types: readonly MessageType[]): [string, JsonObject][] => [
    [
      name,
      {
        description: 'By its type.',
        oneOf: types.map((type) => ref(`${name}.${type}`)),
        discriminator: {
          propertyName: 'type',
          mapping: Object.fromEntries(types.map((type) => [type, `#/components/schemas/${name}.${type}`])),
        },
      },
    ],
    ...types.map((type): [string, JsonObject] => [`${name}.${type}`, ofType(name, type)]),
  ]
  const types = knownMessageTypes()
  const opening = types.filter(mayOpen)
  const moving = types.filter((type) => !mayOpen(type))
  const { required, properties } = frames.Rewriting
  return {
    ...Object.fromEntries(each('Asking', opening)),
    ...Object.fromEntries(each('Move', moving)),
    WantedFile: {
      description:
        'A file of the authority that is here, by its deposit; or one of which the message only tells.',
      oneOf: [
        {
          ...handed,
          required: [...handed.required],
          properties: { ...handed.properties, title: ref(schemaOf('part/text.json')) },
        },
        {
          allOf: [
            ref(schemaOf('part/exhibit.json')),
            { type: 'object', properties: { sealed: false, deposit: false } },
          ],
        },
      ],
    },
    Rewriting: {
      type: 'object',
      description: 'The words of the type that the draft has.',
      additionalProperties: false,
      required: [...required],
      properties: { ...properties, exhibits: files },
    },
  }
}

function ref(name: string): JsonObject {
  return { $ref: `#/components/schemas/${name}` }
}

/** Faults that are told of one order at most. */
const faultsMax = 20

/**
 * What somebody asks for, where it has the form; what its body must be, is judged when the message is made of it. Refuses with
 * ORDER_INVALID and the places: one fault of each member at most, for a list of a million wrong rows is one that is wrong.
 */
export function readOrder<Name extends OrderName>(
  name: Name,
  value: JsonValue,
): Result<{ readonly wanted: Orders[Name] }> {
  if (validatorOf(name, null)(value)) return { ok: true, wanted: value as unknown as Orders[Name] }
  const known = Object.keys(frames[name].properties)
  const faults = faultsOf(name, value).slice(0, faultsMax)
  const isTooMany = faults.some(({ detail }) => detail === tooMany)
  return refuse('ORDER_INVALID', { ...faults[0], faults, ...(isTooMany ? { expected: known } : {}) })
}

const tooMany = 'there is no such member'

/** What is wrong with an order: what is missing, what nobody knows, and of each member the first that is wrong in it. */
function faultsOf(name: OrderName, value: JsonValue): readonly PlacedFault[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return [{ pointer: '', detail: 'it is no object' }]
  const { required, properties } = frames[name]
  const given = Object.keys(value)
  const missing = required.filter((member) => !Object.hasOwn(value, member))
  const unknown = given.filter((member) => !Object.hasOwn(properties, member))
  return [
    ...missing.map((member) => ({ pointer: `/${member}`, detail: 'it is missing' })),
    ...unknown.map((member) => ({ pointer: pointerTo(member), detail: tooMany })),
    ...given
      .filter((member) => Object.hasOwn(properties, member))
      .flatMap((member) => faultIn(name, member, value[member] ?? null)),
  ]
}

/** The first fault in a member that is known. */
function faultIn(name: OrderName, member: string, value: JsonValue): readonly PlacedFault[] {
  const validator = validatorOf(name, member)
  if (validator(value)) return []
  const [first] = validator.errors ?? []
  const { missingProperty }: Record<string, unknown> = first?.params ?? {}
  const place = `/${member}${first?.instancePath ?? ''}`
  return typeof missingProperty === 'string'
    ? [{ pointer: `${place}/${missingProperty}`, detail: 'it is missing' }]
    : [{ pointer: place, detail: first?.message ?? 'it has not the form' }]
}

/** Where a member is that nobody knows; what is no name at all is not repeated, and the whole is meant. */
function pointerTo(member: string): string {
  return /^[A-Za-z0-9_-]{1,60}$/.test(member) ? `/${member}` : ''
}

const compiled = new Map<string, ValidateFunction>()

/** @param member - null: the whole of it */
function validatorOf(name: OrderName, member: string | null): ValidateFunction {
  const key = `${name}/${member ?? ''}`
  const known = compiled.get(key)
  if (known !== undefined) return known
  const ajv = new Ajv2020({ strict: true, ownProperties: true })
  const properties: Readonly<Record<string, object>> = frames[name].properties
  const whole = { type: 'object', additionalProperties: false, ...frames[name] }
  const validator = ajv.compile(member === null ? whole : (properties[member] ?? {}))
  compiled.set(key, validator)
  return validator
}
