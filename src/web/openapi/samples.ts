import { exampleTexts } from '../../message/generated/examples.ts'
import type { JsonObject } from '../../message/json.ts'
import type { Content, Operation, Parameter } from './operation.ts'

/** Schemas of the document, by name. */
export type Schemas = Readonly<Record<string, JsonObject>>

/**
 * Something that keeps a schema of the document: made of the published example of the type of message that it is about.
 *
 * @param name - its name: `message.<type>`, `Move.<type>` or `Asking.<type>`
 * @returns null where it is about no type, or about one that this State has added
 */
export function sampleOf(name: string, schemas: Schemas): JsonObject | null {
  const [, room, type = ''] = /^(message|Asking|Move)\.(.+)$/.exec(name) ?? []
  const example = exampleOfType(type)
  const schema = schemas[name]
  if (room === undefined || example === null || schema === undefined) return null
  return room === 'message' ? (example.body as JsonObject) : neededOf(schema, example)
}

/** The body that an operation is sent with, in JSON, by the example that is shown of it; null: it is bytes. */
export function bodySample({ schema, shown }: Content, schemas: Schemas): JsonObject | null {
  const example = shown === undefined ? null : exampleOfType(shown)
  if (schema === null || shown === undefined || example === null) return null
  const ofType = schemas[`${schema}.${shown}`] ?? schemas[schema]
  return ofType === undefined ? null : neededOf(ofType, example)
}

function exampleOfType(type: string): JsonObject | null {
  const text = Object.hasOwn(exampleTexts, type) ? exampleTexts[type] : undefined
  return text === undefined ? null : (JSON.parse(text) as JsonObject)
}

/** The members of an example that a schema asks for. */
function neededOf({ required }: JsonObject, example: JsonObject): JsonObject {
  const needed = Array.isArray(required) ? required.filter((member) => typeof member === 'string') : []
  return Object.fromEntries(needed.map((member) => [member, example[member] ?? null]))
}

/** The file that a sample call sends, by the media type of the body. */
const sentFiles: Readonly<Record<string, string>> = { 'application/json': 'body.json' }

/**
 * A call of an operation by curl, with what the document asks for and nothing else. What is another for everybody or each time
 * is a variable of the shell: `$NODE` the address of the port, `$TOKEN` the token, and those of the parameters.
 */
export function sampleCall({ method, path, scope, parameters, body, answers }: Operation): string {
  const needed = parameters.filter(({ required }) => required)
  const isTold = Object.values(answers).some(
    ({ heads, content = [] }) => heads !== undefined || content.length === 0,
  )
  return [
    ['curl', ...methodOf(method)].join(' '),
    ...(isTold && method !== 'head' ? ['--include'] : []),
    ...(scope === null ? [] : ['--header "Authorization: Bearer $TOKEN"']),
    ...needed.filter(isIn('header')).map(headerOf),
    ...(body === undefined
      ? []
      : [`--header 'Content-Type: ${body.type}'`, `--data-binary @${sentFiles[body.type] ?? 'file'}`]),
    `"$NODE${addressOf(path, needed)}"`,
  ].join(' \\\n  ')
}

function methodOf(method: Operation['method']): readonly string[] {
  if (method === 'get') return []
  return method === 'head' ? ['--head'] : [`--request ${method.toUpperCase()}`]
}

/** Within quotes as a shell reads them: a variable is put in between double ones alone. */
function headerOf(one: Parameter): string {
  return one.variable === undefined
    ? `--header '${one.name}: ${valueOf(one)}'`
    : `--header "${one.name}: $${one.variable}"`
}

function addressOf(path: string, needed: readonly Parameter[]): string {
  const filled = path.replaceAll(/:([A-Za-z]+)/g, (_, name: string) =>
    encodeURIComponent(valueOf(needed.find((one) => one.in === 'path' && one.name === name))),
  )
  const asked = needed.filter(isIn('query')).map((one): [string, string] => [one.name, valueOf(one)])
  return asked.length === 0 ? filled : `${filled}?${new URLSearchParams(asked).toString()}`
}

function isIn(place: Parameter['in']): (one: Parameter) => boolean {
  return (one) => one.in === place
}

/** What stands for a parameter. Throws RangeError where neither it nor its schema says: it would be no sample. */
function valueOf(one: Parameter | undefined): string {
  const listed = one?.schema.enum
  const value = one?.example ?? (Array.isArray(listed) ? listed[0] : undefined)
  if (typeof value !== 'string') throw new RangeError(`no example of the parameter ${one?.name ?? '?'}`)
  return value
}
