import { documentAt } from '../message/documents.ts'
import type { Offence, Person } from '../message/generated/types.ts'
import type { JsonObject, JsonValue } from '../message/json.ts'
import { schemaBase } from '../message/unions.ts'
import type { Unfinished } from '../message/unfinished.ts'
import { type Placed, placedAt } from './placed.ts'

/** What is looked through: a message, or what there is of one. */
export interface Spoken {
  readonly type?: string | undefined
  readonly body?: object | undefined
}

/** What a measure is known by here; the item of the body itself, where the body lists what is asked for. */
export interface Concerned {
  readonly kind?: string | undefined
}

/** An offence, in whichever part it stands; of spontaneous information no more than its code is told. */
export type StatedOffence = Unfinished<Pick<Offence, 'code' | 'conduct' | 'maximumPenalty'>>

/**
 * The offences that a measure is about, with their places: those that it states itself, as extradition and transfers
 * do; else those of the whole message. The schemas say where that is, so that the kinds of a State's own are seen too.
 */
export function offencesOf(message: Spoken, measure: Concerned): readonly Placed<StatedOffence>[] {
  return concerning(message, measure, offences)
}

/** Where a message would state the offences of a measure for which it states none. */
export function placeOfOffences({ type = '' }: Spoken): string {
  const [first = ''] = placesOf(`message/${type}.json`, offenceCode)
  return `/body${first.split('/*')[0] ?? ''}`
}

/**
 * The persons that a measure is after, with their places: those that it seeks itself; else those of the message that
 * are suspected, accused, convicted or sought. Victims and witnesses are nobody whom a State would hand over.
 */
export function soughtBy(message: Spoken, measure: Concerned): readonly Placed<Unfinished<Person>>[] {
  return concerning(message, measure, sought)
}

/** How things of one sort are found in what a document describes. */
type Finder<T> = (document: string, value: JsonValue | undefined, at: string) => readonly Placed<T>[]

function concerning<T>(
  { type = '', body }: Spoken,
  measure: Concerned,
  find: Finder<T>,
): readonly Placed<T>[] {
  const said = body as unknown as JsonObject | undefined
  const asked: unknown = said?.measures
  const place = Array.isArray(asked) ? asked.indexOf(measure) : -1
  const own =
    place === -1
      ? []
      : find(
          `measure/${measure.kind ?? ''}.json`,
          measure as unknown as JsonObject,
          `/body/measures/${place}`,
        )
  return own.length > 0 ? own : find(`message/${type}.json`, said, '/body')
}

const offenceCode = `${schemaBase}code/offence.json`
const soughtPerson = `${schemaBase}part/sought-person.json`
const person = `${schemaBase}part/person.json`
const measureUnion = `${schemaBase}measure.json`

const offences: Finder<StatedOffence> = (document, value, at) =>
  placesOf(document, offenceCode).flatMap((pointer) => {
    const isMember = pointer.endsWith('/code')
    return placedAt(value, isMember ? pointer.slice(0, -'/code'.length) : pointer, at).map((one) => ({
      pointer: one.pointer,
      value: (isMember ? one.value : { code: one.value }) as StatedOffence,
    }))
  })

const sought: Finder<Unfinished<Person>> = (document, value, at) => {
  const named = placesOf(document, soughtPerson).flatMap((pointer) =>
    placedAt(value, `${pointer}/person`, at),
  )
  const others = placesOf(document, person).flatMap((pointer) => placedAt(value, pointer, at))
  const persons = (named.length > 0 ? named : others) as readonly Placed<Unfinished<Person>>[]
  return named.length > 0 ? persons : persons.filter(({ value: { role } }) => soughtRoles.has(role))
}

const soughtRoles: ReadonlySet<unknown> = new Set(['suspect', 'accused', 'convicted', 'soughtPerson'])

const known = new Map<string, readonly string[]>()

/** The pointers into what a document describes at which it refers to another; `*` stands for each item of a list. */
export function placesOf(document: string, target: string): readonly string[] {
  const key = `${document} ${target}`
  const places = known.get(key) ?? [...new Set(placesIn(documentAt(document) ?? {}, target, '', []))]
  known.set(key, places)
  return places
}

/** The measures of a request are left out: each has a document of its own. `inside` ends what refers to itself. */
function* placesIn(
  schema: JsonObject,
  target: string,
  pointer: string,
  inside: readonly string[],
): Generator<string> {
  const { $ref, items, properties } = schema
  if ($ref === target) yield pointer
  else if (typeof $ref === 'string' && $ref !== measureUnion && !inside.includes($ref)) {
    const document = documentAt($ref.slice(schemaBase.length))
    if (document !== null) yield* placesIn(document, target, pointer, [...inside, $ref])
  }
  for (const part of [schema.oneOf, schema.anyOf, schema.allOf, schema.then, schema.else].flat())
    if (isObject(part)) yield* placesIn(part, target, pointer, inside)
  if (isObject(items)) yield* placesIn(items, target, `${pointer}/*`, inside)
  if (!isObject(properties)) return
  for (const [name, inner] of Object.entries(properties))
    if (isObject(inner)) yield* placesIn(inner, target, `${pointer}/${name}`, inside)
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
