import { type Result, refuse } from '../../message/refusal.ts'
import { findDeposit, noteWanted } from '../../store/exhibits/deposits.ts'
import type { DepositStatus } from '../../store/exhibits/exhibitTables.ts'
import { inTransaction } from '../../store/failures.ts'
import type { SavingOrder } from '../exhibits/save.ts'
import { tellOfDeposit } from '../exhibits/tellOfDeposit.ts'
import { isUuid } from '../identifiers.ts'
import type { Node } from '../node.ts'
import { refusalNoted } from '../refusedActs.ts'

/**
 * Has a damaged file of another State fetched anew, once its giver has put it right; one that is whole or on its way stays
 * as it is. Refuses with EXHIBIT_UNKNOWN, also for a file of this State, or EXHIBIT_ERASED.
 */
export async function fetchAnew(
  node: Node,
  deposit: string,
  order: Omit<SavingOrder, 'onBytes'>,
): Promise<Result<{ status: DepositStatus }>> {
  const { person, authority } = order
  const act = { actor: { person, role: 'officer', authority }, wanted: `exhibit fetch ${deposit}` }
  return await refusalNoted(node, act, wantAndTell(node, deposit, order))
}

async function wantAndTell(
  node: Node,
  deposit: string,
  { person, authority, reason }: Omit<SavingOrder, 'onBytes'>,
): Promise<Result<{ status: DepositStatus }>> {
  const row = isUuid(deposit) ? await findDeposit(node.db, deposit) : null
  if (row === null) return refuse('EXHIBIT_UNKNOWN', { detail: deposit })
  if (row.state === node.state)
    return refuse('EXHIBIT_UNKNOWN', {
      detail: 'it was taken in here: put its sealed file back from a backup, and have it checked',
    })
  if (row.status === 'erased' || row.file_key === null) return refuse('EXHIBIT_ERASED')
  if (row.status !== 'damaged') return { ok: true, status: row.status }
  await inTransaction(node.db, async (trx) => {
    if (!(await noteWanted(trx, deposit))) return
    await tellOfDeposit(node, trx, deposit, {
      event: 'exhibit.wanted',
      actor: { person, role: 'officer', authority },
      digest: row.sealed_sha256.toString('hex'),
      details: { deposit, reason },
    })
  })
  return { ok: true, status: 'announced' }
}
