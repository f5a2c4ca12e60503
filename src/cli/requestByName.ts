import type { Node } from '../exchange/node.ts'
import { erasedRefusal } from '../exchange/records.ts'
import { requestNamed } from '../exchange/requestNamed.ts'
import type { RequestRow } from '../store/tables.ts'
import { CommandFailure, exitCodes, refusedBy } from './outcome.ts'

/**
 * The request that a person names: by its id, by the beginning of its id (8 characters or more), or by its
 * reference.
 *
 * @throws CommandFailure REQUEST_UNKNOWN when there is none, REFERENCE_AMBIGUOUS with the ids when there are several
 */
export async function findRequestByName(node: Pick<Node, 'db' | 'trust'>, name: string): Promise<RequestRow> {
  const found = await requestNamed(node, name)
  if (found.ok) return found.row
  if (found.code === 'REFERENCE_AMBIGUOUS') {
    const ids = found.expected ?? []
    const words = `${name} names several requests: ${ids.join(', ')}`
    throw new CommandFailure(exitCodes.wrongUse, found.code, words, { ids })
  }
  throw new CommandFailure(exitCodes.refused, found.code, `No request here is called ${name}`)
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
