import assert from 'node:assert/strict'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { fullFormats } from 'ajv-formats/dist/formats.js'
import type { JsonObject } from '../../src/message/json.ts'
import { openApiDocument, operations, templateOf } from '../../src/web/openapi/document.ts'

/** Each schema of a document as a check of its own, compiled once. */
export function answerChecks(document: JsonObject): (name: string) => (answer: unknown) => void {
  const base = 'https://rogatory.example/openapi/'
  const ajv = new Ajv2020({ strict: false, validateSchema: false, code: { optimize: false } })
  const formats = [
    'uuid',
    'date-time',
    'date',
    'uri',
    'email',
    'hostname',
    'ipv4',
    'ipv6',
    'json-pointer',
  ] as const
  for (const name of formats) ajv.addFormat(name, fullFormats[name])
  const { schemas } = document.components as { readonly schemas: Readonly<Record<string, JsonObject>> }
  for (const [name, schema] of Object.entries(schemas)) {
    const alone = JSON.stringify(schema).replaceAll('"#/components/schemas/', `"${base}`)
    ajv.addSchema({ ...(JSON.parse(alone) as JsonObject), $id: `${base}${name}` })
  }
  return (name) => (answer) => {
    const valid = ajv.getSchema(`${base}${name}`)
    assert.ok(valid !== undefined, name)
    assert.ok(valid(answer), `${name}: ${JSON.stringify(valid.errors)}`)
  }
}

/** Asserts that the document has what an operation with a token refuses: the status, and the code with it, as far as it tells one. */
export async function isDocumented(method: string, answer: Response): Promise<void> {
  if (!(answer.headers.get('content-type') ?? '').startsWith('application/problem+json')) return
  const parts = new URL(answer.url).pathname.split('/')
  const operation = operations.find(({ path, scope, ...one }) => {
    const own = path.split('/')
    const isAt =
      own.length === parts.length && own.every((part, at) => part.startsWith(':') || part === parts[at])
    return isAt && scope !== null && one.method === method.toLowerCase()
  })
  const { code } = JSON.parse((await answer.clone().text()) || '{}') as { readonly code?: string }
  // Nothing is there; or it is said in plain words, as what is no HTTP of ours.
  if (operation === undefined || code === 'PATH_UNKNOWN' || (code === undefined && method !== 'HEAD')) return
  const paths = openApiDocument().document.paths as Readonly<Record<string, JsonObject>>
  const { responses } = paths[templateOf(operation.path)]?.[operation.method] as unknown as {
    readonly responses: Readonly<Record<string, { readonly description: string }>>
  }
  const said = responses[String(answer.status)]?.description
  assert.ok(said?.includes(code ?? '') === true, `${operation.id} answers ${answer.status} ${code ?? ''}`)
}
