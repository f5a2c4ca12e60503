import { canonicalText } from '../message/canonical.ts'
import type { JsonObject, JsonValue } from '../message/json.ts'
import { isObject } from './bodySchema.ts'

/** What a node has filled into the items of evidence of a body, a line for each file: whoever signs it has not written that. */
export function filledInWords(before: JsonValue, after: JsonValue): readonly string[] {
  const given = new Map(itemsIn(before))
  return itemsIn(after).flatMap(([place, item]) => {
    const said = given.get(place) ?? {}
    const isFilled = (name: string): boolean =>
      canonicalText(item[name] ?? null) !== canonicalText(said[name] ?? null)
    const members = Object.keys(item).filter((name) => name !== 'exhibit' && isFilled(name))
    return members.length === 0 ? [] : [`${place}: filled in from what is kept here: ${members.join(', ')}`]
  })
}

/** The items that name a file, each by its measure and file: `m1, E2`. */
function itemsIn(body: JsonValue): [place: string, item: JsonObject][] {
  const outcomes =
    isObject(body) && Array.isArray(body.outcomes) ? (body.outcomes as readonly JsonValue[]) : []
  return outcomes.flatMap((outcome) => {
    if (!isObject(outcome) || !Array.isArray(outcome.manifest)) return []
    const measure = typeof outcome.measure === 'string' ? outcome.measure : ''
    return (outcome.manifest as readonly JsonValue[]).flatMap((item): [string, JsonObject][] =>
      isObject(item) && typeof item.exhibit === 'string' ? [[`${measure}, ${item.exhibit}`, item]] : [],
    )
  })
}
