import { particular } from '../message/particular.ts'
import { type Refusal, refuse } from '../message/refusal.ts'
import type { JsonObject } from '../message/json.ts'
import { schemaBase } from '../message/unions.ts'
import { placesOf } from './concerned.ts'
import { documentsIn, once } from './documents.ts'
import { placedAt } from './placed.ts'
import type { Turn } from './turn.ts'

/** What the schema of a result says beside its members: of which other kinds it tells as well. */
const known = once(() => documentsIn<{ readonly alsoOf?: readonly string[] }>('result'))

/** Whether there is a schema for what came of measures of this kind. */
export function hasResult(kind: string): boolean {
  return known().has(kind)
}

/** The kinds of result that tell of measures of this kind, its own first. */
export function resultsOf(kind: string): readonly string[] {
  const all = [...known().keys()].filter((result) => isOf(result, kind))
  return all.sort((one, other) => Number(other === kind) - Number(one === kind))
}

/**
 * Where the type of a message takes a result of any kind, it is one of the kind of the measure: what a search has
 * brought is no answer to a hearing. Where the type takes one kind alone, its schema has judged it already.
 *
 * Refuses with MESSAGE_INVALID and the pointer to the kind.
 */
export function resultRefusal({ message, said, measure }: Turn): Refusal | null {
  const ofMeasure = { pointer: said.pointer, value: said.fields, of: '/outcomes/*/' }
  const ofAll = { pointer: '/body', value: message.body as unknown as JsonObject, of: '/' }
  const places = placesOf(`message/${message.type}.json`, anyResult)
  const wrong = [ofMeasure, ofAll]
    .filter(({ of }) => places.includes(`${of}result`))
    .flatMap(({ pointer, value }) => placedAt(value, '/result/kind', pointer))
    .find(({ value }) => typeof value === 'string' && !isOf(value, measure.kind))
  return wrong === undefined
    ? null
    : refuse('MESSAGE_INVALID', {
        pointer: wrong.pointer,
        says: [particular('resultOfOther', { measure: measure.id, kind: measure.kind })],
      })
}

const anyResult = `${schemaBase}result.json`

function isOf(result: string, kind: string): boolean {
  return result === kind || known().get(result)?.alsoOf?.includes(kind) === true
}
