import { isDeepStrictEqual } from 'node:util'
import type { Slot } from '../../letter/alternatives.ts'
import { isObject } from '../../letter/words.ts'
import type { JsonObject, JsonValue } from '../../message/json.ts'
import type { FormNode } from './node.ts'

/** What is chosen beside a member leaves no place for it. */
export interface Unfit {
  /** The member in which it is chosen. */
  readonly by: string
  readonly chosen: string
  /** So it is as well where nothing is chosen there. */
  readonly byItself: (beside: JsonObject) => boolean
}

/**
 * Members that say more of one choice and nothing of another, where the schema says so in words alone; by the document that states them and
 * their names. Why a file is disputed or left open is said of none that is accepted, as it is by its digest where nothing is chosen.
 */
const unfitBy: Readonly<Record<string, Unfit>> = {
  'message/delivery-receipt.json reason': {
    by: 'standing',
    chosen: 'accepted',
    byItself: ({ agrees }) => agrees === true,
  },
}

/** Of a member, what beside it leaves no place for it, where no keyword of its schema says so; null: nothing. */
export function unfitBesides(document: string, name: string): Unfit | null {
  const key = `${document} ${name}`
  return Object.hasOwn(unfitBy, key) ? (unfitBy[key] ?? null) : null
}

/** Whether an object leaves no place for a member that would stand in it. */
function isUnfit({ by, chosen, byItself }: Unfit, beside: JsonObject): boolean {
  return beside[by] === undefined ? byItself(beside) : beside[by] === chosen
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
    const unfit = unfitBesides(slots.get(name)?.stated.document ?? '', name)
    const isLeft =
      unfit !== null && isUnfit(unfit, value) && !isUnfit(unfit, had) && isDeepStrictEqual(one, had[name])
    return !isLeft
  })
  return kept.length === Object.keys(value).length ? value : Object.fromEntries(kept)
}

/** The fields that say something which what is chosen beside them leaves no place for. */
export function misplacedIn(nodes: ReadonlyMap<string, FormNode>): readonly FormNode[] {
  return [...nodes.values()].filter((node) => {
    const unfit = node.value === undefined ? null : unfitBesides(node.document, node.name)
    const around = unfit === null ? undefined : nodes.get(outer(node.pointer))?.value
    return unfit !== null && isObject(around) && isUnfit(unfit, around)
  })
}

function outer(pointer: string): string {
  return pointer.slice(0, pointer.lastIndexOf('/'))
}
