import { type Result, refuse } from '../message/refusal.ts'
import { findRequestsByName } from '../store/requests.ts'
import type { RequestRow } from '../store/tables.ts'
import type { Node } from './node.ts'

/**
 * The request that is meant by its id, by the beginning of its id (8 characters or more), or by its reference. Refuses
 * with REQUEST_UNKNOWN where there is none, with REFERENCE_AMBIGUOUS and the ids where there are several.
 */
export async function requestNamed(
  { db, trust }: Pick<Node, 'db' | 'trust'>,
  name: string,
): Promise<Result<{ readonly row: RequestRow }>> {
  const authorities = trust.own().list.authorities.map(({ id }) => id)
  const found = await findRequestsByName(db, authorities, name)
  const [row, ...others] = found
  if (row === undefined) return refuse('REQUEST_UNKNOWN', { detail: `no request here is called ${name}` })
  if (others.length > 0) return refuse('REFERENCE_AMBIGUOUS', { expected: found.map(({ id }) => id) })
  return { ok: true, row }
}
