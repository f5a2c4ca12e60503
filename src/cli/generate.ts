import { mkdir, readFile, readdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { compile, type JSONSchema } from 'json-schema-to-typescript'
import { format, resolveConfig } from 'prettier'
import type { JsonObject, JsonValue as Json } from '../message/json.ts'
import { type Documents, unionsOf } from '../message/unions.ts'

const banner = '/* Generated from schemas/ by `npm run generate`. Do not edit. */\n'
const schemaRooms = ['code/', 'measure/', 'message/', 'part/', 'result/']
const schemaFiles = [
  'answer.json',
  'carrier.json',
  'carrier-receipt.json',
  'case.json',
  'envelope.json',
  'exhibit-manifest.json',
  'exhibit-report.json',
  'measure.json',
  'question.json',
  'receipt.json',
  'result.json',
  'lote.json',
  'made.json',
  'training.json',
  'trust-list.json',
]

/** Keywords that narrow a value in a way TypeScript cannot say. */
const untyped = new Set([
  '$id',
  '$schema',
  'allOf',
  'anyAuthority',
  'anyOf',
  'articles',
  'binding',
  'contains',
  'discriminator',
  'else',
  'if',
  'not',
  'oneChain',
  'then',
  'titles',
])

/** What no node needs: examples, and what the law asks. */
const unread = /^(example|requirement)\//

/** Reads every document of `schemas/` that a node needs, sorted by path; what follows from others is made anew. */
export async function readDocuments(folder: string): Promise<Documents> {
  const names = await readdir(folder, { recursive: true })
  const paths = names
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => name.endsWith('.json') && !unread.test(name))
  const written = Object.fromEntries(
    await Promise.all(
      paths.map(async (path) => [path, JSON.parse(await readFile(join(folder, path), 'utf8')) as JsonObject]),
    ),
  ) as Documents
  const all = Object.entries({ ...written, ...unionsOf(written) })
  return Object.fromEntries(all.sort(([one], [other]) => (one < other ? -1 : 1)))
}

/**
 * The module that carries all schemas, workflow tables and profiles, because the core reads no files. A line for each:
 * text is read faster than code, and a change shows which document it changed.
 */
export function schemasModule(documents: Documents): string {
  const lines = Object.entries(documents).map(
    ([path, document]) => `  [${quoted(path)}, ${quoted(JSON.stringify(document))}],\n`,
  )
  return `${banner}import type { JsonObject } from '../json.ts'

const texts: readonly (readonly [string, string])[] = [
${lines.join('')}]

/** Every document of schemas/ but the examples, by its path. */
export const documents: Readonly<Record<string, JsonObject>> = Object.fromEntries(
  texts.map(([path, text]) => [path, JSON.parse(text) as JsonObject]),
)
`
}

/** What of a message whoever writes it says; the rest is made when it is sent. */
const saidMembers = ['type', 'to', 'reference', 'language', 'body'] as const

/** The module that carries the first published example of each type of message, for whoever reads about the port of a node. */
export async function examplesModule(root: string, documents: Documents): Promise<string> {
  const types = Object.keys(documents).flatMap((path) => /^message\/(.+)\.json$/.exec(path)?.[1] ?? [])
  const lines = await Promise.all(
    types.map(async (type) => {
      const text = await readFile(join(root, `schemas/example/${type}.json`), 'utf8')
      const example = asObject(JSON.parse(text) as Json)
      const said = Object.fromEntries(saidMembers.map((member) => [member, example[member] ?? null]))
      return `  ${quoted(type)}: ${quoted(JSON.stringify(said))},\n`
    }),
  )
  return `${banner}/** JSON of an example of each type of message, as far as whoever writes it says it: ${saidMembers.join(', ')}. */
export const exampleTexts: Readonly<Record<string, string>> = {
${lines.join('')}}
`
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}

/** The TypeScript types of all messages, receipts and trust lists. */
export async function typesModule(documents: Documents): Promise<string> {
  const definitions: JsonObject = {}
  for (const [path, document] of Object.entries(documents)) {
    if (isSchema(path)) definitions[typeName(path)] = typed(document)
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
function messageTypes(documents: Documents): string {
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
  if (room === 'result') return `${pascalName}Result`
  if (path === 'result.json') return 'MeasureResult'
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
  const result: JsonObject = {}
  for (const [key, value] of Object.entries(schema)) {
    if (untyped.has(key) || key === 'title') continue
    if (key !== 'oneOf') result[key] = key === 'properties' ? properties(asObject(value)) : typed(value)
  }
  return { ...result, ...alternatives(schema.oneOf) }
}

/** A list of codes is an enumeration; one that a State may add to is that, or a code of its own. */
function alternatives(branches: Json | undefined): JsonObject {
  if (!Array.isArray(branches)) return {}
  const codes = branches.flatMap((branch) => asObject(branch).const ?? [])
  if (codes.length === 0) return { oneOf: branches.map(typed) }
  const others = branches.filter((branch) => asObject(branch).const === undefined)
  return others.length === 0 ? { enum: codes } : { oneOf: [{ enum: codes }, ...others.map(typed)] }
}

/** Members are walked by name, so that a property called `title` is not mistaken for the keyword. */
function properties(members: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(members).map(([name, schema]) => [name, typed(schema)]))
}

function asObject(value: Json): JsonObject {
  if (value === null || typeof value !== 'object' || Array.isArray(value))
    throw new TypeError('not an object')
  return value
}

/** What every generated file must hold now, by its path from the root of the repository. */
export async function generated(root: string): Promise<Record<string, string>> {
  const documents = await readDocuments(join(root, 'schemas'))
  const style = (await resolveConfig(join(root, 'schemas/any.json'))) ?? {}
  const files: Record<string, string> = {
    'src/message/generated/examples.ts': await examplesModule(root, documents),
    'src/message/generated/schemas.ts': schemasModule(documents),
    'src/message/generated/types.ts': await typesModule(documents),
  }
  for (const [path, union] of Object.entries(unionsOf(documents))) {
    files[`schemas/${path}`] = await format(JSON.stringify(union, null, 2), { ...style, parser: 'json' })
  }
  return files
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const root = fileURLToPath(new URL('../../', import.meta.url))
  await mkdir(join(root, 'src/message/generated'), { recursive: true })
  for (const [path, text] of Object.entries(await generated(root))) {
    // In one step, so that no reader sees half of it.
    const fresh = join(root, `${path}.${process.pid}`)
    await writeFile(fresh, text)
    await rename(fresh, join(root, path))
  }
}
