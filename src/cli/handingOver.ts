import { announcementIn } from '../exchange/exhibits/announcement.ts'
import type { Node } from '../exchange/node.ts'
import type { JsonObject, JsonValue } from '../message/json.ts'
import { refuse } from '../message/refusal.ts'
import { canonicalText } from '../message/canonical.ts'
import { listNotes } from '../store/exhibits/custodyNotes.ts'
import { descriptionsOf } from '../store/exhibits/descriptions.ts'
import { findOwnDeposits } from '../store/exhibits/handedOver.ts'
import { isObject } from './bodySchema.ts'
import { refusedBy, wrongUse } from './outcome.ts'

/** An exhibit that names a file of this node by the id of its deposit, and leaves to the node what is to be said of it. */
type Named = JsonObject & { readonly deposit: string }

/** Reads `E1=<id of a deposit>`, as it stands on a command line. Fails with WRONG_USE. */
export function readHandedOver(text: string): Named {
  const [id = '', deposit = '', ...more] = text.split('=')
  if (id === '' || deposit === '' || more.length > 0)
    throw wrongUse(
      `--hand-over takes the id in the message and that of the deposit, as E1=…, and not "${text}"`,
    )
  return { id, deposit }
}

/**
 * A draft in which everything is said of the files that it names by their deposits: name, type, size, hashes and what opens
 * them; and in which each piece of evidence has the custody that was noted here of its file. What the draft itself says stays.
 *
 * @throws CommandFailure EXHIBIT_UNKNOWN, EXHIBIT_ERASED or EXHIBIT_NOT_WHOLE
 */
export async function withDeposits(node: Node, said: JsonValue): Promise<JsonValue> {
  if (!isObject(said) || !Array.isArray(said.exhibits)) return said
  const exhibits: readonly JsonValue[] = said.exhibits
  const ids = exhibits.filter(isNamed).map(({ deposit }) => deposit)
  for (const id of ids) if (!isUuid.test(id)) throw refusedBy(refuse('EXHIBIT_UNKNOWN', { detail: id }))
  if (ids.length === 0) return said
  const deposits = await findOwnDeposits(node.db, node.state, ids)
  const told = exhibits.map((exhibit) => {
    if (!isNamed(exhibit)) return exhibit
    const { deposit, ...given } = exhibit
    const row = deposits.get(deposit)
    const announced = row === undefined ? refuse('EXHIBIT_UNKNOWN', { detail: deposit }) : announcementIn(row)
    if (!announced.ok) throw refusedBy(announced)
    return { ...announced.announcement, ...given } as unknown as JsonObject
  })
  const withCustody = { ...said, exhibits: told }
  if (said.body === undefined) return withCustody
  const described = await withDescriptions(node, said.body, exhibits.filter(isNamed))
  return { ...withCustody, body: await withNotes(node, described, exhibits.filter(isNamed)) }
}

/**
 * The body of a delivery in which each of these files has its item in the manifest, where it came with a description: what the
 * draft says of it stays, and what it leaves out is as described.
 */
async function withDescriptions(node: Node, body: JsonValue, named: readonly Named[]): Promise<JsonValue> {
  if (!isObject(body) || !Array.isArray(body.outcomes)) return body
  const rows = await descriptionsOf(
    node.db,
    named.map(({ deposit }) => deposit),
  )
  if (rows.size === 0) return body
  const items = named.flatMap(({ id, deposit }) => {
    const row = rows.get(deposit)
    if (row === undefined) return []
    // The type of a file is told by its beginning, never by what somebody says of it.
    const said = Object.entries(JSON.parse(row.item) as JsonObject).filter(([name]) => name !== 'mediaType')
    return [{ ...Object.fromEntries(said), exhibit: id } as Described]
  })
  const outcomes = (body.outcomes as readonly JsonValue[]).map((outcome): JsonValue => {
    if (!isObject(outcome) || !Array.isArray(outcome.exhibits)) return outcome
    const of: readonly JsonValue[] = outcome.exhibits
    const mine = items.filter(({ exhibit }) => of.includes(exhibit))
    const given: readonly JsonValue[] = Array.isArray(outcome.manifest) ? outcome.manifest : []
    const known = given.map((item): JsonValue => {
      const described = isObject(item) ? mine.find(({ exhibit }) => exhibit === item.exhibit) : undefined
      return isObject(item) && described !== undefined ? { ...described, ...item } : item
    })
    const isGiven = (id: JsonValue): boolean => given.some((item) => isObject(item) && item.exhibit === id)
    const manifest = [...known, ...mine.filter(({ exhibit }) => !isGiven(exhibit))]
    return manifest.length === 0 ? outcome : { ...outcome, manifest }
  })
  return { ...body, outcomes }
}

/** An item of evidence that names its file. */
type Described = JsonObject & { readonly exhibit: string }

/** As many events as an evidence item may have; what the node adds leaves out what the draft has no room for. */
const custodyMax = 200

/** The body in which each piece of evidence that names one of these files has the custody that was noted of it here. */
async function withNotes(node: Node, body: JsonValue, named: readonly Named[]): Promise<JsonValue> {
  const rows = await listNotes(
    node.db,
    named.map(({ deposit }) => deposit),
  )
  if (rows.length === 0) return body
  const noted = new Map(
    named.map(({ id, deposit }) => [
      id,
      rows.filter((row) => row.deposit === deposit).map(({ event }) => JSON.parse(event) as JsonObject),
    ]),
  )
  const filled = (value: JsonValue): JsonValue => {
    if (Array.isArray(value)) return (value as readonly JsonValue[]).map(filled)
    if (!isObject(value)) return value
    const whole = Object.fromEntries(Object.entries(value).map(([name, one]) => [name, filled(one)]))
    const events = noted.get(whole.exhibit) ?? []
    const isItem = whole.what !== undefined && whole.kind !== undefined
    if (!isItem || events.length === 0) return whole
    const given: readonly JsonValue[] = Array.isArray(whole.custody) ? whole.custody : []
    const said = new Set(given.map((event) => canonicalText(event)))
    const more = events.filter((event) => !said.has(canonicalText(event)))
    const custody = [...given, ...more].sort(byInstant).slice(0, custodyMax)
    return { ...whole, custody }
  }
  return filled(body)
}

function byInstant(one: JsonValue, other: JsonValue): number {
  const instantOf = (event: JsonValue): number =>
    Date.parse(isObject(event) && typeof event.at === 'string' ? event.at : '')
  return instantOf(one) - instantOf(other)
}

const isUuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

function isNamed(exhibit: JsonValue): exhibit is Named {
  return isObject(exhibit) && typeof exhibit.deposit === 'string'
}
