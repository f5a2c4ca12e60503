import { isDeepStrictEqual } from 'node:util'
import type { Slot } from '../../letter/alternatives.ts'
import { isObject } from '../../letter/words.ts'
import type { JsonObject, JsonValue } from '../../message/json.ts'
import type { FormNode } from './node.ts'

/** Whether what is chosen in an object leaves no place for a member of it. */
type Unfit = (beside: JsonObject) => boolean

/**
 * Members that say more of one choice and nothing of another, where the schema says so in words alone; by the document that states them and
 * their names. Why a file is disputed or left open is said of none that is accepted, as it is by its digest where nothing is chosen.
 */
const unfitBy: Readonly<Record<string, Unfit>> = {
  'message/delivery-receipt.json reason': ({ standing, agrees }) =>
    standing === 'accepted' || (standing === undefined && agrees === true),
}

function unfitOf(document: string, name: string): Unfit | undefined {
  const key = `${document} ${name}`
  return Object.hasOwn(unfitBy, key) ? unfitBy[key] : undefined
}

/**
 * An object without what was said of a choice that is another now: it was there before, and nobody has written it anew. What is written
 * anew stays, for `misplacedIn` to tell.
 */
export function withoutLeft(
  value: JsonObject,
  before: JsonValue | undefined,
  slots: ReadonlyMap<string, Slot>,
): JsonObject {
  const had = isObject(before) ? before : {}
  const kept = Object.entries(value).filter(([name, one]) => {
    const unfit = unfitOf(slots.get(name)?.stated.document ?? '', name)
    const isLeft = unfit !== undefined && unfit(value) && !unfit(had) && isDeepStrictEqual(one, had[name])
    return !isLeft
  })
  return kept.length === Object.keys(value).length ? value : Object.fromEntries(kept)
}

/** The fields that say something which what is chosen beside them leaves no place for. */
export function misplacedIn(nodes: ReadonlyMap<string, FormNode>): readonly FormNode[] {
  return [...nodes.values()].filter((node) => {
    const unfit = node.value === undefined ? undefined : unfitOf(node.document, node.name)
    const around = unfit === undefined ? undefined : nodes.get(outer(node.pointer))?.value
    return unfit !== undefined && isObject(around) && unfit(around)
  })
}

function outer(pointer: string): string {
  return pointer.slice(0, pointer.lastIndexOf('/'))
}
