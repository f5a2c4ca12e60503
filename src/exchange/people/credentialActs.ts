import type { Actor } from '../../audit/events.ts'
import { type Refusal, type Result, refuse } from '../../message/refusal.ts'
import { append } from '../../store/audit.ts'
import type { Db, Trx } from '../../store/database.ts'
import { inTransaction } from '../../store/failures.ts'
import {
  confirmActs,
  hasOtherAdministrator,
  insertCredentialAct,
  listUnconfirmed,
} from '../../store/people/credentialActs.ts'
import { findPeople, findPerson, lockPerson } from '../../store/people/people.ts'
import type { CredentialActRow, PersonRow } from '../../store/people/peopleTables.ts'
import { uuidV4 } from '../identifiers.ts'
import { exchangeLimits } from '../limits.ts'
import type { Node } from '../node.ts'
import { type Confirming, unprovedAt } from './deciding.ts'
import { refusalNoted } from '../refusedActs.ts'
import { rolledBack, standingOf } from '../standing.ts'
import { openTrail } from '../trail.ts'

/** What an administrator does to what somebody signs in by, or may. */
export type CredentialActName = CredentialActRow['act']

/** The same, while nobody else has confirmed it; plain JSON. */
export interface CredentialAct {
  readonly id: string
  readonly act: CredentialActName
  readonly by: string
  readonly isByMachine: boolean
  readonly at: Date
  /** Until another administrator has confirmed it, the person approves, delegates and confirms nothing. */
  readonly isAwaited: boolean
}

/**
 * Keeps in its transaction what an administrator has done to somebody. It needs the word of another where there is, or was lately,
 * another administrator; not what is done at the machine of the node, whose owner has its keys.
 */
export async function keepAct(
  node: Pick<Node, 'random' | 'machineNow'>,
  trx: Trx,
  { id }: Pick<PersonRow, 'id'>,
  { act, actor, endsAdministrator = false }: KeptAct,
): Promise<void> {
  await insertCredentialAct(trx, {
    ...{ id: uuidV4(node.random(16)), person: id, act },
    ...{ made_by: actor.person, by_machine: actor.from?.by !== 'network', made_at: node.machineNow() },
    needs_second: await needsSecondWord(node, trx, actor),
    ended_administrator: endsAdministrator,
  })
}

/** Whether what an administrator does at the desk needs the word of another: there is, or was lately, another. */
export async function needsSecondWord(
  node: Pick<Node, 'machineNow'>,
  trx: Trx,
  { person, from }: Pick<Actor, 'person' | 'from'>,
): Promise<boolean> {
  return from?.by === 'network' && (await hasOtherAdministrator(trx, person, lately(node)))
}

/** What is kept of it. */
export interface KeptAct {
  readonly act: CredentialActName
  readonly actor: Actor
  readonly endsAdministrator?: boolean
}

/** By id of the person, what was done to them that nobody else has confirmed; of what was done at the machine, that of the last days. */
export async function unconfirmedActs(
  node: Pick<Node, 'db' | 'machineNow'>,
): Promise<ReadonlyMap<string, readonly CredentialAct[]>> {
  const acts = new Map<string, readonly CredentialAct[]>()
  for (const row of await listUnconfirmed(node.db, null, lately(node)))
    acts.set(row.person, [...(acts.get(row.person) ?? []), actOf(row)])
  return acts
}

/** What was done last to a person on one word alone that nobody else has confirmed; null: nothing, or long ago at the machine. */
export async function setByOne(
  node: Pick<Node, 'machineNow'>,
  db: Db | Trx,
  person: string,
): Promise<CredentialAct | null> {
  const last = (await listUnconfirmed(db, person, lately(node))).at(-1)
  return last === undefined ? null : actOf(last)
}

/**
 * To how many people of those who are let in one administrator alone has done what nobody else has confirmed for longer than
 * approvals of a new approver are told by themselves.
 */
export async function countLongUnconfirmed(node: Pick<Node, 'db' | 'machineNow'>): Promise<number> {
  const since = lately(node)
  const acts = await listUnconfirmed(node.db, null, since)
  const long = acts.filter(({ by_machine, made_at }) => !by_machine && made_at <= since)
  const people = await findPeople(
    node.db,
    long.map(({ person }) => person),
  )
  return people.filter(({ disabled_at }) => disabled_at === null).length
}

/** Whether what a person signs in by, or may, waits for the word of another administrator. */
export async function isConfirmationAwaited(
  node: Pick<Node, 'machineNow'>,
  db: Db | Trx,
  person: string,
): Promise<boolean> {
  return (await listUnconfirmed(db, person, lately(node))).some(({ needs_second }) => needs_second)
}

/**
 * Why somebody may give nobody what lets them in: as `unprovedAt`, and with PERSON_NOT_CONFIRMED while what they sign in by, or may, waits
 * for the word of another administrator. Whoever has taken an administrator's place makes nobody else meanwhile. Null: they may.
 */
export async function mayNotGive(
  node: Parameters<typeof unprovedAt>[0],
  trx: Trx,
  actor: Parameters<typeof unprovedAt>[2],
  at: Confirming | null,
): Promise<Refusal | null> {
  const unproved = await unprovedAt(node, trx, actor, at)
  if (unproved !== null || at === null) return unproved
  return (await isConfirmationAwaited(node, trx, at.person.id)) ? refuse('PERSON_NOT_CONFIRMED') : null
}

/**
 * Confirms what others have done to a person. Refuses with STEP_UP_MISSING or SECOND_FACTOR_REQUIRED who has not proved anew who they
 * are, as whoever approves; with CONFIRMER_NOT_ANOTHER whom it is about, who has done any of it, or who
 * (or whose fellow that has done it) is there by the word of one administrator alone; with CONFIRMATION_NOT_AWAITED where nothing of that waits; with PERSON_UNKNOWN or NODE_ROLLED_BACK.
 *
 * @param ids - of what was seen; null: of everything that waits
 * @param at - null: it is done at the machine of the node
 */
export async function confirmPerson(
  node: Node,
  signInName: string,
  ids: readonly string[] | null,
  actor: Actor,
  at: Confirming | null = null,
): Promise<Result<object>> {
  const confirmed = inTransaction(node.db, async (trx): Promise<Result<object>> => {
    if ((await standingOf(node, trx)).isBehind) return rolledBack
    // Their word lets somebody bind the State.
    const unproved = await unprovedAt(node, trx, actor, at)
    if (unproved !== null) return unproved
    const row = await lockPerson(trx, signInName)
    if (row === null) return refuse('PERSON_UNKNOWN')
    const awaited = await listUnconfirmed(trx, row.id, lately(node))
    const acts = awaited.filter(({ id }) => ids === null || ids.includes(id))
    if (acts.length === 0) return refuse('CONFIRMATION_NOT_AWAITED')
    if (!(await isAnother(node, trx, actor, signInName, acts))) return refuse('CONFIRMER_NOT_ANOTHER')
    const done = acts.map(({ id }) => id)
    await confirmActs(trx, done, actor.person, node.machineNow())
    const trail = await openTrail(node, trx, [], node.now())
    const names = acts.map(({ act, made_by }) => `${act} ${made_by}`)
    trail.add({ event: 'person.confirmed', actor, details: { acts: names, signInName } })
    await append(trx, trail.audit())
    return { ok: true }
  })
  return await refusalNoted(node, { actor, wanted: `person confirm ${signInName}` }, confirmed)
}

/**
 * Whether it is the word of another: of nobody who has done any of it, nor of whom it is about. Neither who confirms nor who has done
 * it was made, or let in, by one administrator alone: that one would have given both words, however long they waited in between.
 */
async function isAnother(
  node: Node,
  trx: Trx,
  { person, from }: Actor,
  signInName: string,
  acts: readonly CredentialActRow[],
): Promise<boolean> {
  const doers = acts.filter(({ by_machine }) => !by_machine).map(({ made_by }) => made_by)
  if (acts.some(({ made_by }) => made_by === person)) return false
  // Whoever sits at the machine need not be anybody at the desk.
  if (from?.by !== 'network') return true
  if (person === signInName) return false
  for (const name of new Set([person, ...doers])) if (await isOfOne(node, trx, name)) return false
  return true
}

/** Whether somebody is who they are at the desk by the word of one administrator; what the owner of the machine has done is no such. */
export async function isOfOne(
  node: Pick<Node, 'machineNow'>,
  trx: Trx,
  signInName: string,
): Promise<boolean> {
  const row = await findPerson(trx, signInName)
  if (row === null) return true
  return (await listUnconfirmed(trx, row.id, lately(node))).some(({ by_machine }) => !by_machine)
}

function actOf({
  id,
  act,
  made_by: by,
  by_machine,
  made_at: at,
  needs_second,
}: CredentialActRow): CredentialAct {
  return { id, act, by, isByMachine: by_machine, at, isAwaited: needs_second }
}

function lately({ machineNow }: Pick<Node, 'machineNow'>): Date {
  return new Date(machineNow().getTime() - exchangeLimits.desk.credentialsFreshMs)
}
