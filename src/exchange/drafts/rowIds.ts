import { type Slot, itemSlot, meantBy, memberSlots, slotAt } from '../../letter/alternatives.ts'
import { bodyPlace } from '../../letter/body.ts'
import { type Named, type Row, namedBy, rowIdOf } from '../../letter/named.ts'
import { isObject } from '../../letter/words.ts'
import type { JsonObject, JsonValue } from '../../message/json.ts'
import { escaped } from './fileNames.ts'

/** Ids that are of something already, by the sort of the row; a number as it is written. */
export type KnownIds = Readonly<Record<Row, ReadonlySet<string>>>

function noneYet(): Record<Row, Set<string>> {
  return { basis: new Set(), measure: new Set(), offence: new Set(), item: new Set() }
}

/** Of a draft that opens its record. */
export const noIds: KnownIds = noneYet()

/** What stands before the number of an id that is given. */
const letters: Readonly<Record<Row, string>> = { basis: 'l', measure: 'm', item: 'q', offence: '' }
/** The highest number that the schemas take in an id, and of an offence. */
const highest: Readonly<Record<Row, number>> = { basis: 999, measure: 999, item: 999, offence: 200 }

const rows: Readonly<Partial<Record<Named, Row>>> = {
  measure: 'measure',
  part: 'measure',
  basis: 'basis',
  offence: 'offence',
}

/**
 * A body in which every row has an id by which others name it: a legal basis `l1`, a measure `m1`, a question `q1`, an offence `1`.
 * What a row has it keeps, unless a row before it has the same; what nothing stands in is no row yet. A new one gets the first that
 * no row has, that nothing names any more, and that is not known.
 *
 * @param known - ids of what the record has already
 */
export function withRowIds(type: string, body: JsonObject, known: KnownIds): JsonObject {
  const [slot, used] = [slotAt(bodyPlace(type)), usedIn(type, body)]
  const given = noneYet()
  const give = (row: Row, own: JsonValue | undefined): JsonValue | undefined => {
    const said = written(own)
    const isOwn = said !== null && !given[row].has(said)
    const id = isOwn ? said : firstFree(row, [used[row], known[row], given[row]])
    if (id === null) return own
    given[row].add(id)
    return isOwn ? own : row === 'offence' ? Number(id) : id
  }
  return inObject(slot, body, '', give)
}

/** Whether a row of the body has no id of its own. */
export function lacksRowIds(type: string, body: JsonObject): boolean {
  const found = new Set<string>()
  return [...membersIn(slotAt(bodyPlace(type)), body, '')].some(({ row, value }) => {
    const said = written(value)
    const id = `${row ?? ''} ${said ?? ''}`
    const isLacking = row !== null && (said === null || found.has(id))
    if (row !== null) found.add(id)
    return isLacking
  })
}

/** An id or a number as it is written; null: there is none. */
function written(id: JsonValue | undefined): string | null {
  return typeof id === 'string' || typeof id === 'number' ? String(id) : null
}

type Give = (row: Row, own: JsonValue | undefined) => JsonValue | undefined

function inObject(slot: Slot, value: JsonObject, pointer: string, give: Give): JsonObject {
  const members = membersOf(slot, value)
  const own = Object.keys(value).length === 0 ? [] : [...ownIds(members, pointer)]
  const ids = own.flatMap(([name, row]): (readonly [string, JsonValue])[] => {
    const id = give(row, value[name])
    return id === undefined ? [] : [[name, id]]
  })
  const others = Object.entries(value).map(([name, one]) => {
    const member = members.get(name)
    return [name, member === undefined ? one : inValue(member, one, `${pointer}/${escaped(name)}`, give)]
  })
  return Object.fromEntries([...ids, ...others, ...ids]) as JsonObject
}

function inValue(slot: Slot, value: JsonValue, pointer: string, give: Give): JsonValue {
  if (!Array.isArray(value)) return isObject(value) ? inObject(slot, value, pointer, give) : value
  const item = itemSlot(slot.alternatives)
  const items: readonly JsonValue[] = value
  return item === null ? value : items.map((one, place) => inValue(item, one, `${pointer}/${place}`, give))
}

/** What the rows of a body are called, and what its members name. */
function usedIn(type: string, body: JsonObject): KnownIds {
  const used = noneYet()
  for (const { row, names, value } of membersIn(slotAt(bodyPlace(type)), body, '')) {
    const of = row ?? rows[names ?? 'exhibit'] ?? null
    if (of === null) continue
    const values: readonly (JsonValue | undefined)[] = Array.isArray(value) ? value : [value]
    for (const id of values.flatMap((one) => written(one) ?? [])) used[of].add(wholeOf(id))
  }
  return used
}

/** The measure of which one is a part, by its id: `m1` of `m1.2`. */
export function wholeOf(id: string): string {
  return id.split('.')[0] ?? id
}

interface Member {
  /** The row whose id it is; null: it is none. */
  readonly row: Row | null
  readonly names: Named | null
  /** Undefined: the row has no id. */
  readonly value: JsonValue | undefined
}

/** Every member below an object that a row is known by, or that names something. */
function* membersIn(slot: Slot, value: JsonObject, pointer: string): Generator<Member> {
  const members = membersOf(slot, value)
  const own = Object.keys(value).length === 0 ? [] : ownIds(members, pointer)
  for (const [name, row] of own) yield { row, names: null, value: value[name] }
  for (const [name, one] of Object.entries(value)) {
    const member = members.get(name)
    if (member === undefined) continue
    const at = `${pointer}/${escaped(name)}`
    yield { row: null, names: namedBy(member, name, members, at), value: one }
    if (isObject(one)) yield* membersIn(member, one, at)
    const item = Array.isArray(one) ? itemSlot(member.alternatives) : null
    const items: readonly JsonValue[] = item !== null && Array.isArray(one) ? one : []
    for (const [place, row] of items.entries())
      if (item !== null && isObject(row)) yield* membersIn(item, row, `${at}/${place}`)
  }
}

function* ownIds(members: ReadonlyMap<string, Slot>, pointer: string): Generator<readonly [string, Row]> {
  for (const name of ['id', 'number']) {
    const slot = members.get(name)
    const row = slot === undefined ? null : rowIdOf(slot, name, `${pointer}/${name}`)
    if (row !== null) yield [name, row]
  }
}

function membersOf({ alternatives }: Slot, value: JsonObject): ReadonlyMap<string, Slot> {
  const meant = meantBy(alternatives, value)
  return memberSlots(meant.length === 0 ? alternatives : meant)
}

function firstFree(row: Row, taken: readonly ReadonlySet<string>[]): string | null {
  for (let number = 1; number <= highest[row]; number += 1) {
    const id = `${letters[row]}${number}`
    if (!taken.some((ids) => ids.has(id))) return id
  }
  return null
}
