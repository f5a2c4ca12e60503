import { isDay } from '../../message/moment.ts'
import { type Refusal, type Result, refuse } from '../../message/refusal.ts'
import { together } from '../../message/together.ts'
import { append } from '../../store/audit.ts'
import type { Db, Trx } from '../../store/database.ts'
import {
  insertDelegation,
  listDelegations,
  lockDelegationsTo,
  withdrawDelegation,
} from '../../store/drafts/delegations.ts'
import type { DelegationRow } from '../../store/drafts/draftTables.ts'
import { inTransaction } from '../../store/failures.ts'
import { findPeople, listPeople } from '../../store/people/people.ts'
import type { PersonRow } from '../../store/people/peopleTables.ts'
import { isSteppedUp } from '../../store/people/sessions.ts'
import { uuidV7 } from '../identifiers.ts'
import { timeZoneOf } from '../letterReading.ts'
import { exchangeLimits } from '../limits.ts'
import type { Node } from '../node.ts'
import type { Acting } from '../people/deskPeople.ts'
import { isConfirmationAwaited } from '../people/credentialActs.ts'
import { type DeskPerson, handlesRequests } from '../people/person.ts'
import { actorOf, hashOf, steppedUpAfter } from '../people/sessions.ts'
import { rolledBack, standingOf } from '../standing.ts'
import { openTrail } from '../trail.ts'
import { type NamedPerson, namedPeople } from './people.ts'

/** Somebody may approve in the place of another, from a day to a day; plain JSON. */
export interface Delegation {
  readonly id: string
  /** Whether whoever looks has given it; else they have received it. */
  readonly isGiven: boolean
  readonly giver: NamedPerson | null
  readonly receiver: NamedPerson | null
  /** `2027-03-01`, of the calendar of the authority; the last day is included. */
  readonly from: string
  readonly until: string
  readonly isNow: boolean
}

/** What somebody sees of delegations. */
export interface DeskDelegations {
  readonly timeZone: string
  readonly today: string
  /** Those that have not ended. */
  readonly delegations: readonly Delegation[]
  /** Who may be named; empty for who gives none. */
  readonly receivers: readonly NamedPerson[]
}

/** What an approver orders. */
export interface DelegationOrder {
  /** Sign-in name. */
  readonly receiver: string
  readonly from: string
  readonly until: string
  /** Token of the session in which it is ordered. */
  readonly token: string
}

/** What this person has given and received, and to whom they can give it. */
export async function readDelegations(node: Node, person: DeskPerson): Promise<DeskDelegations> {
  const { delegationsMax } = exchangeLimits.drafts
  const today = todayOf(node, person.authority)
  const rows = await listDelegations(node.db, person.id, today, delegationsMax)
  const people = await namedPeople(
    node.db,
    rows.flatMap(({ giver, receiver }) => [giver, receiver]),
  )
  const everybody = person.roles.includes('approver') ? await listPeople(node.db) : []
  return {
    timeZone: timeZoneOf(node, person.authority),
    today,
    delegations: rows.map((row) => ({
      id: row.id,
      isGiven: row.giver === person.id,
      giver: people.get(row.giver) ?? null,
      receiver: people.get(row.receiver) ?? null,
      from: row.from_day,
      until: row.until_day,
      isNow: row.from_day <= today,
    })),
    receivers: everybody
      .filter((one) => one.id !== person.id && mayReceive(one, person.authority))
      .map(({ sign_in_name, name }) => ({ signInName: sign_in_name, name })),
  }
}

/**
 * Lets another person of the same authority approve in the place of whoever orders it, from a day to a day. Refuses with
 * DELEGATION_INVALID and the member: `/receiver` who has no place here or writes no drafts, `/from` a day that is over, `/until` a day
 * before it or more than 90 days later, and where there are too many or whoever orders it is no approver; with STEP_UP_MISSING where
 * the password was not given just now: whoever has the session alone could let another approve; with NODE_ROLLED_BACK.
 */
export async function delegate(node: Node, order: DelegationOrder, by: Acting): Promise<Result<object>> {
  const { person } = by
  return await inTransaction(node.db, async (trx) => {
    if ((await standingOf(node, trx)).isBehind) return rolledBack
    if (!person.roles.includes('approver')) return refuse('DELEGATION_INVALID')
    const now = node.machineNow()
    if (!(await isSteppedUp(trx, hashOf(order.token), person.id, steppedUpAfter(now))))
      return refuse('STEP_UP_MISSING')
    if (await isConfirmationAwaited(node, trx, person.id)) return refuse('PERSON_NOT_CONFIRMED')
    const receiver = await receiverOf(trx, order, person)
    const wrong = wrongWith(node, order, person, receiver)
    if (wrong !== null || receiver === null) return wrong ?? refuse('DELEGATION_INVALID')
    const today = todayOf(node, person.authority)
    const { delegationsMax } = exchangeLimits.drafts
    if ((await listDelegations(trx, person.id, today, delegationsMax)).length >= delegationsMax)
      return refuse('DELEGATION_INVALID')
    const id = uuidV7(node.now(), node.random(10))
    await insertDelegation(trx, {
      id,
      authority: person.authority,
      giver: person.id,
      receiver: receiver.id,
      from_day: order.from,
      until_day: order.until,
      made_at: now,
    })
    const trail = await openTrail(node, trx, [], node.now())
    trail.add({
      event: 'delegation.given',
      actor: actorOf(person, by.address),
      details: { delegation: id, receiver: receiver.sign_in_name, from: order.from, until: order.until },
    })
    await append(trx, trail.audit())
    return { ok: true }
  })
}

/** All that is wrong with what an approver orders, as `delegate` refuses it, whoever has proved what; null: nothing. */
export async function wrongWithDelegation(
  node: Node,
  order: Omit<DelegationOrder, 'token'>,
  person: DeskPerson,
): Promise<Refusal | null> {
  return wrongWith(node, order, person, await receiverOf(node.db, order, person))
}

async function receiverOf(
  db: Db | Trx,
  { receiver }: Pick<DelegationOrder, 'receiver'>,
  { id, authority }: DeskPerson,
): Promise<PersonRow | null> {
  const row = (await listPeople(db)).find(({ sign_in_name }) => sign_in_name === receiver)
  return row === undefined || row.id === id || !mayReceive(row, authority) ? null : row
}

function wrongWith(
  node: Node,
  { from, until }: Omit<DelegationOrder, 'token'>,
  { authority }: DeskPerson,
  receiver: PersonRow | null,
): Refusal | null {
  const isFrom = isDay(from) && from >= todayOf(node, authority)
  // Whether it ends before it begins is known only where it is known when it begins.
  const isUntil = isDay(until) && (!isDay(from) || (until >= from && daysBetween(from, until) < daysMax))
  const unless = (isFit: boolean, pointer: string): Refusal | null =>
    isFit ? null : refuse('DELEGATION_INVALID', { pointer })
  return together([
    unless(receiver !== null, '/receiver'),
    unless(isFrom, '/from'),
    unless(isUntil, '/until'),
  ])
}

/** Withdraws what this person has given or received. Refuses with DELEGATION_UNKNOWN, or NODE_ROLLED_BACK. */
export async function withdraw(node: Node, id: string, by: Acting): Promise<Result<object>> {
  return await inTransaction(node.db, async (trx) => {
    if ((await standingOf(node, trx)).isBehind) return rolledBack
    const receiver = await withdrawDelegation(trx, id, { by: by.person.id, at: node.machineNow() })
    if (receiver === null) return refuse('DELEGATION_UNKNOWN')
    const [row] = await findPeople(trx, [receiver])
    const trail = await openTrail(node, trx, [], node.now())
    trail.add({
      event: 'delegation.withdrawn',
      actor: actorOf(by.person, by.address),
      details: { delegation: id, receiver: row?.sign_in_name ?? '' },
    })
    await append(trx, trail.audit())
    return { ok: true }
  })
}

/** Those in whose place this person may approve today, as ids. Who approves in their own right needs none of them. */
export async function giversFor(node: Node, person: DeskPerson): Promise<readonly string[]> {
  const today = todayOf(node, person.authority)
  const { delegationsMax } = exchangeLimits.drafts
  const rows = await listDelegations(node.db, person.id, today, delegationsMax)
  return await inForce(node.db, rows, person, today)
}

/** The same within the transaction that approves: what is withdrawn or disabled meanwhile counts, or waits for its end. */
export async function lockedGiversFor(node: Node, trx: Trx, person: DeskPerson): Promise<readonly string[]> {
  const today = todayOf(node, person.authority)
  return await inForce(trx, await lockDelegationsTo(trx, person.id, today), person, today)
}

/**
 * Whether somebody may be the second person of a draft: in their own right, or in whose place. Nobody may who wrote in it, nor in
 * the place of who did.
 *
 * @returns null: not; else in whose place, where it is not in their own right
 */
export function secondPerson(
  { editors }: { readonly editors: readonly string[] },
  { id, roles }: DeskPerson,
  givers: readonly string[],
): { readonly onBehalfOf: string | null } | null {
  if (editors.includes(id)) return null
  if (roles.includes('approver')) return { onBehalfOf: null }
  const giver = givers.find((one) => !editors.includes(one))
  return giver === undefined ? null : { onBehalfOf: giver }
}

/** Days that a delegation lasts at most. */
export const daysMax = 90

/** Only of who could approve now in their own right. */
async function inForce(
  db: Db | Trx,
  rows: readonly DelegationRow[],
  { id, authority, roles }: DeskPerson,
  today: string,
): Promise<readonly string[]> {
  if (!roles.some((role) => role === 'officer' || role === 'approver')) return []
  const now = rows.filter(
    (row) =>
      row.receiver === id && row.authority === authority && row.from_day <= today && today <= row.until_day,
  )
  const people = await findPeople(
    db,
    now.map(({ giver }) => giver),
  )
  const may = people.filter(
    (one) => one.authority === authority && one.disabled_at === null && one.roles.includes('approver'),
  )
  return now.map(({ giver }) => giver).filter((giver) => may.some((one) => one.id === giver))
}

function mayReceive(row: PersonRow, own: string): boolean {
  return row.authority === own && handlesRequests(row)
}

/** The day that it is where an authority works. */
function todayOf(node: Node, authority: string): string {
  const timeZone = timeZoneOf(node, authority)
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  })
  return format.format(node.machineNow())
}

function daysBetween(from: string, until: string): number {
  return (Date.parse(until) - Date.parse(from)) / 86_400_000
}
