import type { JsonObject, JsonValue } from '../message/json.ts'
import { particular } from '../message/particular.ts'
import { type Refusal, refuse } from '../message/refusal.ts'
import { schemaBase } from '../message/unions.ts'
import { type Spoken, placesOf } from './concerned.ts'
import { documentsIn, once } from './documents.ts'
import { type Placed, placedAt } from './placed.ts'
import { groupOf } from './profile.ts'

/** A measure that a message concerns. */
interface Concerned {
  readonly id: string
  readonly kind: string
}

/**
 * Refuses with CODE_NOT_ALLOWED a code that its list allows for other groups of measures than those of the message:
 * a condition about specialty has nothing to say of a mailbox. What names the measures that it is for is judged by
 * those, everything else by all that the message concerns, of which one is enough. Grounds for refusing are judged by
 * the profile, which says more; a code of a State's own is taken as it stands.
 */
export function codeRefusal(message: Spoken, measures: readonly Concerned[]): Refusal | null {
  const misplaced = grouped().flatMap(([list, groupsOf]) =>
    codesIn(message, list).filter(({ pointer, value }) => {
      // What another State has made a condition of its consent it has made one for measures of its own records.
      if (pointer.includes('/onwardAuthority/')) return false
      const groups = typeof value === 'string' ? groupsOf.get(value) : undefined
      return groups !== undefined && !aboutAt(message, pointer, measures).some((one) => isOf(one, groups))
    }),
  )
  const [first] = misplaced
  return first === undefined
    ? null
    : refuse('CODE_NOT_ALLOWED', {
        pointer: first.pointer,
        says: [particular('codeForOthers', { code: typeof first.value === 'string' ? first.value : '' })],
      })
}

interface List {
  readonly oneOf: readonly { readonly const?: string; readonly groups?: readonly string[] }[]
}

/** The lists of codes of which some are allowed for some groups only. */
const grouped = once(() =>
  [...documentsIn<List>('code')].flatMap(([name, { oneOf }]) => {
    const codes = oneOf.flatMap(({ const: code, groups }) =>
      code === undefined || groups === undefined ? [] : [[code, groups] as const],
    )
    return codes.length === 0 ? [] : [[`${schemaBase}code/${name}.json`, new Map(codes)] as const]
  }),
)

/** Every code of a list in a message: in its body, and in the measures that a request lists. */
function codesIn({ type = '', body = {} }: Spoken, list: string): readonly Placed<JsonValue>[] {
  const { measures } = body as unknown as JsonObject
  const listed = Array.isArray(measures) ? measures : []
  return [
    ...placesOf(`message/${type}.json`, list).flatMap((pointer) => at(body, pointer, '/body')),
    ...listed.flatMap((measure, place) => {
      const kind = isObject(measure) && typeof measure.kind === 'string' ? measure.kind : null
      return kind === null
        ? []
        : placesOf(`measure/${kind}.json`, list).flatMap((pointer) =>
            placedAt(measure, pointer, `/body/measures/${place}`),
          )
    }),
  ]
}

function at(value: object, pointer: string, place: string): readonly Placed<JsonValue>[] {
  return placedAt(value as unknown as JsonObject, pointer, place)
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The measures that something in a message is about: those that it names, or in whose words it stands, or all. */
function aboutAt(message: Spoken, pointer: string, measures: readonly Concerned[]): readonly Concerned[] {
  const steps = pointer.split('/').slice(1)
  const named = steps.flatMap((_, place): readonly string[] => {
    const [holder] = at(message, `/${steps.slice(0, place).join('/')}`.replace(/^\/$/, ''), '')
    return namedBy(holder?.value)
  })
  const about = measures.filter(({ id }) => named.includes(id))
  return about.length > 0 ? about : measures
}

/** The ids of measures that an object names: its own, that of which an outcome speaks, or those that a condition is for. */
function namedBy(value: JsonValue | undefined): readonly string[] {
  if (!isObject(value)) return []
  const { kind, id, measure, measures } = value
  const ids = [kind === undefined ? undefined : id, measure, ...(Array.isArray(measures) ? measures : [])]
  return ids.filter((one) => typeof one === 'string')
}

function isOf({ kind }: Concerned, groups: readonly string[]): boolean {
  const group = groupOf(kind)
  return group === null || groups.includes(group)
}
