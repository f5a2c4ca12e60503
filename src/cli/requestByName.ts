import type { Node } from '../exchange/node.ts'
import { erasedRefusal } from '../exchange/records.ts'
import { findRequestsByName } from '../store/requests.ts'
import type { RequestRow } from '../store/tables.ts'
import { CommandFailure, exitCodes, refusedBy } from './outcome.ts'

/**
 * The request that a person names: by its id, by the beginning of its id (8 characters or more), or by its
 * reference.
 *
 * @throws CommandFailure REQUEST_UNKNOWN when there is none, REFERENCE_AMBIGUOUS with the ids when there are several
 */
export async function findRequestByName(
  { db, trust }: Pick<Node, 'db' | 'trust'>,
  name: string,
): Promise<RequestRow> {
  const authorities = trust.own().list.authorities.map(({ id }) => id)
  const [first, second, ...others] = await findRequestsByName(db, authorities, name)
  if (first === undefined) {
    throw new CommandFailure(exitCodes.refused, 'REQUEST_UNKNOWN', `No request here is called ${name}`)
  }
  if (second !== undefined) {
    const ids = [first, second, ...others].map(({ id }) => id)
    const words = `${name} names several requests: ${ids.join(', ')}`
    throw new CommandFailure(exitCodes.wrongUse, 'REFERENCE_AMBIGUOUS', words, { ids })
  }
  return first
}

/**
 * The same, for a command that needs what the record holds.
 *
 * @throws CommandFailure RECORD_ERASED as well
 */
export async function findWholeRequest(node: Pick<Node, 'db' | 'trust'>, name: string): Promise<RequestRow> {
  const row = await findRequestByName(node, name)
  if (row.erased_at !== null) throw refusedBy(erasedRefusal(row))
  return row
}
