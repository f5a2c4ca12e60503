import type { JsonObject } from '../../message/json.ts'
import { findDraft } from '../../store/drafts/drafts.ts'
import { findRequest } from '../../store/requests.ts'
import type { Node } from '../node.ts'
import { openRecord } from '../records.ts'
import { withOnlyRegime } from './onlyRegime.ts'
import { type KnownIds, lacksRowIds, noIds, wholeOf, withRowIds } from './rowIds.ts'
import { statedBy, statingMessages } from './stated.ts'

/**
 * A body that is written into a draft, with what nobody has to say: an id for each of its rows that others name, as `withRowIds` gives
 * them, and the regime where there is one basis alone.
 */
export async function withIdsOfRows(node: Node, id: string, body: JsonObject): Promise<JsonObject> {
  const row = await findDraft(node.db, id)
  if (row === null) return body
  const marked = withOnlyRegime(row.type, body)
  if (!lacksRowIds(row.type, marked)) return marked
  return withRowIds(row.type, marked, await knownIdsOf(node, row.request))
}

/** Ids that the record of a request has; none where nothing has opened it. */
async function knownIdsOf(node: Node, request: string): Promise<KnownIds> {
  const row = await findRequest(node.db, request)
  if (row === null) return noIds
  const { measures = [] } = openRecord(row).state ?? {}
  const stated = statedBy(await statingMessages(node, request))
  return {
    basis: new Set(stated.bases.map(({ id }) => id)),
    measure: new Set([...measures.map((one) => wholeOf(one.id)), ...stated.measures.keys()]),
    offence: new Set(stated.offences.map(({ number }) => String(number))),
    // Questions are counted in each message anew.
    item: new Set(),
  }
}
