import assert from 'node:assert/strict'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { fullFormats } from 'ajv-formats/dist/formats.js'
import type { JsonObject } from '../../src/message/json.ts'

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
