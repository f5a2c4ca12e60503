import type { JsonObject, JsonValue } from '../../message/json.ts'
import { descriptionsOf } from '../../store/exhibits/descriptions.ts'
import type { Node } from '../node.ts'
import { type NamedFile, isObject } from './namedFile.ts'

/**
 * The body of a delivery in which each of these files has its item in the manifest, where it came with a description: what the
 * draft says of it stays, and what it leaves out is as described.
 */
export async function withDescriptions(
  { db }: Pick<Node, 'db'>,
  body: JsonValue,
  named: readonly NamedFile[],
): Promise<JsonValue> {
  if (!isObject(body) || !Array.isArray(body.outcomes)) return body
  const rows = await descriptionsOf(
    db,
    named.map(({ deposit }) => deposit),
  )
  if (rows.size === 0) return body
  const items = named.flatMap(({ id, deposit }) => {
    const row = rows.get(deposit)
    if (row === undefined) return []
    // The type of a file is told by its beginning, never by what somebody says of it.
    const said = Object.entries(JSON.parse(row.item) as JsonObject).filter(([name]) => name !== 'mediaType')
    return [{ ...Object.fromEntries(said), exhibit: id }]
  })
  const outcomes = (body.outcomes as readonly JsonValue[]).map((outcome): JsonValue => {
    if (!isObject(outcome) || !Array.isArray(outcome.exhibits)) return outcome
    const of: readonly JsonValue[] = outcome.exhibits
    const mine = items.filter(({ exhibit }) => of.includes(exhibit))
    const given: readonly JsonValue[] = Array.isArray(outcome.manifest) ? outcome.manifest : []
    const known = given.map((item): JsonValue => {
      const described = isObject(item) ? mine.find(({ exhibit }) => exhibit === item.exhibit) : undefined
      return isObject(item) && described !== undefined ? { ...described, ...item } : item
    })
    const isGiven = (id: JsonValue): boolean => given.some((item) => isObject(item) && item.exhibit === id)
    const manifest = [...known, ...mine.filter(({ exhibit }) => !isGiven(exhibit))]
    return manifest.length === 0 ? outcome : { ...outcome, manifest }
  })
  return { ...body, outcomes }
}
