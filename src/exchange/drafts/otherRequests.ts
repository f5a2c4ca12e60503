import { isUuid } from '../identifiers.ts'
import { type Slot, itemSlot, meantBy, memberSlots, slotAt } from '../../letter/alternatives.ts'
import { bodyPlace } from '../../letter/body.ts'
import { isOtherRequest } from '../../letter/named.ts'
import { isObject } from '../../letter/words.ts'
import type { JsonObject, JsonValue } from '../../message/json.ts'
import { findDraft } from '../../store/drafts/drafts.ts'
import { listNamed } from '../../store/messages.ts'
import { findRequestsOf } from '../../store/requests.ts'
import type { RequestRow } from '../../store/tables.ts'
import type { Node } from '../node.ts'
import { noteInLog } from '../noteInLog.ts'
import type { Acting } from '../people/deskPeople.ts'
import { scopeOf } from '../scopeOf.ts'
import { requestsCalled } from '../search/byReference.ts'
import { type KeptDraft, keptDraft } from './keptDraft.ts'
import { actorIn } from './noteDraft.ts'

/** Another request of the authority; plain data. */
export interface OtherRequest {
  readonly id: string
  readonly reference: string
  /** Id of the authority of the other side. */
  readonly counterpart: string
  /** RFC 3339. */
  readonly openedAt: string
}

/** What a draft says of other requests, as far as they are of its authority. */
export interface OtherRequests {
  /** Those that it names, by their ids, with their messages, the last first; no messages where there are more than anybody looks through. */
  readonly named: ReadonlyMap<string, OtherRequest & { readonly messages: readonly NamedMessage[] }>
  /** Those that are called as it says, by what it says instead of an id, and by the references of those that it names. */
  readonly called: ReadonlyMap<string, readonly OtherRequest[]>
}

interface NamedMessage {
  readonly id: string
  readonly type: string
  readonly sequence: number
}

/** So many different ones are looked for in a body; what is beyond stays as it was written. */
const soughtMax = 20
const messagesMax = 100

/** What a form shows of the other requests that a draft names; whoever sees one of them is in the log before. */
export async function otherRequestsOf(node: Node, draft: KeptDraft, by: Acting): Promise<OtherRequests> {
  const written = requestsWritten(draft.type, draft.body)
  const rows = await ownByIds(node, draft, written.filter(isId))
  const sought = [...written.filter((one) => !isId(one)), ...rows.map(({ reference }) => reference)]
  const called = await calledSo(node, draft, sought)
  await note(node, by, sought, [...rows, ...[...called.values()].flat()])
  const named = await Promise.all(
    rows.map(async (row) => {
      const messages = await listNamed(node.db, row.id, messagesMax + 1)
      const few = messages.length > messagesMax ? [] : messages
      return [row.id, { ...otherRequest(row), messages: few }] as const
    }),
  )
  const plain = [...called].map(([one, some]) => [one, some.map(otherRequest)] as const)
  return { named: new Map(named), called: new Map(plain) }
}

/**
 * A body that is written into a draft, with the id of each other request that it calls by a reference, where one request alone of the
 * authority of the draft is called so: of several, the one that the draft names already. All else stays as it is written. That somebody looked
 * for them is in the log.
 */
export async function withRequestsMeant(
  node: Node,
  id: string,
  body: JsonObject,
  by: Acting,
): Promise<JsonObject> {
  const row = await findDraft(node.db, id)
  // What somebody may not write is refused where it is written; nothing is looked for.
  if (row?.authority !== by.person.authority) return body
  const draft = keptDraft(row)
  const written = requestsWritten(draft.type, body).filter((one) => !isId(one))
  if (written.length === 0) return body
  const before = requestsWritten(draft.type, draft.body).filter(isId)
  // The form has shown these by their references: they are looked for before what is new, and none of them is lost.
  const shown = new Set((await ownByIds(node, draft, before)).map(({ reference }) => reference))
  const sought = [...written.filter((one) => shown.has(one)), ...written.filter((one) => !shown.has(one))]
  const called = await calledSo(node, draft, sought)
  await note(node, by, sought, [...called.values()].flat())
  return inObject(slotAt(bodyPlace(draft.type)), body, (one) => {
    if (isId(one.toLowerCase())) return one.toLowerCase()
    const some = called.get(one) ?? []
    const named = some.filter(({ id: found }) => before.includes(found))
    const [only, ...others] = some.length > 1 ? named : some
    return only === undefined || others.length > 0 ? one : only.id
  })
}

function isId(written: string): boolean {
  return isUuid(written)
}

/** The other requests of the authority of a draft with these ids. The own one is none: a reference would not lead back to it. */
async function ownByIds(
  { db }: Node,
  { authority, request }: KeptDraft,
  ids: readonly string[],
): Promise<readonly RequestRow[]> {
  const rows = await findRequestsOf(db, ids.slice(0, soughtMax), [])
  return rows.filter((row) => row.id !== request && row.own_authority === authority && row.erased_at === null)
}

/** The other requests of the authority of a draft by what they are called. */
async function calledSo(
  node: Node,
  { authority, request }: KeptDraft,
  names: readonly string[],
): Promise<ReadonlyMap<string, readonly RequestRow[]>> {
  const called = new Map<string, readonly RequestRow[]>()
  for (const name of [...new Set(names)].slice(0, soughtMax)) {
    const rows = await requestsCalled(node, authority, name)
    called.set(
      name,
      rows.filter(({ id }) => id !== request),
    )
  }
  return called
}

async function note(
  node: Node,
  by: Acting,
  sought: readonly string[],
  rows: readonly RequestRow[],
): Promise<void> {
  if (sought.length === 0) return
  const scope = scopeOf(rows.map(({ id }) => id))
  await noteInLog(node, {
    event: 'case.listed',
    actor: actorIn(by),
    count: scope.length,
    details: { query: ['references', ...sought.slice(0, soughtMax)].join('; '), scope },
  })
}

function otherRequest({ id, reference, counterpart_authority, opened_at }: RequestRow): OtherRequest {
  return { id, reference, counterpart: counterpart_authority, openedAt: opened_at.toISOString() }
}

/** What stands in a body where the id of another request belongs, each once. */
function requestsWritten(type: KeptDraft['type'], body: JsonObject): readonly string[] {
  const written = new Set<string>()
  inObject(slotAt(bodyPlace(type)), body, (one) => {
    written.add(one)
    return one
  })
  return [...written]
}

type Give = (written: string) => string

function inObject(slot: Slot, value: JsonObject, give: Give): JsonObject {
  const meant = meantBy(slot.alternatives, value)
  const members = memberSlots(meant.length === 0 ? slot.alternatives : meant)
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => {
      const member = members.get(name)
      return [name, member === undefined ? one : inValue(member, one, give)]
    }),
  )
}

function inValue(slot: Slot, value: JsonValue, give: Give): JsonValue {
  if (typeof value === 'string') return isOtherRequest(slot) ? give(value) : value
  if (!Array.isArray(value)) return isObject(value) ? inObject(slot, value, give) : value
  const item = itemSlot(slot.alternatives)
  const items: readonly JsonValue[] = value
  return item === null ? value : items.map((one) => inValue(item, one, give))
}
