import { caseView } from '../exchange/desk/caseView.ts'
import type { Node } from '../exchange/node.ts'
import { erasedRefusal, openRecord } from '../exchange/records.ts'
import { requestNamed, requestWritten } from '../exchange/requestNamed.ts'
import { findRequestsOf } from '../store/requests.ts'
import { stateOf } from '../message/stateOf.ts'
import type { Refusal } from '../message/refusal.ts'
import type { RequestRow } from '../store/tables.ts'
import { CommandFailure, exitCodes, refusedBy } from './outcome.ts'

type Naming = Pick<Node, 'db' | 'trust'>

/**
 * The request that a person names: by its id, by the beginning of its id (8 characters or more), or by its
 * reference.
 *
 * @throws CommandFailure REQUEST_UNKNOWN when there is none, REFERENCE_AMBIGUOUS with the ids, and what tells them apart, when
 *   there are several
 */
export async function findRequestByName(node: Naming, name: string): Promise<RequestRow> {
  const found = await requestNamed(node, name)
  if (found.ok) return found.row
  throw await notFound(node, name, found)
}

/** The same, by what is written to the letter: for what cannot be undone. */
export async function findRequestWritten(node: Naming, name: string): Promise<RequestRow> {
  const found = await requestWritten(node, name)
  if (found.ok) return found.row
  throw await notFound(node, name, found)
}

/**
 * The same, for a command that needs what the record holds.
 *
 * @throws CommandFailure RECORD_ERASED as well
 */
export async function findWholeRequest(node: Naming, name: string): Promise<RequestRow> {
  const row = await findRequestByName(node, name)
  if (row.erased_at !== null) throw refusedBy(erasedRefusal(row))
  return row
}

async function notFound(
  { db }: Naming,
  name: string,
  { code, expected: ids = [] }: Refusal,
): Promise<CommandFailure> {
  if (code !== 'REFERENCE_AMBIGUOUS')
    return new CommandFailure(exitCodes.refused, code, `No request here is called ${name}`)
  const now = new Date()
  const requests = (await findRequestsOf(db, ids, []))
    .map((row) => caseView(row, openRecord(row).state, now))
    .sort((one, other) => Date.parse(other.openedAt) - Date.parse(one.openedAt))
    .map(({ request, own, counterpart, openedAt, state }) => ({
      ...{ request, own, counterpart, peer: stateOf(counterpart), openedAt, state },
    }))
  const lines = requests.map(
    ({ request, counterpart, peer, openedAt, state }) =>
      `  ${request}  ${peer} (${counterpart})  opened ${openedAt}  ${state}`,
  )
  const words = [`${name} names several requests; give the id of one of them:`, ...lines].join('\n')
  return new CommandFailure(exitCodes.wrongUse, code, words, { ids, requests })
}
