import { isObject } from '../../letter/words.ts'
import type { JsonObject, JsonValue } from '../../message/json.ts'
import { findRequest } from '../../store/requests.ts'
import { type OfferedOutcome, outcomesOffered } from '../../workflow/offered.ts'
import { hasResult } from '../../workflow/results.ts'
import type { MeasureState, RequestState, Side } from '../../workflow/state.ts'
import type { Node } from '../node.ts'
import { openRecord } from '../records.ts'
import type { Draft } from '../send.ts'
import type { KeptDraft } from './keptDraft.ts'
import { wholeOf } from './rowIds.ts'

/** Of which record a body speaks, and as what. */
export interface Delivering {
  readonly state: RequestState
  readonly side: Side
  readonly type: string
  /** Of the draft (BCP 47). */
  readonly language: string
  readonly exhibits: Draft['exhibits']
  readonly at: number
}

/** A row of what is said of measures, with its measure and what the workflow wants of it. */
export interface DeliveredRow {
  readonly place: number
  readonly row: JsonObject
  readonly measure: MeasureState
  readonly offered: OfferedOutcome
}

/** The rows of a body of which the workflow knows what they must say now. */
export function deliveredRows(
  { state, side, type, at }: Pick<Delivering, 'state' | 'side' | 'type' | 'at'>,
  { outcomes }: JsonObject,
): readonly DeliveredRow[] {
  const rows: readonly JsonValue[] = Array.isArray(outcomes) ? outcomes : []
  return rows.flatMap((row, place) => {
    const named = isObject(row) && typeof row.measure === 'string' ? row.measure : null
    const measure = state.measures.find(({ id }) => id === named || id === wholeOf(named ?? ''))
    if (!isObject(row) || measure === undefined) return []
    const offered = outcomesOffered(measure, side, type, at).find((one) => one.outcome === row.outcome)
    return offered === undefined ? [] : [{ place, row, measure, offered }]
  })
}

/**
 * A body with what the node knows of what it hands over: the kind of a result, which is that of its measure, and an item of the
 * manifest for each file, as it was announced. What stands there stays.
 */
export function withDelivered(delivering: Delivering, body: JsonObject): JsonObject {
  const known = deliveredRows(delivering, body)
  if (known.length === 0 || !Array.isArray(body.outcomes)) return body
  const outcomes = (body.outcomes as readonly JsonValue[]).map((row, place): JsonValue => {
    const one = known.find((other) => other.place === place)
    return one === undefined ? row : withManifest(delivering, one, withResult(one))
  })
  return { ...body, outcomes }
}

/** The same for a draft that is written. */
export async function withDeliveredOf(node: Node, draft: KeptDraft, body: JsonObject): Promise<JsonObject> {
  if (!Array.isArray(body.outcomes)) return body
  const row = await findRequest(node.db, draft.request)
  const state = row === null ? null : openRecord(row).state
  if (row === null || state === null) return body
  const { type, language, exhibits } = draft
  const at = node.now().getTime()
  return withDelivered({ state, side: row.side, type, language, exhibits, at }, body)
}

/** The last delivery says what came of the measure; one before it may, and of that an empty beginning says nothing. */
function withResult({ row, measure, offered }: DeliveredRow): JsonObject {
  if (!offered.wantsResult || !hasResult(measure.kind)) return row
  const { result, ...others } = row
  const isBegun = isObject(result) && Object.keys(result).every((name) => name === 'kind')
  if (row.final === false) return isBegun ? others : row
  return result === undefined || (isBegun && result.kind === undefined)
    ? { ...row, result: { kind: measure.kind } }
    : row
}

function withManifest(
  { exhibits, language }: Delivering,
  { offered }: DeliveredRow,
  row: JsonObject,
): JsonObject {
  const named: readonly JsonValue[] = Array.isArray(row.exhibits) ? row.exhibits : []
  if (!offered.wantsManifest || named.length === 0) return row
  const given: readonly JsonValue[] = Array.isArray(row.manifest) ? row.manifest : []
  const { result } = row
  const ofResult: readonly JsonValue[] = isObject(result) && Array.isArray(result.items) ? result.items : []
  const listed = new Set(
    [...given, ...ofResult].flatMap((item) => (isObject(item) ? [item.exhibit, item.certificate] : [])),
  )
  const more: JsonObject[] = exhibits
    .filter(({ id }) => named.includes(id) && id !== row.record && !listed.has(id))
    .map(({ id, name, title, bytes, mediaType, sha256 }) => ({
      ...{ exhibit: id, what: (title ?? { language, text: name }) as unknown as JsonObject, kind: 'file' },
      ...{ bytes, mediaType, sha256 },
    }))
  if (more.length === 0) return row
  // A row that was added for them and in which nothing stands yet is theirs.
  const filled = given.map((item) => (isBlank(item) ? (more.shift() ?? item) : item))
  return { ...row, manifest: [...filled, ...more] }
}

function isBlank(value: JsonValue): boolean {
  return isObject(value) && Object.keys(value).length === 0
}
