import { readFileSync, readdirSync } from 'node:fs'
import type { JsonObject, JsonValue } from '../../src/message/json.ts'
import { requestBody } from '../workflow/speak.ts'

/** A whole message that holds an example of the schemas, and where it stands in it. */
export interface WholeExample {
  readonly file: string
  readonly message: JsonObject
  readonly path: readonly (string | number)[]
}

const folder = 'schemas/example'
const read = (name: string): JsonObject => JSON.parse(readFileSync(`${folder}/${name}`, 'utf8')) as JsonObject

/** The legal basis of the frame, where the example names one of its own. */
const basis = (value: JsonObject): JsonObject => ('basis' in value ? { basis: 'l1' } : {})

const frames: Readonly<
  Record<string, { wrap: (value: JsonObject) => JsonObject; path: readonly (string | number)[] }>
> = {
  measure: {
    wrap: (value) => {
      const body = {
        ...requestBody([{ id: 'm1', kind: 'stored-data' }]),
        measures: [{ ...value, ...basis(value) }],
      }
      return { ...read('request.json'), body }
    },
    path: ['body', 'measures', 0],
  },
  message: { wrap: (value) => value, path: ['body'] },
  result: {
    wrap: (result) => {
      const outcome = {
        measure: 'm1',
        outcome: 'delivered',
        exhibits: [],
        complete: true,
        final: true,
        result,
      }
      return { ...read('delivery.json'), exhibits: [], body: { outcomes: [outcome] } }
    },
    path: ['body', 'outcomes', 0, 'result'],
  },
}

/** The first example of a schema, `measure/freezing`, and every further one, each in a whole message. */
export function wholeExamples(schema: string): readonly WholeExample[] {
  const [room = '', name = ''] = schema.split('/')
  const frame = frames[room]
  if (frame === undefined) return []
  const where = room === 'message' ? '' : `${room}/`
  const files = readdirSync(`${folder}/${where}`).filter(
    (file) => file === `${name}.json` || (file.startsWith(`${name}.`) && file.endsWith('.json')),
  )
  return files
    .sort((one, other) => one.length - other.length)
    .map((file) => ({
      file: `${where}${file}`,
      message: frame.wrap(read(`${where}${file}`)),
      path: frame.path,
    }))
}

/** The example itself, inside its message. */
export function innerOf({ message, path }: WholeExample): JsonObject {
  return path.reduce<JsonObject>((at, step) => (at as Record<string, JsonObject>)[step] ?? {}, message)
}

/** Where a pointer with `*` leads in a value: the first place at which something stands, or null. */
export function placeOf(value: JsonValue, steps: readonly string[]): (string | number)[] | null {
  const [step, ...rest] = steps
  if (step === undefined) return []
  if (Array.isArray(value)) {
    for (const [place, item] of value.entries()) {
      const found = placeOf(item, rest)
      if (found !== null) return [place, ...found]
    }
    return null
  }
  if (typeof value !== 'object' || value === null) return null
  const member = value[step]
  const found = member === undefined ? null : placeOf(member, rest)
  return found === null ? null : [step, ...found]
}
