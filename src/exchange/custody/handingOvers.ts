import type { CustodyEvent } from '../../message/generated/types.ts'
import { type Handling, handlingSaid, strictestOf } from '../../message/handling.ts'
import type { JsonValue } from '../../message/json.ts'
import type { Db } from '../../store/database.ts'
import type { ExhibitLinkRow } from '../../store/exhibits/exhibitTables.ts'
import { stateOf } from '../../message/stateOf.ts'
import { isErased, messageIn } from '../stored.ts'

/** What a message says of a file beside that it hands it over. */
export interface StatedItem {
  readonly custody: readonly CustodyEvent[]
  /** Id of the exhibit from which it was made; null: none is named. */
  readonly source: string | null
}

/** A message by which a file was handed over. */
export interface HandingOver {
  readonly message: string
  readonly request: string
  readonly measures: readonly string[]
  /** Id of the authority. */
  readonly from: string
  readonly sentAt: string
  /** Ids of the exhibits in it. */
  readonly exhibits: readonly string[]
  /** Those of them that are this file. */
  readonly named: readonly string[]
  /** The pieces of evidence of which it is the file. */
  readonly items: readonly StatedItem[]
  /** Days (YYYY-MM-DD) by which originals that went with it are due back. */
  readonly dueBack: readonly string[]
  /** How the file is to be handled, as the message says: the strictest of all that it says of it. */
  readonly handling: Handling
  /** When the record was erased; null: it was not. */
  readonly erasedAt: Date | null
}

/** The messages that these links name, in the order of their instants; of those that were erased no more than that. */
export async function handingOvers(db: Db, links: readonly ExhibitLinkRow[]): Promise<HandingOver[]> {
  if (links.length === 0) return []
  const rows = await db
    .selectFrom('message')
    .innerJoin('request', 'request.id', 'message.request')
    .select(['message.digest', 'message.jws', 'message.request', 'message.from_authority'])
    .select(['message.sent_at', 'request.erased_at'])
    .where(
      'message.digest',
      'in',
      links.map(({ message }) => message),
    )
    .orderBy('message.sent_at')
    .execute()
  return rows.map((row) => {
    const named = links.filter(({ message }) => message === row.digest).map(({ exhibit }) => exhibit)
    const common = { message: row.digest, request: row.request, from: row.from_authority }
    if (isErased(row))
      return {
        ...{ ...common, sentAt: row.sent_at.toISOString(), erasedAt: row.erased_at },
        ...{ measures: [], exhibits: [], named, items: [], dueBack: [], handling: {} },
      }
    const message = messageIn(row)
    const { sentAt, measures = [], exhibits, body } = message
    const said = body as unknown as JsonValue
    return {
      ...{ ...common, sentAt, measures, erasedAt: row.erased_at },
      exhibits: exhibits.map(({ id }) => id),
      named,
      items: itemsIn(said, named),
      dueBack: dueBackIn(said, named),
      handling: strictestOf(named.flatMap((exhibit) => handlingSaid(message, exhibit))),
    }
  })
}

/** Whether this message, or an earlier one of its record, has an exhibit of that id. */
export async function isNamedUntil(db: Db, handed: HandingOver, exhibit: string): Promise<boolean> {
  if (handed.exhibits.includes(exhibit)) return true
  const rows = await db
    .selectFrom('message')
    .select(['jws'])
    .where('request', '=', handed.request)
    .where('status', '=', 'placed')
    .where('sent_at', '<=', new Date(handed.sentAt))
    .execute()
  return rows.some((row) => !isErased(row) && messageIn(row).exhibits.some(({ id }) => id === exhibit))
}

/**
 * Whether the State to which originals are due has said that they are back, or need not come: by a message of its own in one of
 * these records that confirms it, and of which no item says that it is another exhibit.
 */
export async function returnOf(db: Db, handed: readonly HandingOver[], owner: string): Promise<boolean> {
  const named = handed.flatMap(({ named: ids }) => ids)
  const requests = [...new Set(handed.map(({ request }) => request))]
  if (requests.length === 0) return false
  const rows = await db
    .selectFrom('message')
    .select(['jws', 'from_authority'])
    .where('request', 'in', requests)
    .where('type', 'in', ['originals-returned', 'originals-waived'])
    .where('status', '=', 'placed')
    .execute()
  return rows
    .filter((row) => !isErased(row) && stateOf(row.from_authority) === owner)
    .map((row) => messageIn(row).body as unknown as JsonValue)
    .some((body) => isConfirmation(body, named))
}

function isConfirmation(body: JsonValue, named: readonly string[]): boolean {
  if (body === null || typeof body !== 'object' || Array.isArray(body)) return false
  const { stage, items } = body
  if (stage === undefined) return true
  if (stage !== 'confirmed') return false
  return [...objectsIn(items ?? null)]
    .filter(({ what }) => what !== undefined)
    .some(({ exhibit }) => exhibit === undefined || isNamed(exhibit, named))
}

/** Every object of a message, however deep. */
function* objectsIn(value: JsonValue): Generator<Readonly<Record<string, JsonValue>>> {
  if (value === null || typeof value !== 'object') return
  if (Array.isArray(value)) {
    for (const one of value) yield* objectsIn(one)
    return
  }
  yield value
  for (const one of Object.values(value)) yield* objectsIn(one)
}

/** The pieces of evidence (schemas/part/evidence-item.json) that name one of these exhibits, wherever they stand. */
function itemsIn(body: JsonValue, named: readonly string[]): StatedItem[] {
  return [...objectsIn(body)]
    .filter(({ exhibit, what, kind }) => what !== undefined && kind !== undefined && isNamed(exhibit, named))
    .map(({ custody, derivedFrom }) => ({
      custody: Array.isArray(custody) ? (custody as unknown as CustodyEvent[]) : [],
      source: typeof derivedFrom === 'string' ? derivedFrom : null,
    }))
}

/** When what went by another way with one of these exhibits is due back. */
function dueBackIn(body: JsonValue, named: readonly string[]): string[] {
  return [...objectsIn(body)]
    .filter(({ exhibits }) => Array.isArray(exhibits) && exhibits.some((one) => isNamed(one, named)))
    .flatMap(({ objects = null }) => [...objectsIn(objects)])
    .flatMap(({ returnBy }) => (typeof returnBy === 'string' ? [returnBy] : []))
}

function isNamed(value: JsonValue | undefined, named: readonly string[]): boolean {
  return typeof value === 'string' && named.includes(value)
}
