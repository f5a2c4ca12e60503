import type { JsonObject, JsonValue } from '../../../src/message/json.ts'
import type { Random } from '../random.ts'
import { mutateText, words } from './text.ts'

/** What stands under each name of a member in some values: the words that belong there. */
export type Vocabulary = ReadonlyMap<string, readonly JsonValue[]>

/** Names that mean something to the language, to JSON Pointer, or to nobody. */
const names = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'valueOf',
  'toJSON',
  'hasOwnProperty',
  'length',
  '0',
  '-1',
  '',
  ' ',
  'a/b',
  '~0',
  '\u0000',
  'e\u0301',
  '\ud800',
  'n'.repeat(300),
  '$ref',
  'type',
  'id',
  'kind',
]

const numbers = [
  0,
  -0,
  1,
  -1,
  0.1,
  1.5,
  1e-7,
  1e21,
  2 ** 31,
  2 ** 32,
  2 ** 53,
  -(2 ** 53),
  5e-324,
  Number.MAX_VALUE,
]

export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A value as text where it is one; nothing where it is not. */
export function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : ''
}

/** An object with one member more, which is its own even where its name is `__proto__`. */
export function withMember(value: JsonObject, name: string, member: JsonValue): JsonObject {
  return { ...value, [name]: member }
}

/** Collects what stands under each name, at most `most` different values of each. */
export function vocabularyOf(values: readonly JsonValue[], most = 60): Vocabulary {
  const found = new Map<string, Map<string, JsonValue>>()
  const look = (value: JsonValue): void => {
    if (Array.isArray(value)) value.forEach(look)
    else if (isObject(value)) {
      for (const [name, member] of Object.entries(value)) {
        const known = found.get(name) ?? new Map<string, JsonValue>()
        found.set(name, known)
        if (known.size < most) known.set(JSON.stringify(member), member)
        look(member)
      }
    }
  }
  values.forEach(look)
  return new Map([...found].map(([name, members]) => [name, [...members.values()]]))
}

/** Changes one place of a value, in any way; the value itself stays as it is. */
export function mutateJson(random: Random, value: JsonValue, vocabulary: Vocabulary): JsonValue {
  return change(random, value, null, (node, name) => anyChange(random, node, name, vocabulary))
}

/** Changes one place in a way that what judges the shape often lets pass: another value that belongs there, one more, one less. */
export function mutateLikely(random: Random, value: JsonValue, vocabulary: Vocabulary): JsonValue {
  return change(random, value, null, (node, name) => likelyChange(random, node, name, vocabulary))
}

/** Walks down to some place and puts there what `at` makes of it. */
function change(
  random: Random,
  node: JsonValue,
  name: string | null,
  at: (node: JsonValue, name: string | null) => JsonValue,
): JsonValue {
  if (typeof node !== 'object' || node === null || random.once(6)) return at(node, name)
  if (Array.isArray(node)) {
    if (node.length === 0) return at(node, name)
    const place = random.below(node.length)
    const copy = [...node]
    copy[place] = change(random, node[place] ?? null, name, at)
    return copy
  }
  const members = Object.keys(node)
  if (members.length === 0) return at(node, name)
  const member = random.pick(members)
  return withMember(node, member, change(random, node[member] ?? null, member, at))
}

function anyChange(random: Random, node: JsonValue, name: string | null, vocabulary: Vocabulary): JsonValue {
  if (random.once(8)) return oddValue(random)
  if (random.once(8)) return otherType(random, node)
  if (typeof node === 'string') return mutateText(random, node)
  if (typeof node === 'number') return otherNumber(random, node)
  if (Array.isArray(node)) return otherList(random, node)
  if (isObject(node)) return otherMembers(random, node, vocabulary)
  return typeof node === 'boolean' ? !node : (belonging(random, name, vocabulary) ?? oddValue(random))
}

function likelyChange(
  random: Random,
  node: JsonValue,
  name: string | null,
  vocabulary: Vocabulary,
): JsonValue {
  const other = random.once(2) ? belonging(random, name, vocabulary) : null
  if (other !== null && Array.isArray(other) === Array.isArray(node) && typeof other === typeof node)
    return other
  if (typeof node === 'boolean') return !node
  if (typeof node === 'number') return random.once(2) ? node + 1 : Math.max(0, node - 1)
  if (Array.isArray(node)) {
    const place = random.below(node.length + 1)
    const more = random.once(3) ? belonging(random, name, vocabulary) : null
    if (Array.isArray(more)) return [...node, ...more]
    return random.once(2) ? node.filter((_, at) => at !== place) : [...node].reverse()
  }
  if (isObject(node)) {
    const members = Object.keys(node)
    const member = random.pick(members)
    if (random.once(2)) return without(node, member)
    const others = [...vocabulary.keys()]
    const added = random.pick(others)
    return withMember(node, added, belonging(random, added, vocabulary) ?? null)
  }
  if (typeof node !== 'string') return node
  return /^\d{4}-\d{2}-\d{2}/.test(node) ? otherDate(random, node) : mutateText(random, node)
}

/** The same moment or date moved, near or very far, and with another offset. */
function otherDate(random: Random, text: string): string {
  const whole = text.length > 10
  if (random.once(8)) {
    const far = random.pick(words.filter((word) => /^\d{4}-/.test(word)))
    return whole ? far : far.slice(0, 10)
  }
  const days = random.pick([-1, 1, 30, -30, 365, 3_650, -40_000, 400_000])
  const moved = new Date(Date.parse(text) + days * 86_400_000 + random.below(86_400_000))
  const iso = Number.isFinite(moved.getTime()) ? moved.toISOString() : text
  if (!whole) return iso.slice(0, 10)
  return random.once(2)
    ? iso
    : iso.replace(/(\.\d+)?Z$/, random.pick(['+14:00', '-12:00', '+05:30', '+00:00']))
}

function belonging(random: Random, name: string | null, vocabulary: Vocabulary): JsonValue {
  const known = name === null ? undefined : vocabulary.get(name)
  return known === undefined ? null : random.pick(known)
}

function oddValue(random: Random): JsonValue {
  switch (random.below(12)) {
    case 0:
      return null
    case 1:
      return random.once(2)
    case 2:
    case 3:
      return random.pick(numbers)
    case 4:
      return {}
    case 5:
      return []
    case 6:
      return nested(random.pick([2, 10, 30, 31, 32, 33, 60]), random.once(2))
    case 7:
      return Array.from({ length: random.pick([2, 17, 101, random.once(20) ? 5_000 : 300]) }, () =>
        random.pick<JsonValue>(['', 0, {}]),
      )
    case 8:
      return withMember({}, random.pick(names), random.pick<JsonValue>([1, 'x', {}, null]))
    default:
      return random.pick(words)
  }
}

/** Lists or objects inside each other. */
function nested(depth: number, isList: boolean): JsonValue {
  let value: JsonValue = 0
  for (let at = 0; at < depth; at += 1) value = isList ? [value] : { a: value }
  return value
}

function otherType(random: Random, node: JsonValue): JsonValue {
  switch (random.below(5)) {
    case 0:
      return [node]
    case 1:
      return withMember({}, random.pick(names), node)
    case 2:
      return Array.isArray(node) ? (node[0] ?? null) : isObject(node) ? Object.values(node) : node
    case 3:
      return typeof node === 'string'
        ? Number(node.replace(/[^0-9.]/g, '').slice(0, 15)) || 0
        : JSON.stringify(node)
    default:
      return null
  }
}

function otherNumber(random: Random, node: number): number {
  const other = random.pick([node + 1, node - 1, -node, node * 2, node / 3, node * 1e10, ...numbers])
  return Number.isFinite(other) ? other : 0
}

function otherList(random: Random, node: readonly JsonValue[]): JsonValue {
  const place = random.below(node.length + 1)
  switch (random.below(6)) {
    case 0:
      return node.filter((_, at) => at !== place)
    case 1:
      return [...node, ...node.slice(place, place + 1)]
    case 2:
      return [...node].reverse()
    case 3:
      return [...node.slice(0, place), oddValue(random), ...node.slice(place)]
    case 4:
      return random.once(10) && isSmall(node[0])
        ? Array.from({ length: 1_500 }, () => node[0] ?? 0)
        : [...node, ...node]
    default:
      return node.slice(0, place)
  }
}

/** Whether many of it still come to less than a message may have, as a name of a key does not: the run itself would take longer to write it than a reader to refuse it. */
function isSmall(value: JsonValue | undefined): boolean {
  const text = JSON.stringify(value ?? null)
  return text.length < 100 && !text.includes('"$')
}

function otherMembers(random: Random, node: JsonObject, vocabulary: Vocabulary): JsonObject {
  const members = Object.keys(node)
  const member = random.pick(members) as string | undefined
  if (member === undefined || random.once(3)) return withMember(node, random.pick(names), oddValue(random))
  const value = node[member] ?? null
  switch (random.below(5)) {
    case 0:
      return without(node, member)
    case 1:
      return withMember(without(node, member), random.pick(names), value)
    case 2:
      return withMember(node, random.pick(names), value)
    case 3: {
      const added = random.pick([...vocabulary.keys(), 'x'])
      return withMember(node, added, belonging(random, added, vocabulary))
    }
    default:
      return withMember(node, member, node[random.pick(members)] ?? null)
  }
}

function without(node: JsonObject, member: string): JsonObject {
  return Object.fromEntries(Object.entries(node).filter(([name]) => name !== member))
}
