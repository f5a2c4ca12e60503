import type { ExhibitReport } from '../../message/generated/types.ts'
import type { RefusalCode } from '../../message/refusal.ts'
import type { ExhibitDepositRow } from '../../store/exhibits/exhibitTables.ts'
import { insertReports, lastOwnReport } from '../../store/exhibits/reports.ts'
import { inTransaction } from '../../store/failures.ts'
import { exchangeLimits } from '../limits.ts'
import type { Node } from '../node.ts'
import { reportsFor } from './report.ts'

/** Why a file waits that lies with this State alone, so that its giver could not know. Whatever else keeps a file from coming, the giver sees as well. */
export const ownReasons = [
  'EXHIBIT_NO_SPACE',
  'EXHIBIT_STORE_UNAVAILABLE',
  'EXHIBIT_TOO_LARGE',
  'EXHIBIT_QUOTA_REACHED',
  'EXHIBIT_NOT_ACCEPTED',
  'EXHIBIT_OUT_OF_HOURS',
] as const satisfies readonly RefusalCode[]

/**
 * Tells the giver of a file, by a report, that it waits here for a reason of this State's own, once that has lasted; where it waits
 * for something else by now, that this reason is over. The same is not told twice.
 *
 * @param since - by the clock of the machine
 */
export async function tellWaiting(
  node: Node,
  row: ExhibitDepositRow,
  code: RefusalCode,
  since: Date,
): Promise<void> {
  const { afterMs } = exchangeLimits.exhibits.waitingTold
  // What is over in a moment is told nobody.
  if (node.machineNow().getTime() - since.getTime() < afterMs) return
  const isOwn = ownReasons.some((one) => one === code)
  await tell(node, row, isOwn ? { outcome: 'waiting', code } : { outcome: 'fetching', code: null })
}

/** Tells the giver that a file which waited is on its way, where it was told that it waits. */
export async function tellFetching(node: Node, row: ExhibitDepositRow): Promise<void> {
  await tell(node, row, { outcome: 'fetching', code: null })
}

async function tell(
  node: Node,
  row: ExhibitDepositRow,
  status: { readonly outcome: ExhibitReport['outcome']; readonly code: string | null },
): Promise<void> {
  const last = await lastOwnReport(node.db, row.id, row.state)
  const isWaiting = status.outcome === 'waiting'
  if (last === null ? !isWaiting : isSaid(last, status)) return
  // That a reason is over is told whoever was told of it.
  if (isWaiting && (last?.waitingCount ?? 0) >= exchangeLimits.exhibits.waitingTold.perFileMax) return
  const found = { event: 'fetchStatus', ...status, sha256: null } as const
  const reports = await reportsFor(node, [{ peer: row.state, deposit: row, found }])
  await inTransaction(node.db, (trx) => insertReports(trx, reports))
}

/** Whether the giver was told that last, or was told nothing that is over now. */
function isSaid(
  last: NonNullable<Awaited<ReturnType<typeof lastOwnReport>>>,
  { outcome, code }: { readonly outcome: ExhibitReport['outcome']; readonly code: string | null },
): boolean {
  if (outcome === 'fetching' && last.event !== 'fetchStatus') return true
  // One that was not believed, as its key was exchanged since, has told nothing.
  const isDisbelieved = last.refusal !== null && /^(SIGNER_UNKNOWN|CERTIFICATE_)/.test(last.refusal)
  return last.outcome === outcome && last.code === code && !isDisbelieved
}
