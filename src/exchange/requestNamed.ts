import { type Result, refuse } from '../message/refusal.ts'
import { findRequestsByName } from '../store/requests.ts'
import type { RequestRow } from '../store/tables.ts'
import type { Node } from './node.ts'

/**
 * The request that is meant by its id, by the beginning of its id (8 characters or more), or by its reference. Refuses
 * with REQUEST_UNKNOWN where there is none, with REFERENCE_AMBIGUOUS and the ids where there are several.
 *
 * @param authority - whose requests there are alone; absent: those of all authorities of this State
 */
export async function requestNamed(
  { db, trust }: Pick<Node, 'db' | 'trust'>,
  name: string,
  authority?: string,
): Promise<Result<{ readonly row: RequestRow }>> {
  const all = trust.own().list.authorities.map(({ id }) => id)
  const named = await findRequestsByName(db, authority === undefined ? all : [authority], name)
  const found = named.filter(({ own_authority }) => authority === undefined || own_authority === authority)
  const [row, ...others] = found
  if (row === undefined) return refuse('REQUEST_UNKNOWN', { detail: `no request here is called ${name}` })
  if (others.length > 0) return refuse('REFERENCE_AMBIGUOUS', { expected: found.map(({ id }) => id) })
  return { ok: true, row }
}
