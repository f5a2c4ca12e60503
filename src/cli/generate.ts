import { mkdir, readFile, readdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { compile, type JSONSchema } from 'json-schema-to-typescript'

/** A schema or table as it stands in `schemas/`. */
type Json = null | boolean | number | string | Json[] | { [key: string]: Json }
type JsonObject = Record<string, Json>

const banner = '/* Generated from schemas/ by `npm run generate`. Do not edit. */\n'
const schemaRooms = ['code/', 'measure/', 'message/', 'part/']
const schemaFiles = ['case.json', 'envelope.json', 'receipt.json', 'trust-list.json']

/** Keywords that narrow a value in a way TypeScript cannot say. */
const untyped = new Set([
  '$id',
  '$schema',
  'allOf',
  'anyOf',
  'contains',
  'discriminator',
  'else',
  'if',
  'not',
  'then',
])

/** Reads every document of `schemas/` but the examples, sorted by path. */
export async function readDocuments(folder: string): Promise<Record<string, Json>> {
  const names = await readdir(folder, { recursive: true })
  const paths = names
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => name.endsWith('.json') && !name.startsWith('example/'))
    .sort()
  const documents: Record<string, Json> = {}
  for (const path of paths) {
    documents[path] = JSON.parse(await readFile(join(folder, path), 'utf8')) as Json
  }
  return documents
}

/** The module that carries all schemas, workflow tables and profiles, because the core reads no files. */
export function schemasModule(documents: Record<string, Json>): string {
  const words = "import type { JsonObject } from '../json.ts'\n"
  const value = JSON.stringify(documents, null, 1)
  return `${banner}${words}\n/** Every document of schemas/ but the examples, by its path. */\nexport const documents: Readonly<Record<string, JsonObject>> = ${value}\n`
}

/** The TypeScript types of all messages, receipts and trust lists. */
export async function typesModule(documents: Record<string, Json>): Promise<string> {
  const definitions: JsonObject = {}
  for (const [path, document] of Object.entries(documents)) {
    if (isSchema(path)) definitions[typeName(path)] = typed(asObject(document))
  }
  const frame = asObject(asObject(definitions.Envelope ?? null).properties ?? null)
  delete frame.type
  delete frame.body
  const root = { type: 'object', additionalProperties: false, definitions, properties: {} }
  const source = await compile(root as JSONSchema, 'Root', {
    additionalProperties: false,
    bannerComment: '',
    declareExternallyReferenced: true,
    style: { semi: false, singleQuote: true, printWidth: 110 },
    ignoreMinAndMaxItems: true,
    unreachableDefinitions: true,
  })
  const clean = source
    .replace(
      /\n \*\s*\n \* This interface was referenced by `Root`'s JSON-Schema\n \* via the `definition` "[^"]*"\./g,
      '',
    )
    .replace(
      /\/\*\*\n \* This interface was referenced by `Root`'s JSON-Schema\n \* via the `definition` "[^"]*"\.\n \*\/\n/g,
      '',
    )
    .replace(/export interface Root \{\s*\}\n?/, '')
  return `${banner}${clean.trim()}\n\n${messageTypes(documents)}`
}

/** One interface per message type over the common frame, and their union. */
function messageTypes(documents: Record<string, Json>): string {
  const types = Object.keys(documents)
    .filter((path) => path.startsWith('message/'))
    .map((path) => path.slice('message/'.length, -'.json'.length))
    .sort()
  const interfaces = types.map(
    (type) =>
      `export interface ${pascal(type)}Message extends Envelope {\n  type: '${type}'\n  body: ${pascal(type)}Body\n}\n`,
  )
  const members = types.map((type) => `  '${type}': ${pascal(type)}Message\n`).join('')
  return [
    ...interfaces,
    `/** Every message by its type. */\nexport interface Messages {\n${members}}\n`,
    'export type MessageType = keyof Messages\n',
    '/** Any message; `type` says which. */\nexport type Message = Messages[MessageType]\n',
    `export const messageTypes = [\n${types.map((type) => `  '${type}',\n`).join('')}] as const satisfies readonly MessageType[]\n`,
  ].join('\n')
}

function isSchema(path: string): boolean {
  return schemaFiles.includes(path) || schemaRooms.some((room) => path.startsWith(room))
}

function typeName(path: string): string {
  const [room, name] = path.includes('/') ? path.split('/') : ['', path]
  const pascalName = pascal((name ?? '').slice(0, -'.json'.length))
  if (room === 'message') return `${pascalName}Body`
  if (room === 'measure') return `${pascalName}Measure`
  if (room === 'code' && pascalName !== 'MeasureKind') return `${pascalName}Code`
  return pascalName
}

function pascal(words: string): string {
  return words.replace(/(^|-)([a-z0-9])/g, (_, _dash, letter: string) => letter.toUpperCase())
}

/** The schema as the type generator reads it: references inside one document, lists of codes as enumerations. */
function typed(schema: Json): Json {
  if (Array.isArray(schema)) return schema.map(typed)
  if (schema === null || typeof schema !== 'object') return schema
  if (typeof schema.$ref === 'string') {
    const path = new URL(schema.$ref).pathname.replace('/schemas/', '')
    return { $ref: `#/definitions/${typeName(path)}` }
  }
  const codes = constants(schema.oneOf)
  const result: JsonObject = {}
  for (const [key, value] of Object.entries(schema)) {
    if (untyped.has(key) || key === 'title' || (key === 'oneOf' && codes)) continue
    result[key] = key === 'properties' ? properties(asObject(value)) : typed(value)
  }
  if (codes) result.enum = codes
  return result
}

/** Members are walked by name, so that a property called `title` is not mistaken for the keyword. */
function properties(members: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(members).map(([name, schema]) => [name, typed(schema)]))
}

function constants(branches: Json | undefined): Json[] | null {
  if (!Array.isArray(branches)) return null
  const values = branches.map((branch) => asObject(branch).const)
  return values.every((value) => value !== undefined) ? values : null
}

function asObject(value: Json): JsonObject {
  if (value === null || typeof value !== 'object' || Array.isArray(value))
    throw new TypeError('not an object')
  return value
}

/** What the generated files must hold now, by file name. */
export async function generated(root: string): Promise<Record<string, string>> {
  const documents = await readDocuments(join(root, 'schemas'))
  return { 'schemas.ts': schemasModule(documents), 'types.ts': await typesModule(documents) }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const root = fileURLToPath(new URL('../../', import.meta.url))
  const folder = join(root, 'src/message/generated')
  await mkdir(folder, { recursive: true })
  for (const [name, text] of Object.entries(await generated(root))) {
    // In one step, so that no reader sees half of it.
    const fresh = join(folder, `${name}.new`)
    await writeFile(fresh, text)
    await rename(fresh, join(folder, name))
  }
}
