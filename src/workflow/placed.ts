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
  const steps = pointer === '' ? [] : pointer.slice(1).split('/')
  const first = root === undefined ? [] : [{ pointer: at, value: root }]
  return steps.reduce<readonly Placed<JsonValue>[]>(
    (found, name) => found.flatMap((one) => membersOf(one, name)),
    first,
  )
}

function membersOf({ pointer, value }: Placed<JsonValue>, name: string): readonly Placed<JsonValue>[] {
  const placed = (member: JsonValue | undefined, step: string | number) =>
    member === undefined ? [] : [{ pointer: `${pointer}/${step}`, value: member }]
  if (Array.isArray(value)) return name === '*' ? value.flatMap(placed) : placed(value[Number(name)], name)
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return []
  return placed(value[name], name)
}
