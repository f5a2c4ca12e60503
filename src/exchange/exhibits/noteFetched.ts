import type { RefusalCode } from '../../message/refusal.ts'
import { append } from '../../store/audit.ts'
import { settleDeposits } from '../../store/exhibits/deposits.ts'
import type { ExhibitDepositRow } from '../../store/exhibits/exhibitTables.ts'
import { noteWaitingDeposit } from '../../store/exhibits/heldRoom.ts'
import { insertReports } from '../../store/exhibits/reports.ts'
import { inTransaction } from '../../store/failures.ts'
import { lockRequests } from '../../store/requests.ts'
import { tellWaiting } from '../custody/fetchStatus.ts'
import { reportsFor } from '../custody/report.ts'
import { whereDone } from '../custody/whereDone.ts'
import type { Node } from '../node.ts'
import { openTrail } from '../trail.ts'
import { arrivedBytes } from './carrierPlace.ts'

/** What has come of a file of another State, for good. */
export interface Fetched {
  readonly row: ExhibitDepositRow
  /** Why it is damaged, and was set aside; null: it is here whole, and every hash agreed. */
  readonly code: RefusalCode | null
  /** SHA-256, hex, of what is damaged and opened all the same: it is another file. */
  readonly computed?: string | undefined
}

/** Notes what has come of files, all in one transaction; their givers are told of it as soon as they can be reached. */
export async function noteFetched(node: Node, fetched: readonly Fetched[]): Promise<void> {
  if (fetched.length === 0) return
  const reports = await reportsFor(
    node,
    fetched.map(({ row, code, computed = null }) => {
      const found =
        code === null
          ? ({
              event: 'contentHandover',
              outcome: 'whole',
              code,
              sha256: row.sha256.toString('hex'),
            } as const)
          : ({ event: 'contentHandoverFailure', outcome: 'damaged', code, sha256: computed } as const)
      return { peer: row.state, deposit: row, found }
    }),
  )
  await inTransaction(node.db, async (trx) => {
    // Requests before deposits, as an erasure locks them.
    const requests = await lockRequests(
      trx,
      fetched.flatMap(({ row }) => row.request ?? []),
    )
    const settled = await settleDeposits(
      trx,
      fetched.map(({ row, code }) => ({
        id: row.id,
        status: code === null ? 'whole' : 'damaged',
        refusal: code,
      })),
    )
    await insertReports(
      trx,
      reports.filter(({ deposit }) => settled.has(deposit)),
    )
    const trail = await openTrail(node, trx, [...requests.keys()], node.now())
    for (const one of fetched.filter(({ row }) => settled.has(row.id))) {
      // In the record of the message that announced it; by itself where that record is gone.
      const { request } = one.row
      if (request !== null && requests.has(request)) trail.about(request, eventOf(node, one))
      else trail.add(eventOf(node, one))
    }
    await append(trx, trail.audit())
  })
}

function eventOf(node: Node, { row: { id, state, bytes, sealed_sha256 }, code, computed }: Fetched) {
  const named = { peer: state, digest: sealed_sha256.toString('hex') }
  const details = { bytes, deposit: id, ...whereDone(node) }
  if (code === null) return { event: 'exhibit.received', ...named, details } as const
  const found = computed === undefined ? details : { ...details, sha256: computed }
  return { event: 'exhibit.damaged', code, ...named, details: found } as const
}

const ruled: ReadonlySet<string> = new Set([
  'EXHIBIT_NOT_ACCEPTED',
  'EXHIBIT_QUOTA_REACHED',
  'EXHIBIT_OUT_OF_HOURS',
])

/**
 * Notes why a file is not here yet, and gives back the room for what has not come of it. What has lasted is told its giver; if the process
 * dies before that, when it is tried again.
 */
export async function noteWaiting(node: Node, row: ExhibitDepositRow, code: RefusalCode): Promise<void> {
  // What the rule keeps waiting goes on waiting; whatever else has kept a file from coming, it was begun.
  const isBegun = !ruled.has(code)
  const heldBytes = await arrivedBytes(node.exhibits, row.id)
  const waiting = { refusal: code, isBegun, heldBytes, machineNow: node.machineNow() }
  const since = await inTransaction(node.db, (trx) => noteWaitingDeposit(trx, row, waiting))
  if (since !== null) await tellWaiting(node, row, code, since)
}
