import { isObject } from '../../letter/words.ts'
import type { JsonObject, JsonValue } from '../../message/json.ts'

/** The pointer (RFC 6901) of a member or an item of what stands at another. */
export function pointerTo(parent: string, name: string): string {
  return `${parent}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`
}

/** The steps of a pointer, or null for what is none. */
export function stepsOf(pointer: string): readonly string[] | null {
  if (!pointer.startsWith('/') || /~(?![01])/.test(pointer)) return null
  return pointer
    .slice(1)
    .split('/')
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
}

/** The object of a body in which a member stands; one without members where there is none. */
export function objectAround(body: JsonObject, pointer: string): JsonObject {
  const steps = (stepsOf(pointer) ?? []).slice(0, -1)
  const found = steps.reduce<JsonValue | undefined>((at, step) => {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, step)) return undefined
    return (at as Readonly<Record<string, JsonValue>>)[step]
  }, body)
  return isObject(found) ? found : {}
}
