import { documentAt } from '../message/documents.ts'
import type { MessageType } from '../message/generated/types.ts'
import type { JsonObject, JsonValue } from '../message/json.ts'

const base = 'https://rogatory.example/schemas/'
const textId = `${base}part/text.json`

/**
 * What may stand at one place of a body: the alternatives of its schema, references resolved. It tells what a person
 * may leave out when typing; whether the body is right is for the schema itself to judge.
 */
export type Place = readonly JsonObject[]

/** The place of the whole body of a message of this type. */
export function bodyPlace(type: MessageType): Place {
  return alternatives({ $ref: `${base}message/${type}.json` })
}

/** The place of a member; empty where the schema knows none of that name. */
export function memberPlace(place: Place, name: string): Place {
  return place.flatMap(({ properties }) => {
    const member = isObject(properties) && Object.hasOwn(properties, name) ? properties[name] : undefined
    return alternatives(member)
  })
}

/** The place of the items of a list. */
export function itemPlace(place: Place): Place {
  return place.flatMap(({ items }) => alternatives(items))
}

/** Whether what a person wrote stands here, with its language. */
export function wantsText(place: Place): boolean {
  return place.some(({ $id }) => $id === textId)
}

/** Whether only a string can stand here, so that `12` is two digits and no number. */
export function wantsString(place: Place): boolean {
  return place.length > 0 && place.every((schema) => schema.$id === textId || isOfStrings(schema))
}

/** The members of an object that stands here; those that must be there carry a star. */
export function membersOf(place: Place): readonly string[] {
  return [
    ...new Set(
      place.flatMap(({ properties, required }) =>
        Object.keys(isObject(properties) ? properties : {}).map((name) =>
          Array.isArray(required) && required.includes(name) ? `${name}*` : name,
        ),
      ),
    ),
  ]
}

/** Whether an object that stands here must have this member. */
export function requires(place: Place, name: string): boolean {
  return place.some(({ required }) => Array.isArray(required) && required.includes(name))
}

/** The words of the closed list that stands here. */
export function wordsOf(place: Place): readonly string[] {
  const words = place.flatMap((schema) => [
    schema.const ?? null,
    ...(Array.isArray(schema.enum) ? schema.enum : []),
  ])
  return [...new Set(words.filter((word) => typeof word === 'string'))]
}

/** The body with every plain string where the schema wants a text made one in `language`. */
export function withTexts(place: Place, value: JsonValue, language: string): JsonValue {
  if (typeof value === 'string') return wantsText(place) ? { language, text: value } : value
  if (Array.isArray(value)) return value.map((item) => withTexts(itemPlace(place), item, language))
  if (!isObject(value)) return value
  const meant = place.filter((schema) => isOfKind(schema, value))
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      withTexts(memberPlace(meant, name), member, language),
    ]),
  )
}

/** Whether the value says nothing that this alternative fixes otherwise: of several kinds, it is the one that is meant. */
function isOfKind({ properties }: JsonObject, value: JsonObject): boolean {
  return Object.entries(isObject(properties) ? properties : {}).every(
    ([name, member]) =>
      !isObject(member) || member.const === undefined || !(name in value) || value[name] === member.const,
  )
}

function alternatives(schema: JsonValue | undefined): Place {
  if (!isObject(schema)) return []
  const { $ref, oneOf } = schema
  if (typeof $ref === 'string') return alternatives(documentAt($ref.slice(base.length)) ?? {})
  if (Array.isArray(oneOf)) return oneOf.flatMap(alternatives)
  return [schema]
}

function isOfStrings({ type, const: constant, enum: list }: JsonObject): boolean {
  if (typeof constant === 'string' || type === 'string') return true
  return Array.isArray(list) && list.every((word) => typeof word === 'string')
}

/** Whether a JSON value is an object. */
export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
