import type { JsonValue } from '../message/json.ts'

/** Something in a message, and where it stands (RFC 6901). */
export interface Placed<T> {
  readonly pointer: string
  readonly value: T
}

const nowhere: readonly Placed<JsonValue>[] = []

/** Every value at a pointer in which `*` stands for each item of a list; `at` is where the root itself stands. */
export function placedAt(
  root: JsonValue | undefined,
  pointer: string,
  at = '',
): readonly Placed<JsonValue>[] {
  if (root === undefined) return nowhere
  let found: Placed<JsonValue>[] = [{ pointer: at, value: root }]
  for (const name of stepsOf(pointer)) {
    const next: Placed<JsonValue>[] = []
    for (const one of found) addMembers(next, one, name)
    // Most pointers of a schema lead nowhere in a message.
    if (next.length === 0) return nowhere
    found = next
  }
  return found
}

const split = new Map<string, readonly string[]>()
const splitMax = 10_000

/** The names of a pointer. Those of schemas and profiles are few and asked for again and again. */
function stepsOf(pointer: string): readonly string[] {
  const known = split.get(pointer)
  if (known !== undefined) return known
  const steps = pointer === '' ? [] : pointer.slice(1).split('/')
  if (split.size < splitMax) split.set(pointer, steps)
  return steps
}

/** Asked for some hundred pointers of each message that is judged: it makes nothing but what it finds. */
function addMembers(to: Placed<JsonValue>[], { pointer, value }: Placed<JsonValue>, name: string): void {
  if (Array.isArray(value)) {
    if (name !== '*') add(to, pointer, name, value[Number(name)])
    else for (let place = 0; place < value.length; place += 1) add(to, pointer, String(place), value[place])
  } else if (typeof value === 'object' && value !== null && Object.hasOwn(value, name))
    add(to, pointer, name, value[name])
}

function add(to: Placed<JsonValue>[], pointer: string, step: string, value: JsonValue | undefined): void {
  if (value !== undefined) to.push({ pointer: `${pointer}/${step}`, value })
}
