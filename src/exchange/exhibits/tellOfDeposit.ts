import type { Trx } from '../../store/database.ts'
import { append } from '../../store/audit.ts'
import { requestsOfDeposits } from '../../store/exhibits/deposits.ts'
import { lockRequests } from '../../store/requests.ts'
import type { Node } from '../node.ts'
import { type RecordEvent, openTrail } from '../trail.ts'
import type { AuditEvent } from '../../audit/auditEvent.ts'

/** What the log tells of a file, about a record or about none. */
export type DepositEvent = AuditEvent<
  | 'exhibit.opened'
  | 'exhibit.told'
  | 'exhibit.reported'
  | 'exhibit.checked'
  | 'exhibit.wanted'
  | 'exhibit.noted'
  | 'exhibit.traced'
> &
  RecordEvent

/** Notes one event in the record of each request in which a deposit is handed over; where there is none, by itself. */
export async function tellOfDeposit(
  node: Node,
  trx: Trx,
  deposit: string,
  event: DepositEvent,
): Promise<void> {
  await tellOfDeposits(node, trx, [{ deposit, event }])
}

/** The same for many, in their order, and as of this moment. */
export async function tellOfDeposits(
  node: Node,
  trx: Trx,
  told: readonly { readonly deposit: string; readonly event: DepositEvent }[],
  now: Date = node.now(),
): Promise<void> {
  const links = await requestsOfDeposits(
    trx,
    told.map(({ deposit }) => deposit),
  )
  const locked = await lockRequests(trx, [...links.values()].flat())
  const trail = await openTrail(node, trx, [...locked.keys()], now)
  for (const { deposit, event } of told) {
    const requests = (links.get(deposit) ?? []).filter((request) => locked.has(request))
    for (const request of requests) trail.about(request, event)
    if (requests.length === 0) trail.add(event)
  }
  await append(trx, trail.audit())
}
