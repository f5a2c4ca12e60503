import { canonicalText } from '../../message/canonical.ts'
import type { JsonObject, JsonValue } from '../../message/json.ts'
import { listNotes } from '../../store/exhibits/custodyNotes.ts'
import type { Node } from '../node.ts'
import { type NamedFile, isObject } from './namedFile.ts'

/** As many events as an evidence item may have; what the node adds leaves out what the draft has no room for. */
const custodyMax = 200

/** The body in which each piece of evidence that names one of these files has the custody that was noted of it here. */
export async function withNotedCustody(
  { db }: Pick<Node, 'db'>,
  body: JsonValue,
  named: readonly NamedFile[],
): Promise<JsonValue> {
  const rows = await listNotes(
    db,
    named.map(({ deposit }) => deposit),
  )
  if (rows.length === 0) return body
  const noted = new Map<string, readonly JsonObject[]>(
    named.map(({ id, deposit }) => [
      id,
      rows.filter((row) => row.deposit === deposit).map(({ event }) => JSON.parse(event) as JsonObject),
    ]),
  )
  const filled = (value: JsonValue): JsonValue => {
    if (Array.isArray(value)) return (value as readonly JsonValue[]).map(filled)
    if (!isObject(value)) return value
    const whole = Object.fromEntries(Object.entries(value).map(([name, one]) => [name, filled(one)]))
    const events = typeof whole.exhibit === 'string' ? (noted.get(whole.exhibit) ?? []) : []
    const isItem = whole.what !== undefined && whole.kind !== undefined
    if (!isItem || events.length === 0) return whole
    const given: readonly JsonValue[] = Array.isArray(whole.custody) ? whole.custody : []
    const said = new Set(given.map((event) => canonicalText(event)))
    const more = events.filter((event) => !said.has(canonicalText(event)))
    const custody = [...given, ...more].sort(byInstant).slice(0, custodyMax)
    return { ...whole, custody }
  }
  return filled(body)
}

function byInstant(one: JsonValue, other: JsonValue): number {
  const instantOf = (event: JsonValue): number =>
    Date.parse(isObject(event) && typeof event.at === 'string' ? event.at : '')
  return instantOf(one) - instantOf(other)
}
