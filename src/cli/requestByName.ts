import type { Db } from '../store/database.ts'
import { findRequest, findRequestsByName } from '../store/requests.ts'
import type { RequestRow } from '../store/tables.ts'
import { CommandFailure, exitCodes } from './outcome.ts'

/**
 * The request that a person names: by its id, by the beginning of its id (8 characters or more), or by its
 * reference.
 *
 * @throws CommandFailure REQUEST_UNKNOWN when there is none, REFERENCE_AMBIGUOUS with the ids when there are several
 */
export async function findRequestByName(db: Db, name: string): Promise<RequestRow> {
  const found = await findRequestsByName(db, name)
  const [first, second] = found
  if (first === undefined)
    throw new CommandFailure(exitCodes.refused, 'REQUEST_UNKNOWN', `No request here is called ${name}`)
  if (second !== undefined) {
    const ids = found.map(({ id }) => id)
    throw new CommandFailure(
      exitCodes.wrongUse,
      'REFERENCE_AMBIGUOUS',
      `${name} names several requests: ${ids.join(', ')}`,
      { ids },
    )
  }
  const row = await findRequest(db, first.id)
  if (row === null)
    throw new CommandFailure(exitCodes.refused, 'REQUEST_UNKNOWN', `No request here is called ${name}`)
  return row
}
