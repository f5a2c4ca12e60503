import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { type JSONSchema, compile } from 'json-schema-to-typescript'
import { format, resolveConfig } from 'prettier'
import type { JsonObject, JsonValue } from '../message/json.ts'
import { answerSchemas } from '../web/openapi/answerSchemas.ts'
import { operations } from '../web/openapi/document.ts'
import { noticeSchemas } from '../web/openapi/notices.ts'

const banner = '/* Generated from the OpenAPI document by `npm run generate:client`. Do not edit. */\n'

/** What the types of messages are made of already, by the name of its schema in the document. */
const known: Readonly<Record<string, string>> = {
  envelope: 'Message',
  'part.text': 'Text',
  'part.marking': 'Marking',
  'part.exhibit-scan': 'ExhibitScan',
  'code.handling': 'HandlingCode',
  'code.pap': 'PapCode',
  'code.europol-handling': 'EuropolHandlingCode',
}
const reference = '#/components/schemas/'

/** The module of the client with the types of answers, and every operation with its method and path. */
export async function clientModule(): Promise<string> {
  const definitions = Object.fromEntries(
    Object.entries({ ...answerSchemas, ...noticeSchemas }).map(([name, schema]) => [
      name,
      { ...(typed(schema) as JsonObject), title: name },
    ]),
  )
  const root = { type: 'object', additionalProperties: false, definitions, properties: {} }
  const source = await compile(root as unknown as JSONSchema, 'Root', {
    additionalProperties: false,
    bannerComment: '',
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
  const table = operations.map(
    ({ id, method, path }) => `  ${id}: { method: '${method.toUpperCase()}', path: '${path}' },\n`,
  )
  return `${banner}import type { ${Object.values(known).join(', ')} } from '../../message/generated/types.ts'

/** Everything that can be asked, by its name in the document. */
export const operations = {
${table.join('')}} as const

${clean.trim()}
`
}

/** The schema with its references as the compiler of types follows them. */
function typed(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(typed)
  if (typeof value !== 'object' || value === null) return value
  const { $ref } = value
  if (typeof $ref === 'string') {
    const name = $ref.slice(reference.length)
    const type = known[name]
    return type === undefined ? { $ref: `#/definitions/${name}` } : { tsType: type }
  }
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, typed(each)]))
}

/** Writes it where the client is. */
export async function generateClient(folder: string): Promise<void> {
  const file = join(folder, 'src/client/generated/api.ts')
  await mkdir(join(folder, 'src/client/generated'), { recursive: true })
  const options = (await resolveConfig(file)) ?? {}
  await writeFile(file, await format(await clientModule(), { ...options, filepath: file }))
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  await generateClient(fileURLToPath(new URL('../../', import.meta.url)))
