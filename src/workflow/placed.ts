import type { JsonValue } from '../message/json.ts'

/** Something in a message, and where it stands (RFC 6901). */
export interface Placed<T> {
  readonly pointer: string
  readonly value: T
}

/** Every value at a pointer in which `*` stands for each item of a list; `at` is where the root itself stands. */
export function placedAt(
  root: JsonValue | undefined,
  pointer: string,
  at = '',
): readonly Placed<JsonValue>[] {
  let found: readonly Placed<JsonValue>[] = root === undefined ? [] : [{ pointer: at, value: root }]
  for (const name of stepsOf(pointer)) {
    // Most pointers of a schema lead nowhere in a message.
    if (found.length === 0) return found
    found = found.flatMap((one) => membersOf(one, name))
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

function membersOf({ pointer, value }: Placed<JsonValue>, name: string): readonly Placed<JsonValue>[] {
  const placed = (member: JsonValue | undefined, step: string | number) =>
    member === undefined ? [] : [{ pointer: `${pointer}/${step}`, value: member }]
  if (Array.isArray(value)) return name === '*' ? value.flatMap(placed) : placed(value[Number(name)], name)
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return []
  return placed(value[name], name)
}
